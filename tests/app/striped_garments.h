// A data set of 28 x 28 that a small network learns in a moment, as the bytes of its IDX files: class c has bright rows
// from 2 c + 4 on, in noise.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/rng.h"
#include "data/idx.h"
#include "learn/dataset.h"

namespace thimble {

struct StripedFiles {
  std::vector<uint8_t> train_images, train_labels, test_images, test_labels;

  StripedFiles(int train, int test) {
    make(train, 0, train_images, train_labels);
    make(test, 1, test_images, test_labels);
  }

 private:
  static void make(int count, uint64_t seed, std::vector<uint8_t>& images, std::vector<uint8_t>& labels) {
    Rng rng(seed, Purpose::shuffle, 0);
    Idx pictures{{count, 28, 28}, {}}, names{{count}, {}};
    pictures.values.reserve(static_cast<size_t>(count) * 784);
    for (int i = 0; i < count; ++i) {
      const int c = i % 10;
      names.values.push_back(static_cast<uint8_t>(c));
      for (int y = 0; y < 28; ++y)
        for (int x = 0; x < 28; ++x) {
          const bool bright = y >= 2 * c + 4 && y < 2 * c + 7;
          pictures.values.push_back(static_cast<uint8_t>((bright ? 120 : 0) + rng.below(100)));
        }
    }
    images = to_idx(pictures);
    labels = to_idx(names);
  }
};

// The same at once.
inline std::shared_ptr<const Dataset> striped_garments(int count) {
  const StripedFiles files(count, 0);
  return std::make_shared<const Dataset>(dataset_from_idx(parse_idx(files.train_images, "pictures"),
                                                          parse_idx(files.train_labels, "labels"), "pictures", "labels",
                                                          numbered_classes(10)));
}

}  // namespace thimble
