#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "core/ops.h"
#include "learn/classifier.h"
#include "nn/trainer.h"

namespace thimble {

int count_correct(const Tensor& z, std::span<const int> labels) {
  int correct = 0;
  for (int n = 0; n < z.dim(0); ++n) {
    const std::span<const float> row = z.row(n);
    const auto best = std::max_element(row.begin(), row.end()) - row.begin();  // the first of equals
    correct += best == labels[static_cast<size_t>(n)] ? 1 : 0;
  }
  return correct;
}

int evaluation_batch(const Sequential& net) {
  constexpr int64_t kFloats = int64_t{1} << 25;
  return static_cast<int>(std::clamp<int64_t>(kFloats / net.values_between(), 1, 256));
}

namespace {

// Calls body(begin, z), wherever the network lives with z on the CPU, for the logits z of the samples [begin, begin + batch_size), [begin + batch_size, ...), ...
template <class Body>
void for_each_batch(Sequential& net, const Samples& samples, int batch_size, const Body& body) {
  check(samples.size() >= 1, "evaluate: the data set is empty");
  check(batch_size >= 1, "evaluate: expected a batch of at least 1 sample, got ", batch_size);
  check(net.built() && net.input_shape() == samples.network_shape(), "evaluate: expected samples of shape ",
        net.built() ? net.input_shape().text() : "(not built)", ", got ", samples.network_shape().text());
  batch_size = std::min(batch_size, evaluation_batch(net));
  Tensor x, there(Shape{0}, 0, net.device()), z;
  Pass pass;
  std::vector<int> rows;
  for (int begin = 0; begin < samples.size(); begin += batch_size) {
    rows.resize(static_cast<size_t>(std::min(batch_size, samples.size() - begin)));
    std::iota(rows.begin(), rows.end(), begin);
    samples.gather(rows, x);
    pass.same_weights = begin > 0;
    if (net.device() == nullptr) {
      body(begin, net.forward(x, pass));
      continue;
    }
    there.resize(x.shape());
    there.copy_from(x);
    z = net.forward(there, pass).to(nullptr);
    body(begin, z);
  }
}

}  // namespace

Score evaluate(Sequential& net, const Dataset& data, int batch_size, std::vector<int>* predicted) {
  check(static_cast<int>(data.labels.size()) == data.size(), "evaluate: ", data.size(), " samples, ",
        data.labels.size(), " labels");
  double loss_sum = 0;
  int64_t correct = 0;
  Tensor no_gradient;
  if (predicted != nullptr) predicted->clear();
  for_each_batch(net, data.x, batch_size, [&](int begin, const Tensor& z) {
    const auto labels = std::span(data.labels).subspan(static_cast<size_t>(begin), static_cast<size_t>(z.dim(0)));
    loss_sum += softmax_cross_entropy(z, labels, no_gradient) * z.dim(0);
    correct += count_correct(z, labels);
    if (predicted != nullptr)
      for (const int k : argmax_rows(z)) predicted->push_back(k);
  });
  return {loss_sum / data.size() + l2_penalty(net.parameters()), static_cast<double>(correct) / data.size()};
}

void probabilities(Sequential& net, const Samples& x, Tensor& p, int batch_size) {
  Tensor part;
  p.resize({x.size(), net.outputs()});
  for_each_batch(net, x, batch_size, [&](int begin, const Tensor& z) {
    part.resize(z.shape());
    softmax(z, part);
    for (int n = 0; n < part.dim(0); ++n) std::copy(part.row(n).begin(), part.row(n).end(), p.row(begin + n).begin());
  });
}

}  // namespace thimble
