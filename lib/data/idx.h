// IDX, the format of MNIST and its relatives: big-endian header, then bytes.
//   bytes 0-3  00 00 08 D     08: unsigned bytes; D: number of dimensions
//   4 D bytes  the extents, big-endian uint32
//   the rest   the values, row-major; their number is exactly the product of the extents
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "learn/dataset.h"

namespace thimble {

struct Idx {
  std::vector<int> extents;
  std::vector<uint8_t> values;
};

// Plain or gzip bytes. data error naming `name`, the place, what was expected and what was found.
Idx parse_idx(std::span<const uint8_t> file, const std::string& name);
// The extents that the first bytes of a plain file promise: enough of them for the header, the values may yet come.
std::vector<int> idx_extents(std::span<const uint8_t> beginning, const std::string& name);
std::vector<uint8_t> to_idx(const Idx& idx);
std::string idx_sha256(const Idx& idx);  // of to_idx(idx)

// A file of pictures (three or four dimensions) and a file of labels (one dimension, one label a picture, below
// class_names.size() if names are given, else classes = largest label + 1, named by their numbers). data error naming
// the file.
Dataset dataset_from_idx(Idx images, const Idx& labels, const std::string& images_name, const std::string& labels_name,
                         std::vector<std::string> class_names = {});

}  // namespace thimble
