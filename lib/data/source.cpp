#include "data/source.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "core/file.h"
#include "core/threads.h"
#include "data/csv.h"
#include "data/idx.h"
#include "data/known.h"

namespace thimble {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 4> kFiles = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                               "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};
constexpr const char* kHere = "data";
constexpr const char* kDebian = "/usr/share/datasets/fashion-mnist";
constexpr size_t kLargestCsv = size_t{1} << 31;

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

// FOLDER/FILE or FOLDER/FILE.gz, empty if there is neither.
std::string find_part(const std::string& folder, const std::string& file) {
  const std::string plain = folder + '/' + file;
  if (exists(plain)) return plain;
  return exists(plain + ".gz") ? plain + ".gz" : "";
}

bool holds_data(const std::string& folder) { return !find_part(folder, kFiles[0]).empty(); }

bool names_csv(std::string_view name) { return name.ends_with(".csv") || name.ends_with(".csv.gz"); }

std::string default_place() {
  const char* chosen = std::getenv("THIMBLE_DATA");
  if (chosen != nullptr && *chosen != '\0') return chosen;
  if (holds_data(kHere)) return kHere;
  if (holds_data(kDebian)) return kDebian;
  fail(Error::io, text("no data: looked for ", kFiles[0], "[.gz] in ./", kHere, " and ", kDebian,
                       "; name a folder with --data DIR or THIMBLE_DATA, install the Debian package "
                       "dataset-fashion-mnist, or fetch the files with ./run data"));
}

std::string bytes_as_text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// One name a line; a last line end opens no line.
std::vector<std::string> read_class_names(const std::string& path) {
  const std::string words = bytes_as_text(read_file(path, 1 << 16));
  std::vector<std::string> names;
  for (size_t at = 0; at < words.size();) {
    const size_t end = std::min(words.find('\n', at), words.size());
    const size_t cut = end > at && words[end - 1] == '\r' ? end - 1 : end;
    if (cut == at) fail(Error::data, text(path, ':', names.size() + 1, ": expected a class name, got an empty line"));
    names.push_back(words.substr(at, cut - at));
    at = end + 1;
  }
  if (names.empty()) fail(Error::data, path + ": expected class names, one a line, got an empty file");
  return names;
}

// "0 to 3, 7": rising numbers, neighbours joined
std::string runs(const std::vector<size_t>& numbers) {
  std::string out;
  for (size_t i = 0; i < numbers.size(); ++i) {
    const size_t first = i;
    while (i + 1 < numbers.size() && numbers[i + 1] == numbers[i] + 1) ++i;
    out += (out.empty() ? "" : ", ") + std::to_string(numbers[first]);
    if (i > first) out += (i > first + 1 ? " to " : ", ") + std::to_string(numbers[i]);
  }
  return out;
}

void add_common_warnings(TrainTest& data) {
  const std::vector<int> counts = data.train.class_counts();
  std::vector<size_t> empty;
  for (size_t k = 0; k < counts.size(); ++k)
    if (counts[k] == 0) empty.push_back(k);
  if (empty.size() == 1)
    data.warnings.push_back(
        text("class ", empty[0], " (", data.train.class_names[empty[0]], ") has no training picture"));
  if (empty.size() > 1) data.warnings.push_back(text(empty.size(), " classes have no training picture: ", runs(empty)));
}

TrainTest load_folder(const std::string& folder) {
  std::array<std::string, 4> paths;
  for (size_t i = 0; i < 4; ++i) {
    paths[i] = find_part(folder, kFiles[i]);
    if (paths[i].empty())
      fail(Error::io, text(folder, ": expected ", kFiles[i], " or ", kFiles[i], ".gz, found neither"));
  }
  std::array<Idx, 4> parts;
  std::array<std::string, 4> sums;
  parallel_for(4, 1, [&](int begin, int end) {
    for (size_t i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      parts[i] = parse_idx(read_file(paths[i]), paths[i]);
      sums[i] = idx_sha256(parts[i]);
    }
  });

  TrainTest data;
  Identity known = identify(sums, parts[1].values);
  if (known.class_names.empty() && exists(folder + "/classes.txt"))
    known.class_names = read_class_names(folder + "/classes.txt");
  data.name = std::move(known.name);
  data.warnings = std::move(known.warnings);
  data.sha256 = std::move(sums[0]);
  data.train = dataset_from_idx(std::move(parts[0]), parts[1], paths[0], paths[1], std::move(known.class_names));
  data.test = dataset_from_idx(std::move(parts[2]), parts[3], paths[2], paths[3], data.train.class_names);
  return data;
}

Dataset load_csv(const std::string& path, std::vector<std::string> class_names) {
  std::vector<uint8_t> bytes = read_file(path);
  if (is_gzip(bytes)) bytes = gunzip(bytes, path, kLargestCsv);
  return parse_csv({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path, std::move(class_names));
}

// "A.csv,B.csv.gz" -> A.csv and B.csv.gz; "A.csv" -> A.csv and nothing
std::pair<std::string, std::string> csv_pair(const std::string& where) {
  for (size_t comma = where.find(','); comma != std::string::npos; comma = where.find(',', comma + 1))
    if (names_csv(std::string_view(where).substr(0, comma))) return {where.substr(0, comma), where.substr(comma + 1)};
  return {where, ""};
}

TrainTest load_csv_pair(const std::string& train, const std::string& test) {
  TrainTest data;
  data.train = load_csv(train, {});
  if (!test.empty()) data.test = load_csv(test, data.train.class_names);
  Identity known = identify_rows(data.train, data.test);
  if (!known.class_names.empty()) data.train.class_names = std::move(known.class_names);
  data.test.class_names = data.train.class_names;
  data.name = std::move(known.name);
  data.warnings = std::move(known.warnings);

  const Shape& sample = data.train.x.sample();
  const std::span<const uint8_t> pixels = data.train.x.all_bytes();
  data.sha256 = idx_sha256({{data.train.size(), sample[0], sample[1]}, {pixels.begin(), pixels.end()}});
  return data;
}

}  // namespace

TrainTest load_data(const std::string& where) {
  const std::string place = where.empty() ? default_place() : where;
  const auto [train_csv, test_csv] = csv_pair(place);
  TrainTest data;
  if (is_folder(place)) {
    data = load_folder(place);
  } else if (names_csv(train_csv) && (test_csv.empty() || names_csv(test_csv))) {
    data = load_csv_pair(train_csv, test_csv);
  } else {
    fail(exists(place) ? Error::usage : Error::io,
         text(place, ": expected a folder of IDX files, TRAIN.csv[.gz] or TRAIN.csv[.gz],TEST.csv[.gz]",
              exists(place) ? "" : "; there is no such folder"));
  }
  if (data.test.size() != 0 && data.test.x.sample() != data.train.x.sample())
    fail(Error::data, text(place, ": expected test pictures of the training pictures' shape ",
                           data.train.x.sample().text(), ", got ", data.test.x.sample().text()));
  add_common_warnings(data);
  return data;
}

}  // namespace thimble
