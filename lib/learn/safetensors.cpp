#include "learn/safetensors.h"

#include <algorithm>
#include <climits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/error.h"
#include "learn/number.h"
#include "learn/stored.h"

namespace thimble {
namespace {

using Json = nlohmann::json;  // objects in the order of their names

constexpr uint64_t kLargestHeader = 100'000'000;
constexpr size_t kLengthBytes = 8;

// What a header says about one tensor.
struct Described {
  std::string name;
  Stored as;
  Shape shape;
  uint64_t begin, end;  // of its bytes, behind the header
};

// Reads one file; its name stands before every complaint.
class Reader {
 public:
  Reader(std::span<const uint8_t> file, const std::string& name) : file_(file), name_(name) {}

  Json header();
  std::map<std::string, std::string> texts(const Json& header) const;
  std::vector<Described> tensors(const Json& header) const;
  std::span<const uint8_t> bytes(const Described& t) const {
    return data_.subspan(static_cast<size_t>(t.begin), static_cast<size_t>(t.end - t.begin));
  }

  template <class... Parts>
  [[noreturn]] void refuse(const Parts&... parts) const {
    fail(Error::data, text(name_, ": safetensors: ", parts...));
  }
  template <class... Parts>
  void expect(bool ok, const Parts&... parts) const {
    if (!ok) refuse(parts...);
  }

 private:
  Described described(const std::string& tensor, const Json& entry) const;
  Shape shape(const std::string& who, const Json& extents) const;

  std::span<const uint8_t> file_, data_;
  const std::string& name_;
};

Json Reader::header() {
  expect(file_.size() >= kLengthBytes, "at byte 0: expected 8 bytes of header length, got ", file_.size());
  uint64_t length = 0;
  for (size_t i = 0; i < kLengthBytes; ++i) length |= uint64_t{file_[i]} << (8 * i);
  expect(length <= kLargestHeader, "at byte 0: expected a header of at most ", kLargestHeader, " bytes, got ", length);
  const uint64_t rest = file_.size() - kLengthBytes;
  expect(length <= rest, "at byte 0: expected a header inside the file (", rest, " bytes behind its length), got ",
         length);
  expect(length > 0 && file_[kLengthBytes] == '{', "at byte 8: expected a header that begins with '{', got ",
         length == 0 ? "nothing" : text("byte ", int{file_[kLengthBytes]}));
  data_ = file_.subspan(kLengthBytes + static_cast<size_t>(length));

  // The names of each object that is open, outermost first.
  std::vector<std::set<std::string>> open;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    using Event = Json::parse_event_t;
    if (event == Event::object_start || event == Event::array_start)
      expect(depth <= 2, "header: expected at most 3 levels of brackets, got more");
    if (event == Event::object_start) open.emplace_back();
    if (event == Event::object_end) open.pop_back();
    if (event == Event::key) {
      const std::string key = value.get<std::string>();
      expect(open.back().insert(key).second, "header: the name \"", key, "\" stands twice");
    }
    return true;
  };
  const uint8_t* begin = file_.data() + kLengthBytes;
  try {
    return Json::parse(begin, begin + length, watch);
  } catch (const Json::exception& error) {
    std::string reason = error.what();
    reason = reason.substr(0, reason.find('\n'));
    refuse("header: expected JSON: ", reason.substr(std::min(reason.size(), reason.find("] ") + 2)));
  }
}

std::map<std::string, std::string> Reader::texts(const Json& header) const {
  std::map<std::string, std::string> texts;
  const auto metadata = header.find("__metadata__");
  if (metadata == header.end()) return texts;
  expect(metadata->is_object(), "__metadata__: expected names and texts, got ", metadata->type_name());
  for (const auto& item : metadata->items()) {
    expect(item.value().is_string(), "__metadata__: \"", item.key(), "\": expected a text, got ",
           item.value().type_name());
    texts[item.key()] = item.value().get<std::string>();
  }
  return texts;
}

Shape Reader::shape(const std::string& who, const Json& extents) const {
  expect(extents.is_array(), who, "shape: expected a list of extents, got ", extents.type_name());
  expect(extents.size() <= Shape::kMaxRank, who, "shape: expected at most ", Shape::kMaxRank, " extents, got ",
         extents.size());
  if (extents.empty()) return {1};  // a single number
  int dims[Shape::kMaxRank], rank = 0;
  uint64_t size = 1;
  for (const Json& extent : extents) {
    expect(extent.is_number_unsigned() && extent.get<uint64_t>() <= INT_MAX, who,
           "shape: expected whole numbers from 0 to 2147483647, got ", extent.dump());
    dims[rank++] = extent.get<int>();
    size *= extent.get<uint64_t>();
    expect(size <= INT_MAX, who, "shape: expected at most 2147483647 values, got ", extents.dump());
  }
  return Shape(dims, rank);
}

Described Reader::described(const std::string& tensor, const Json& entry) const {
  const std::string who = text("tensor \"", tensor, "\": ");
  expect(entry.is_object(), who, "expected dtype, shape and data_offsets, got ", entry.type_name());
  for (const auto& item : entry.items())
    expect(item.key() == "dtype" || item.key() == "shape" || item.key() == "data_offsets", who,
           "expected dtype, shape and data_offsets, got \"", item.key(), '"');
  for (const char* key : {"dtype", "shape", "data_offsets"}) expect(entry.contains(key), who, "expected a ", key);

  const Json& dtype = entry["dtype"];
  std::optional<Stored> as;
  if (dtype.is_string()) as = type_named(dtype.get<std::string>());
  if (!as) refuse(who, "dtype: expected F32, F16, BF16, U8 or I8, got ", dtype.dump());
  const Shape extents = shape(who, entry["shape"]);

  const Json& offsets = entry["data_offsets"];
  expect(
      offsets.is_array() && offsets.size() == 2 && offsets[0].is_number_unsigned() && offsets[1].is_number_unsigned(),
      who, "data_offsets: expected two whole numbers, got ", offsets.dump());
  const uint64_t begin = offsets[0].get<uint64_t>(), end = offsets[1].get<uint64_t>();
  expect(begin <= end && end <= data_.size(), who, "data_offsets: expected a range inside the ", data_.size(),
         " bytes of data, got ", begin, " to ", end);
  const uint64_t needed = static_cast<uint64_t>(extents.size()) * bytes_each(*as);
  expect(end - begin == needed, who, "expected ", needed, " bytes for ", type_name(*as), ' ', extents.text(), ", got ",
         end - begin);
  return {tensor, *as, extents, begin, end};
}

std::vector<Described> Reader::tensors(const Json& header) const {
  std::vector<Described> tensors;
  for (const auto& item : header.items())
    if (item.key() != "__metadata__") tensors.push_back(described(item.key(), item.value()));
  std::stable_sort(tensors.begin(), tensors.end(), [](const Described& a, const Described& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  uint64_t at = 0;
  for (const Described& t : tensors) {
    expect(t.begin >= at, "tensor \"", t.name, "\": overlaps the tensor before it: begins at ", t.begin, ", expected ",
           at);
    expect(t.begin == at, "tensor \"", t.name, "\": a hole before it: begins at ", t.begin, ", expected ", at);
    at = t.end;
  }
  expect(at == data_.size(), "expected the data to end with the last tensor at ", at, ", got ", data_.size(), " bytes");
  return tensors;
}

float scale_of(const std::string& name, const std::map<std::string, std::string>& texts, const std::string& who) {
  const auto found = texts.find(name + ".scale");
  if (found == texts.end()) return 1;
  const auto scale = parse_number(found->second);
  if (!scale || !(static_cast<float>(*scale) > 0))
    fail(Error::data, text(who, ": \"", found->first, "\": expected a number above 0, got \"", found->second, '"'));
  return static_cast<float>(*scale);
}

}  // namespace

std::vector<uint8_t> to_safetensors(const Record& record) {
  Json header = Json::object();
  for (const auto& [name, value] : record.texts_) header["__metadata__"][name] = value;
  size_t size = 0;
  for (const std::string& name : record.order_) {
    const Record::Entry& entry = record.tensors_.at(name);
    const size_t begin = size;
    size += static_cast<size_t>(entry.shape.size()) * bytes_each(entry.as);
    header[name] = {{"dtype", type_name(entry.as)},
                    {"shape", std::vector<int>(entry.shape.begin(), entry.shape.end())},
                    {"data_offsets", {begin, size}}};
  }

  std::string words;
  try {
    words = header.dump();
  } catch (const Json::exception&) {
    fail(Error::usage, "record: expected names and texts in UTF-8");
  }
  words.resize((words.size() + 7) / 8 * 8, ' ');  // so that the data begins at a multiple of 8
  std::vector<uint8_t> file;
  file.reserve(kLengthBytes + words.size() + size);
  for (size_t i = 0; i < kLengthBytes; ++i) file.push_back(static_cast<uint8_t>(uint64_t{words.size()} >> (8 * i)));
  file.insert(file.end(), words.begin(), words.end());
  for (const std::string& name : record.order_) {
    const Record::Entry& entry = record.tensors_.at(name);
    if (entry.bytes != nullptr) {
      file.insert(file.end(), entry.bytes->begin(), entry.bytes->end());
    } else {
      encode(entry.value.values(), entry.as, scale_of(name, record.texts_, "record"), name, file);
    }
  }
  return file;
}

Record from_safetensors(std::span<const uint8_t> file, const std::string& name) {
  Reader reader(file, name);
  const Json header = reader.header();
  Record record;
  record.texts_ = reader.texts(header);
  for (const Described& t : reader.tensors(header)) {
    const std::span<const uint8_t> bytes = reader.bytes(t);
    if (t.as == Stored::u8) {
      record.set_bytes(t.name, t.shape, std::make_shared<const std::vector<uint8_t>>(bytes.begin(), bytes.end()));
      continue;
    }
    Tensor value(t.shape);
    decode(bytes, t.as, scale_of(t.name, record.texts_, name + ": safetensors"), value.values());
    record.order_.push_back(t.name);
    record.tensors_[t.name] = {std::move(value), t.as, t.shape, nullptr};
  }
  return record;
}

}  // namespace thimble
