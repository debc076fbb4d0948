#include "data/idx.h"

#include <algorithm>
#include <array>
#include <climits>
#include <utility>

#include "core/error.h"
#include "core/file.h"
#include "learn/sha256.h"

namespace thimble {
namespace {

constexpr size_t kMostExtents = 4;

std::string hex(uint32_t word) {
  std::string digits = "0x";
  for (int shift = 28; shift >= 0; shift -= 4) digits += "0123456789abcdef"[word >> shift & 15];
  return digits;
}

template <class... Parts>
void expect(bool ok, const std::string& name, const Parts&... parts) {
  if (!ok) fail(Error::data, text(name, ": ", parts...));
}

uint32_t big_endian(std::span<const uint8_t> bytes, size_t at) {
  return uint32_t{bytes[at]} << 24 | uint32_t{bytes[at + 1]} << 16 | uint32_t{bytes[at + 2]} << 8 |
         uint32_t{bytes[at + 3]};
}

struct Header {
  std::vector<int> extents;
  size_t length = 0;    // of the header
  uint64_t values = 1;  // product of the extents, at most 2147483647
};

// `file` may be only a beginning, of any length.
Header parse_header(std::span<const uint8_t> file, const std::string& name) {
  expect(file.size() >= 4, name, "IDX: at byte 0: expected a magic number of 4 bytes, got ", file.size(), " bytes");
  const uint32_t magic = big_endian(file, 0);
  expect(magic >> 16 == 0, name, "IDX: at byte 0: magic ", hex(magic), ", expected 0x0000080D (D: dimensions)");
  expect((magic >> 8 & 0xff) == 8, name, "IDX: at byte 2: expected type 8 (unsigned bytes), got ", magic >> 8 & 0xff,
         " (magic ", hex(magic), ")");
  const size_t rank = magic & 0xff;
  expect(rank >= 1 && rank <= kMostExtents, name, "IDX: at byte 3: expected 1 to 4 dimensions, got ", rank, " (magic ",
         hex(magic), ")");

  Header header;
  header.length = 4 + 4 * rank;
  expect(file.size() >= header.length, name, "IDX: expected a header of ", header.length, " bytes for ", rank,
         " dimensions, got ", file.size(), " bytes");
  for (size_t d = 0; d < rank; ++d) {
    const size_t at = 4 + 4 * d;
    const uint32_t extent = big_endian(file, at);
    expect(extent >= 1 && extent <= INT_MAX, name, "IDX: at byte ", at,
           ": expected an extent from 1 to 2147483647, got ", extent);
    header.extents.push_back(static_cast<int>(extent));
    header.values *= extent;
    expect(header.values <= INT_MAX, name, "IDX: at byte ", at, ": expected at most 2147483647 values, got ",
           header.values, " or more");
  }
  return header;
}

std::vector<uint8_t> header_bytes(const std::vector<int>& extents) {
  std::vector<uint8_t> bytes = {0, 0, 8, static_cast<uint8_t>(extents.size())};
  for (const int extent : extents)
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<uint8_t>(extent >> shift));
  return bytes;
}

}  // namespace

Idx parse_idx(std::span<const uint8_t> file, const std::string& name) {
  const bool compressed = is_gzip(file);
  std::vector<uint8_t> values;
  Header header;
  if (compressed) {
    header = parse_header(gunzip_head(file, name, 4 + 4 * kMostExtents), name);
    values =
        gunzip(file, name,
               header.length + static_cast<size_t>(header.values));  // no more than the header promises is unpacked
    file = values;
  } else {
    header = parse_header(file, name);
  }
  expect(file.size() == header.length + header.values, name, "IDX: expected ", header.values,
         " bytes behind the header (", Shape(header.extents.data(), static_cast<int>(header.extents.size())).text(),
         "), got ", file.size() - std::min(file.size(), header.length));
  if (compressed)
    values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(header.length));
  else
    values.assign(file.begin() + static_cast<std::ptrdiff_t>(header.length), file.end());
  return {std::move(header.extents), std::move(values)};
}

std::vector<int> idx_extents(std::span<const uint8_t> beginning, const std::string& name) {
  return parse_header(beginning, name).extents;
}

std::vector<uint8_t> to_idx(const Idx& idx) {
  std::vector<uint8_t> file = header_bytes(idx.extents);
  file.insert(file.end(), idx.values.begin(), idx.values.end());
  return file;
}

std::string idx_sha256(const Idx& idx) {
  Sha256 sum;
  sum.add(header_bytes(idx.extents));
  sum.add(idx.values);
  return sum.hex();
}

Dataset dataset_from_idx(Idx images, const Idx& labels, const std::string& images_name, const std::string& labels_name,
                         std::vector<std::string> class_names) {
  const std::vector<int>& extents = images.extents;
  expect(extents.size() == 3 || extents.size() == 4, images_name,
         "expected 3 or 4 dimensions (N, H, W) or (N, C, H, W), got ", extents.size());
  expect(labels.extents.size() == 1, labels_name, "expected 1 dimension, got ", labels.extents.size());
  expect(labels.extents[0] == extents[0], labels_name, "at byte 4: expected a label for each of ", extents[0],
         " pictures, got ", labels.extents[0]);
  if (class_names.empty())
    class_names = numbered_classes(*std::max_element(labels.values.begin(), labels.values.end()) + 1);
  for (size_t i = 0; i < labels.values.size(); ++i)
    expect(labels.values[i] < class_names.size(), labels_name, "at byte ", 8 + i, ": expected a label from 0 to ",
           class_names.size() - 1, ", got ", int{labels.values[i]});

  Dataset data;
  data.x = Samples(Shape(extents.data() + 1, static_cast<int>(extents.size()) - 1), std::move(images.values));
  data.labels.assign(labels.values.begin(), labels.values.end());
  data.class_names = std::move(class_names);
  return data;
}

}  // namespace thimble
