#include "learn/dataset.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <climits>
#include <utility>

#include "core/error.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {
namespace {

constexpr int kValuesPerPiece = 1 << 15;

size_t index(int i) { return static_cast<size_t>(i); }

}  // namespace

Samples::Samples(Shape sample, std::vector<uint8_t> bytes)
    : Samples(sample, std::make_shared<const std::vector<uint8_t>>(std::move(bytes))) {}

Samples::Samples(Shape sample, Bytes bytes) : sample_(sample) {
  const size_t each = index(sample.size());
  check(each != 0 && bytes->size() % each == 0, "samples: expected a multiple of ", each,
        " bytes for pictures of shape ", sample, ", got ", bytes->size());
  check(bytes->size() / each <= INT_MAX, "samples: expected at most 2147483647, got ", bytes->size() / each);
  size_ = static_cast<int>(bytes->size() / each);
  values_ = std::move(bytes);
}

Samples::Samples(Tensor features) : scale(1), shift(0) {
  check(features.shape().rank() >= 2, "samples: expected features of shape (N, ...), got ", features.shape());
  sample_ = features.shape().without_batch();
  size_ = features.dim(0);
  values_ = std::move(features);
}

std::span<const uint8_t> Samples::bytes(int i) const {
  assert(i >= 0 && i < size_);
  return std::span<const uint8_t>(**std::get_if<Bytes>(&values_))
      .subspan(place(i) * index(sample_.size()), index(sample_.size()));
}

std::span<const uint8_t> Samples::all_bytes() const {
  assert(is_bytes() && rows_.empty());
  return **std::get_if<Bytes>(&values_);
}

Samples::Bytes Samples::shared_bytes() const {
  assert(is_bytes());
  if (rows_.empty()) return *std::get_if<Bytes>(&values_);
  std::vector<uint8_t> gathered;
  gathered.reserve(index(size_) * index(sample_.size()));
  for (int i = 0; i < size_; ++i) gathered.insert(gathered.end(), bytes(i).begin(), bytes(i).end());
  return std::make_shared<const std::vector<uint8_t>>(std::move(gathered));
}

const Tensor& Samples::features() const {
  assert(!is_bytes());
  return *std::get_if<Tensor>(&values_);
}

Shape Samples::network_shape() const {
  if (sample_.rank() != 2) return sample_;
  return {1, sample_[0], sample_[1]};
}

void Samples::gather(std::span<const int> rows, Tensor& x) const {
  x.resize(network_shape().with_batch(static_cast<int>(rows.size())));
  parallel_for(static_cast<int>(rows.size()), std::max(1, kValuesPerPiece / std::max(sample_.size(), 1)),
               [&](int begin, int end) {
                 for (int n = begin; n < end; ++n) copy(rows[index(n)], x.row(n));
               });
}

void Samples::copy(int i, std::span<float> x) const {
  assert(i >= 0 && i < size_ && x.size() == index(sample_.size()));
  const kernels::Kernels& k = kernels::active();
  if (is_bytes())
    k.bytes_scale_shift(sample_.size(), scale, shift, bytes(i).data(), x.data());  // x = scale byte + shift
  else
    k.scale_shift(sample_.size(), scale, shift, features().row(i).data(), x.data());
}

void Samples::expect(std::span<const int> rows) const {
  constexpr size_t kLine = 64;  // bytes that the processor fetches at once
  const size_t size = index(sample_.size()) * (is_bytes() ? 1 : sizeof(float));
  for (const int i : rows) {
    const char* first = is_bytes() ? reinterpret_cast<const char*>(bytes(i).data())
                                   : reinterpret_cast<const char*>(features().row(i).data());
    for (size_t byte = 0; byte < size; byte += kLine) __builtin_prefetch(first + byte, 0, 1);
  }
}

Samples Samples::subset(std::span<const int> rows) const {
  Samples chosen;
  if (is_bytes()) {
    chosen.values_ = values_;
    for (const int i : rows) chosen.rows_.push_back(static_cast<int>(place(i)));
  } else {
    Tensor out(sample_.with_batch(static_cast<int>(rows.size())));
    for (size_t n = 0; n < rows.size(); ++n) {
      const std::span<const float> from = features().row(rows[n]);
      std::copy(from.begin(), from.end(), out.row(static_cast<int>(n)).begin());
    }
    chosen.values_ = std::move(out);
  }
  chosen.sample_ = sample_;
  chosen.size_ = static_cast<int>(rows.size());
  chosen.scale = scale;
  chosen.shift = shift;
  return chosen;
}

Dataset Dataset::subset(std::span<const int> rows) const {
  Dataset chosen{x.subset(rows), {}, class_names};
  chosen.labels.reserve(rows.size());
  for (const int i : rows) chosen.labels.push_back(labels[index(i)]);
  return chosen;
}

std::vector<int> Dataset::class_counts() const {
  std::vector<int> counts(class_names.size());
  for (const int k : labels) ++counts[index(k)];
  return counts;
}

std::vector<std::string> numbered_classes(int classes) {
  std::vector<std::string> names;
  for (int k = 0; k < classes; ++k) names.push_back(std::to_string(k));
  return names;
}

}  // namespace thimble
