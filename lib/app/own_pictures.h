// Pictures that the visitor has named, to be learned beside those of the data set.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "learn/dataset.h"
#include "learn/safetensors.h"

namespace thimble {

class OwnPictures {
 public:
  static constexpr int kPixels = 784;
  static constexpr int kMost = 200;

  int size() const { return static_cast<int>(labels_.size()); }
  std::span<const uint8_t> picture(int i) const;
  int label(int i) const { return labels_[static_cast<size_t>(i)]; }
  unsigned version() const { return version_; }  // counted up with every change

  void add(std::span<const uint8_t> picture, int label);  // usage error beyond kMost
  void remove(int i);
  void clear();

  // As a text of the label, a blank and the pixels in hexadecimal, a line a picture: what the page keeps between two
  // visits, and a model file beside the network.
  std::string text() const;
  void set_text(const std::string& text, int classes);  // data error naming the line; then nothing has changed

 private:
  std::vector<uint8_t> pixels_;
  std::vector<int> labels_;
  unsigned version_ = 0;
};

// `data` with every own picture `repeats` times behind it.
Dataset with_own(const Dataset& data, const OwnPictures& own, int repeats);

// So often that the own pictures are about a fifth of all, but each at most 400 times.
int own_repeats(int pictures, int own);

}  // namespace thimble
