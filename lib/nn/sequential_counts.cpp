#include <bit>
#include <map>

#include "core/error.h"
#include "learn/sha256.h"
#include "nn/residual.h"
#include "nn/sequential.h"

namespace thimble {

namespace {

const Sequential& body_of(const Layer& residual) { return static_cast<const Residual&>(residual).body(); }

}  // namespace

int64_t Sequential::parameter_count(bool trainable_only) const {
  int64_t count = 0;
  for (const Parameter* p : parameters_) count += p->trainable || !trainable_only ? p->value.size() : 0;
  return count;
}

int64_t Sequential::layer_parameter_count(int i) const {
  int64_t count = 0;
  for (const Parameter* p : layers_[static_cast<size_t>(i)]->parameters()) count += p->value.size();
  return count;
}

int64_t Sequential::macs() const {
  int64_t count = 0;
  for (int i = 0; i < size(); ++i) {
    const Kind kind = layer(i).kind();
    if (kind == Kind::residual) count += body_of(layer(i)).macs();
    if (kind != Kind::dense && kind != Kind::conv2d) continue;
    const Shape& out = output_shape(i);  // every weight is used once for each of its places
    const int64_t places = out.rank() == 3 ? out[1] * out[2] : 1;
    count += layers_[static_cast<size_t>(i)]->parameters().front()->value.size() * places;
  }
  return count;
}

int64_t Sequential::values_between() const {
  int64_t count = input_shape().size();
  for (int i = 0; i < size(); ++i) {
    count += output_shape(i).size();
    if (layer(i).kind() == Kind::residual) count += body_of(layer(i)).values_between();
  }
  return count;
}

std::string Sequential::text() const {
  std::string all;
  for (const auto& layer : layers_) all += (all.empty() ? "" : ", ") + layer->text();
  return all;
}

std::vector<std::string> Sequential::layer_names() const {
  std::vector<std::string> names;
  std::map<std::string, int> used;
  for (const auto& layer : layers_) {
    const int before = used[layer->name()]++;
    names.push_back(before == 0 ? layer->name() : thimble::text(layer->name(), '_', before));
  }
  return names;
}

std::string Sequential::weights_sha256() const {
  static_assert(std::endian::native == std::endian::little);
  Sha256 sum;
  for (const Parameter* p : parameters_) {
    const Tensor moved = p->value.device() == nullptr ? Tensor() : p->value.to(nullptr);
    const Tensor& here = p->value.device() == nullptr ? p->value : moved;
    sum.add({reinterpret_cast<const uint8_t*>(here.data()), here.values().size_bytes()});
  }
  return sum.hex();
}

}  // namespace thimble
