// What the pictures of all classical methods share: the way from samples to grey pictures, and through a model's transforms.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "classic/pca.h"
#include "learn/classifier.h"
#include "learn/transform.h"

namespace thimble {

// A classifier and the transforms in front of it.
struct Parts {
  std::vector<const Transform*> transforms;
  Classifier* last = nullptr;
};
Parts parts_of(Classifier& model);
Samples through(const Parts& parts, const Samples& x);

// The size of grey pictures; 0 x 0 where samples are none.
struct PictureSize {
  int width = 0, height = 0;
  explicit operator bool() const { return width > 0; }
};
PictureSize picture_size(const Samples& x);

using Pixels = std::vector<uint8_t>;
Pixels pixels_of(const Samples& x, int i);
// x = scale byte + shift solved for the byte, cut to 0..255.
Pixels pixels_of(std::span<const float> x, const Input& input);
// Grey is 0, white the entry of largest size, or black its negative.
Pixels signed_pixels(std::span<const double> x);
std::vector<double> column_of(const MatrixD& m, int column);

// Rows of the last part's samples as pictures again, where there is a way back: no transforms, or principal components
// alone. Empty where there is none.
std::vector<Pixels> as_pictures(const Parts& parts, const Tensor& rows);

// The first of each class, at most `most`; and how a class is called.
std::vector<int> one_of_each(const Dataset& data, int most);
const std::string& class_name(const Dataset& data, int label);

}  // namespace thimble
