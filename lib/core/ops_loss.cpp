#include <algorithm>

#include "core/error.h"
#include "core/ops.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kGrain = 8192;

struct Rows {
  int count, width;
  explicit Rows(const Tensor& t) : count(t.empty() ? 0 : t.dim(0)), width(t.empty() ? 1 : t.size() / t.dim(0)) {}
  int grain() const { return std::max(1, kGrain / width); }
};

// For `rows` rows of logits:  e[n,k] = e^(z[n,k] - max_j z[n,j]),   total[n] = sum_k e[n,k]
void exponentials(int rows, int width, const float* z, float* e, float* total) {
  const kernels::Kernels& k = kernels::active();
  for (int n = 0; n < rows; ++n) k.scale_shift(width, 1, -k.max(width, z + n * width), z + n * width, e + n * width);
  k.exp(rows * width, e, e);
  for (int n = 0; n < rows; ++n) total[n] = k.sum(width, e + n * width);
}

void check_rows(const char* who, const Tensor& x, const Tensor& y) {
  check(x.size() == y.size(), who, ": expected equal sizes, got ", x.shape(), " and ", y.shape());
}

double in_order(int n, const float* x) {
  double total = 0;
  for (int i = 0; i < n; ++i) total += static_cast<double>(x[i]);
  return total;
}

// The loss for any target: target_row(n, z, e, log_total) returns the loss of row n and, where e is wanted, turns
// softmax(z[n]) / N in e into dz[n].
template <class TargetRow>
double cross_entropy(const Tensor& z, Tensor& dz, const TargetRow& target_row) {
  const Rows rows(z);
  if (rows.count == 0) return 0;
  float* losses = scratch(Scratch::shared, static_cast<size_t>(rows.count));
  parallel_for(rows.count, rows.grain(), [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    const int count = end - begin, width = rows.width;
    float* total = scratch(Scratch::row, static_cast<size_t>(2 * count));
    float* log_total = total + count;
    float* e = dz.empty() ? scratch(Scratch::plane, static_cast<size_t>(count * width)) : dz.row(begin).data();
    exponentials(count, width, z.row(begin).data(), e, total);
    k.log(count, total, log_total);
    for (int i = 0; i < count; ++i) {
      const float* logits = z.row(begin + i).data();
      const float shift = k.max(width, logits);
      const float unknown = 0 * k.sum(width, logits);  // NaN if a logit is NaN or infinite, else 0
      losses[begin + i] =
          unknown + target_row(begin + i, logits, shift + log_total[i]);  // -ln softmax = max + ln total - z
      if (dz.empty()) continue;
      k.scale_shift(width, 1 / (total[i] * static_cast<float>(rows.count)), 0, e + i * width, e + i * width);
    }
  });
  return in_order(rows.count, losses) / rows.count;
}

}  // namespace

void softmax(const Tensor& x, Tensor& y) {
  check_rows("softmax", x, y);
  if (const auto op = elsewhere("softmax", &Device::softmax, {{"x", x}, {"y", y}})) return op(x, y);
  const Rows rows(x);
  parallel_for(rows.count, rows.grain(), [&](int begin, int end) {
    const int count = end - begin, width = rows.width;
    float* total = scratch(Scratch::row, static_cast<size_t>(count));
    float* out = y.data() + begin * width;
    exponentials(count, width, x.data() + begin * width, out, total);
    for (int i = 0; i < count; ++i)
      kernels::active().scale_shift(width, 1 / total[i], 0, out + i * width, out + i * width);
  });
}

void softmax_backward(const Tensor& y, const Tensor& dy, Tensor& dx) {
  check_rows("softmax_backward", y, dy);
  check_rows("softmax_backward", y, dx);
  if (const auto op = elsewhere("softmax_backward", &Device::softmax_backward, {{"y", y}, {"dy", dy}, {"dx", dx}}))
    return op(y, dy, dx);
  const Rows rows(y);
  parallel_for(rows.count, rows.grain(), [&](int begin, int end) {
    for (int n = begin; n < end; ++n) {
      const int at = n * rows.width;
      const float mean = kernels::active().dot(rows.width, dy.data() + at, y.data() + at);  // sum_j dy_j y_j
      for (int k = at; k < at + rows.width; ++k) dx.data()[k] = y.data()[k] * (dy.data()[k] - mean);
    }
  });
}

namespace {

void check_labels(const Rows& rows, const Tensor& z, std::span<const int> labels, const Tensor& dz, float smoothing) {
  check(static_cast<int>(labels.size()) == rows.count, "softmax_cross_entropy: expected ", rows.count, " labels for ",
        z.shape(), ", got ", labels.size());
  if (!dz.empty()) check_rows("softmax_cross_entropy", z, dz);
  for (int label : labels)
    check(label >= 0 && label < rows.width, "softmax_cross_entropy: expected labels in 0..", rows.width - 1, ", got ",
          label);
  check(smoothing >= 0 && smoothing <= 1, "softmax_cross_entropy: expected a smoothing of 0 to 1, got ", smoothing);
}

void check_on_cpu(const char* who, const char* name, const Tensor& t) {
  check(t.device() == nullptr, who, ": expected tensors on the CPU, ", name, " lives on ", place_name(t.device()));
}

}  // namespace

double softmax_cross_entropy(const Tensor& z, std::span<const int> labels, Tensor& dz, float smoothing) {
  const Rows rows(z);
  check_labels(rows, z, labels, dz, smoothing);
  check_on_cpu("softmax_cross_entropy", "z", z);
  const auto width = static_cast<float>(rows.width), count = static_cast<float>(rows.count);
  const double loss = cross_entropy(z, dz, [&](int n, const float* logits, float log_sum) {
    const float of_label = log_sum - logits[labels[static_cast<size_t>(n)]];
    if (smoothing == 0) return of_label;
    const float of_all = log_sum - kernels::active().sum(rows.width, logits) / width;  // the mean over the classes
    return (1 - smoothing) * of_label + smoothing * of_all;
  });
  if (dz.empty()) return loss;
  for (int n = 0; n < rows.count; ++n) {
    const std::span<float> row = dz.row(n);
    if (smoothing > 0)
      for (float& d : row) d -= smoothing / (width * count);  // dz -= smoothing / (K N)
    row[static_cast<size_t>(labels[static_cast<size_t>(n)])] -= (1 - smoothing) / count;
  }
  return loss;
}

void softmax_cross_entropy(const Tensor& z, std::span<const int> labels, Tensor& dz, float smoothing, int row,
                           Tensor& tally) {
  const Rows rows(z);
  check_labels(rows, z, labels, dz, smoothing);
  check(tally.shape().rank() == 2 && tally.dim(1) == 2 && row >= 0 && row < tally.dim(0),
        "softmax_cross_entropy: expected a tally (rows, 2) with a row ", row, ", got ", tally.shape());
  if (const auto op =
          elsewhere("softmax_cross_entropy", &Device::softmax_cross_entropy, {{"z", z}, {"dz", dz}, {"tally", tally}}))
    return op(z, labels, smoothing, dz, row, tally);
  tally(row, 0) = static_cast<float>(softmax_cross_entropy(z, labels, dz, smoothing));
  int correct = 0;
  for (int n = 0; n < rows.count; ++n) {
    const std::span<const float> logits = z.row(n);
    correct += std::max_element(logits.begin(), logits.end()) - logits.begin() == labels[static_cast<size_t>(n)];
  }
  tally(row, 1) = static_cast<float>(correct);
}

void tally_squares(float factor, const Tensor& x, int row, Tensor& tally) {
  check(tally.shape().rank() == 2 && tally.dim(1) == 2 && row >= 0 && row < tally.dim(0),
        "tally_squares: expected a tally (rows, 2) with a row ", row, ", got ", tally.shape());
  if (const auto op = elsewhere("tally_squares", &Device::tally_squares, {{"x", x}, {"tally", tally}}))
    return op(factor, x, row, tally);
  tally(row, 0) += static_cast<float>(static_cast<double>(factor) * sum_of_squares(x));
}

double softmax_cross_entropy(const Tensor& z, const Tensor& targets, Tensor& dz) {
  check_rows("softmax_cross_entropy", z, targets);
  check_on_cpu("softmax_cross_entropy", "z", z);
  if (!dz.empty()) check_rows("softmax_cross_entropy", z, dz);
  const Rows rows(z);
  const double loss = cross_entropy(z, dz, [&](int n, const float* logits, float log_sum) {
    const float* target = targets.data() + n * rows.width;
    float total = 0;
    for (int k = 0; k < rows.width; ++k) total += target[k] * (log_sum - logits[k]);
    return total;
  });
  if (!dz.empty()) add_scaled(-1 / static_cast<float>(rows.count), targets, dz);
  return loss;
}

double squared_error(const Tensor& y, const Tensor& targets, Tensor& dy) {
  check_rows("squared_error", y, targets);
  check_on_cpu("squared_error", "y", y);
  if (!dy.empty()) check_rows("squared_error", y, dy);
  if (y.empty()) return 0;
  double total = 0;
  for (int i = 0; i < y.size(); ++i) {
    const float difference = y.data()[i] - targets.data()[i];
    total += static_cast<double>(difference) * static_cast<double>(difference);
    if (!dy.empty()) dy.data()[i] = 2 * difference / static_cast<float>(y.size());
  }
  return total / y.size();
}

}  // namespace thimble
