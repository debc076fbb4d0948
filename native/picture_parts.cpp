#include "native/picture_parts.h"

#include <algorithm>
#include <cmath>

#include "learn/pipeline.h"

namespace thimble {

namespace {

uint8_t byte_of(double value) { return static_cast<uint8_t>(std::clamp(value + 0.5, 0.0, 255.0)); }

}  // namespace

Parts parts_of(Classifier& model) {
  if (model.name() != "pipeline") return {{}, &model};
  auto& pipeline = static_cast<Pipeline&>(model);
  Parts parts{{}, &pipeline.classifier()};
  for (int i = 0; i < pipeline.transforms(); ++i) parts.transforms.push_back(&pipeline.transform(i));
  return parts;
}

Samples through(const Parts& parts, const Samples& x) {
  Samples out = x;
  for (const Transform* transform : parts.transforms) out = transformed(*transform, out);
  return out;
}

PictureSize picture_size(const Samples& x) {
  const Shape& shape = x.sample();
  const int rank = shape.rank();
  if (x.size() == 0 || !x.is_bytes() || !(rank == 2 || (rank == 3 && shape[0] == 1))) return {};
  return {shape[rank - 1], shape[rank - 2]};
}

Pixels pixels_of(const Samples& x, int i) {
  const std::span<const uint8_t> bytes = x.bytes(i);
  return {bytes.begin(), bytes.end()};
}

Pixels pixels_of(std::span<const float> x, const Input& input) {
  Pixels out;
  for (const float v : x)
    out.push_back(
        byte_of((static_cast<double>(v) - static_cast<double>(input.shift)) / static_cast<double>(input.scale)));
  return out;
}

Pixels signed_pixels(std::span<const double> x) {
  double most = 0;
  for (const double v : x) most = std::max(most, std::fabs(v));
  Pixels out;
  for (const double v : x) out.push_back(byte_of(127.5 + (most > 0 ? 127.5 * v / most : 0) - 0.5));
  return out;
}

std::vector<double> column_of(const MatrixD& m, int column) {
  std::vector<double> out;
  for (int i = 0; i < m.rows; ++i) out.push_back(m(i, column));
  return out;
}

std::vector<Pixels> as_pictures(const Parts& parts, const Tensor& rows) {
  const bool components = parts.transforms.size() == 1 && parts.transforms[0]->name() == "pca";
  if (!parts.transforms.empty() && !components) return {};
  Tensor back;
  if (components) static_cast<const Pca*>(parts.transforms[0])->inverse(rows, back);
  const Tensor& pictures = components ? back : rows;
  const Input input = components ? parts.transforms[0]->input() : parts.last->input();
  std::vector<Pixels> out;
  for (int i = 0; i < pictures.dim(0); ++i) out.push_back(pixels_of(pictures.row(i), input));
  return out;
}

std::vector<int> one_of_each(const Dataset& data, int most) {
  std::vector<int> first(static_cast<size_t>(data.classes()), -1), rows;
  for (int i = 0; i < data.size(); ++i) {
    int& row = first[static_cast<size_t>(data.labels[static_cast<size_t>(i)])];
    if (row < 0) row = i;
  }
  for (const int row : first)
    if (row >= 0 && static_cast<int>(rows.size()) < most) rows.push_back(row);
  return rows;
}

const std::string& class_name(const Dataset& data, int label) { return data.class_names[static_cast<size_t>(label)]; }

}  // namespace thimble
