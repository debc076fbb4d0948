#include "nn/reference.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/functions.h"
#include "nn/residual.h"
#include "nn/words.h"

namespace thimble {
namespace {

// The words of a layer's text: "conv 8 3x3 same stride 2".
class Options {
 public:
  explicit Options(const std::string& text) : words_(split_words(text)) {}
  const std::string& operator[](size_t i) const { return words_[i]; }
  bool has(const std::string& word) const { return std::count(words_.begin(), words_.end(), word) > 0; }
  double number(size_t i) const { return *to_number(words_[i]); }
  int count(size_t i) const { return static_cast<int>(number(i)); }
  double after(const std::string& word, double otherwise) const {
    for (size_t i = 0; i + 1 < words_.size(); ++i)
      if (words_[i] == word) return number(i + 1);
    return otherwise;
  }

 private:
  std::vector<std::string> words_;
};

// Sizes of a batch of pictures and the place of one pixel.
struct Pictures {
  int n, c, h, w;
  size_t at(int i, int channel, int y, int x) const {
    return ((static_cast<size_t>(i) * static_cast<size_t>(c) + static_cast<size_t>(channel)) * static_cast<size_t>(h) +
            static_cast<size_t>(y)) *
               static_cast<size_t>(w) +
           static_cast<size_t>(x);
  }
  bool inside(int y, int x) const { return y >= 0 && y < h && x >= 0 && x < w; }
  size_t size() const { return at(n, 0, 0, 0); }
};

Doubles dense(const Options& o, const Shape& in, int batch, const Doubles& x, const std::vector<Doubles>& p) {
  const auto inputs = static_cast<size_t>(in.size()), units = static_cast<size_t>(o.count(1));
  Doubles y(static_cast<size_t>(batch) * units);
  for (size_t n = 0; n < static_cast<size_t>(batch); ++n)
    for (size_t k = 0; k < units; ++k) {
      double sum = p.size() > 1 ? p[1][k] : 0;
      for (size_t i = 0; i < inputs; ++i) sum += x[n * inputs + i] * p[0][i * units + k];
      y[n * units + k] = sum;
    }
  return y;
}

// How many windows fit, and how many zeros stand before the first, where out = ceil(extent / stride) is wanted.
void same(int extent, int size, int stride, int& out, int& before) {
  out = (extent + stride - 1) / stride;
  before = std::max(0, (out - 1) * stride + size - extent) / 2;
}

Doubles conv(const Options& o, const Shape& in, int batch, const Doubles& x, const std::vector<Doubles>& p) {
  const Pictures from{batch, in[0], in[1], in[2]};
  const size_t cross = o[2].find('x');
  const int u_size = static_cast<int>(*to_number(o[2].substr(0, cross)));
  const int v_size = static_cast<int>(*to_number(o[2].substr(cross + 1)));
  const int stride = static_cast<int>(o.after("stride", 1)), padding = static_cast<int>(o.after("pad", 0));
  int top = padding, left = padding;
  Pictures to{batch, o.count(1), (from.h + 2 * padding - u_size) / stride + 1,
              (from.w + 2 * padding - v_size) / stride + 1};
  if (o.has("same")) {
    same(from.h, u_size, stride, to.h, top);
    same(from.w, v_size, stride, to.w, left);
  }
  const Pictures weight{to.c, from.c, u_size, v_size};
  Doubles y(to.size());
  for (int n = 0; n < batch; ++n)
    for (int f = 0; f < to.c; ++f)
      for (int i = 0; i < to.h; ++i)
        for (int j = 0; j < to.w; ++j) {
          double sum = p.size() > 1 ? p[1][static_cast<size_t>(f)] : 0;
          for (int c = 0; c < from.c; ++c)
            for (int u = 0; u < u_size; ++u)
              for (int v = 0; v < v_size; ++v) {
                const int row = i * stride + u - top, col = j * stride + v - left;
                if (from.inside(row, col)) sum += p[0][weight.at(f, c, u, v)] * x[from.at(n, c, row, col)];
              }
          y[to.at(n, f, i, j)] = sum;
        }
  return y;
}

Doubles pool(const Options& o, const Shape& in, int batch, const Doubles& x) {
  const int size = o.count(1), stride = static_cast<int>(o.after("stride", size));
  const Pictures from{batch, in[0], in[1], in[2]};
  const Pictures to{batch, in[0], (in[1] - size) / stride + 1, (in[2] - size) / stride + 1};
  Doubles y(to.size());
  for (int n = 0; n < batch; ++n)
    for (int c = 0; c < to.c; ++c)
      for (int i = 0; i < to.h; ++i)
        for (int j = 0; j < to.w; ++j) {
          double most = -HUGE_VAL, sum = 0;
          for (int u = 0; u < size; ++u)
            for (int v = 0; v < size; ++v) {
              const double value = x[from.at(n, c, i * stride + u, j * stride + v)];
              most = std::max(most, value);
              sum += value;
            }
          y[to.at(n, c, i, j)] = o[0] == "max_pool" ? most : sum / (size * size);
        }
  return y;
}

Doubles batch_norm(const Options& o, const Shape& in, int batch, const Doubles& x, const std::vector<Doubles>& p) {
  const double epsilon = o.after("epsilon", 1e-3);
  const Pictures all{batch, in[0], in.rank() == 3 ? in[1] : 1, in.rank() == 3 ? in[2] : 1};
  Doubles y(x.size());
  for (int c = 0; c < all.c; ++c) {
    Doubles values;
    for (int n = 0; n < batch; ++n)
      for (int i = 0; i < all.h * all.w; ++i) values.push_back(x[all.at(n, c, 0, i)]);
    double mean = 0, variance = 0;
    for (double v : values) mean += v / static_cast<double>(values.size());
    for (double v : values) variance += (v - mean) * (v - mean) / static_cast<double>(values.size());
    const double gamma = p[0][static_cast<size_t>(c)], beta = p[1][static_cast<size_t>(c)];
    for (int n = 0; n < batch; ++n)
      for (int i = 0; i < all.h * all.w; ++i) {
        const size_t k = all.at(n, c, 0, i);
        y[k] = gamma * (x[k] - mean) / std::sqrt(variance + epsilon) + beta;
      }
  }
  return y;
}

Doubles dropout(const Options& o, const Shape& in, const Doubles& x, const Pass& pass) {
  const Key key(pass.key.seed, Purpose::dropout, static_cast<int>(pass.key.epoch));
  const auto p = static_cast<double>(static_cast<float>(o.number(1)));
  const int size = in.size(), places = size / in[0];
  Doubles y(x.size());
  for (size_t k = 0; k < x.size(); ++k) {
    const size_t n = k / static_cast<size_t>(size);
    const int c = static_cast<int>(k) % size / places, s = static_cast<int>(k) % places;
    const auto e = static_cast<uint32_t>((c / 32 * places + s) * 32 + c % 32);  // its number in the stream
    const auto sample = static_cast<uint32_t>(pass.samples.empty() ? static_cast<int>(n) : pass.samples[n]);
    const uint32_t word = bits(key, sample, e / 8)[e % 8 / 2], half = e % 2 == 0 ? word % 65536 : word / 65536;
    y[k] = half >= std::floor(65536 * p + 0.5) ? x[k] / (1 - p) : 0;
  }
  return y;
}

Doubles softmax(const Shape& in, const Doubles& x) {
  const auto classes = static_cast<size_t>(in.size());
  Doubles y(x.size());
  for (size_t first = 0; first < x.size(); first += classes) {
    double sum = 0;
    for (size_t k = 0; k < classes; ++k) sum += exp_exact(x[first + k]);
    for (size_t k = 0; k < classes; ++k) y[first + k] = exp_exact(x[first + k]) / sum;
  }
  return y;
}

// x + f(x), with the parameters of f's layers one after the other.
Doubles residual(const Sequential& f, const Shape& in, int batch, const Doubles& x, const std::vector<Doubles>& p,
                 const Pass& pass) {
  Doubles y = x;
  auto next = p.begin();
  for (int i = 0; i < f.size(); ++i) {
    const Options o(f.layer(i).text());
    const int count = o[0] == "batch_norm" ? 4 : o[0] != "dense" && o[0] != "conv" ? 0 : o.has("no_bias") ? 1 : 2;
    y = reference_forward(f.layer(i), i == 0 ? in : f.output_shape(i - 1), batch, y, {next, next + count}, pass);
    next += count;
  }
  for (size_t i = 0; i < y.size(); ++i) y[i] += x[i];
  return y;
}

}  // namespace

Doubles reference_forward(const Layer& layer, const Shape& in, int batch, const Doubles& x,
                          const std::vector<Doubles>& parameters, const Pass& pass) {
  const Options o(layer.text());
  const auto each = [&x](auto f) {
    Doubles y;
    for (double v : x) y.push_back(f(v));
    return y;
  };
  if (o[0] == "dense") return dense(o, in, batch, x, parameters);
  if (o[0] == "conv") return conv(o, in, batch, x, parameters);
  if (o[0] == "max_pool" || o[0] == "avg_pool") return pool(o, in, batch, x);
  if (o[0] == "batch_norm") return batch_norm(o, in, batch, x, parameters);
  if (o[0] == "dropout") return dropout(o, in, x, pass);
  if (o[0] == "flatten") return x;
  if (o[0] == "relu") return each([](double v) { return v > 0 ? v : 0; });
  if (o[0] == "sigmoid") return each([](double v) { return 1 / (1 + exp_exact(-v)); });
  if (o[0] == "tanh") return each([](double v) { return 2 / (1 + exp_exact(-2 * v)) - 1; });
  if (o[0] == "softmax") return softmax(in, x);
  if (o[0] == "residual") return residual(static_cast<const Residual&>(layer).body(), in, batch, x, parameters, pass);
  if (o[0] == "scale") return each([&o](double v) { return static_cast<double>(static_cast<float>(o.number(1))) * v; });
  fail(Error::usage, "reference: expected a layer of the network text, got \"" + layer.text() + '"');
}

}  // namespace thimble
