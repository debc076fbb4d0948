#include "nn/net_classifier.h"

#include <cmath>
#include <numeric>

#include "core/error.h"
#include "nn/checkpoint.h"
#include "nn/residual.h"
#include "nn/spec.h"
#include "nn/trainer.h"
#include "nn/whitening.h"
#include "nn/words.h"

namespace thimble {

namespace {

// {28, 28} -> {1, 28, 28}, as Samples::network_shape has it
Shape with_channel(const Shape& sample) { return sample.rank() == 2 ? sample.with_batch(1) : sample; }

// Builds layer by layer; before a layer allocates, the weights it is going to have are looked up in the record, so that no
// text of a damaged file makes it larger than the file is.
void build_layers(Sequential& net, const Shape& sample, const Record& record, const std::string& prefix) {
  const std::vector<std::string> names = net.layer_names();
  Rng rng;
  Shape in = sample;
  for (int i = 0; i < net.size(); ++i) {
    Layer& layer = net.layer(i);
    const std::string name = prefix + names[static_cast<size_t>(i)], key = name + ".weight";
    const std::vector<std::string> words = split_words(layer.text());
    if (layer.kind() == Kind::dense) {
      const Shape wanted{in.size(), to_count(words[1]).value_or(0)};
      expect_stored(record.tensor(key).shape() == wanted, key, "shape " + wanted.text(),
                    record.tensor(key).shape().text());
    }
    if (layer.kind() == Kind::conv2d) {
      const Shape w = record.tensor(key).shape();
      expect_stored(w.rank() == 4 && text(w[0]) == words[1] && text(w[2], 'x', w[3]) == words[2] && w[1] == in[0], key,
                    text("shape (", words[1], ", ", in[0], ", ", words[2], ")"), w.text());
    }
    if (layer.kind() == Kind::residual) build_layers(static_cast<Residual&>(layer).body(), in, record, name + ".");
    in = layer.build(in, rng);
  }
}

void build_as_stored(Sequential& net, const Shape& sample, const Record& record) {
  build_layers(net, sample, record, "");
  net.build(sample, 0);
}

}  // namespace

NetClassifier::NetClassifier(Sequential n, const Dataset& like)
    : net(std::move(n)),
      class_names(like.class_names),
      sample(like.x.sample()),
      scale(like.x.scale),
      shift(like.x.shift) {}

void NetClassifier::fit(const Dataset& train) {
  expect_labelled("network", train);
  net.build(train.x.network_shape(), 0);
  whiten(net, train.x);
  Adam adam;
  Trainer(net, adam, train, nullptr, {}).run();
  class_names = train.class_names;
  sample = train.x.sample();
  scale = train.x.scale;
  shift = train.x.shift;
}

void NetClassifier::scores(const Samples& x, Tensor& s) {
  check(net.built(), "network: fit it first");
  input().expect("network", x);
  if (x.size() == 0) return s.resize({0, net.outputs()});
  if (x.scale == scale && x.shift == shift) return probabilities(net, x, s);
  Samples scaled = x;
  scaled.scale = scale;
  scaled.shift = shift;
  probabilities(net, scaled, s);
}

Input NetClassifier::input() const {
  Input input;
  input.class_names = class_names;
  input.sample = sample;
  input.scale = scale;
  input.shift = shift;
  return input;
}

void NetClassifier::save(Record& record) const {
  record.set("thimble.kind", name());
  record.set("thimble.version", "1");
  record.set("thimble.net", net.text());
  input().save(record);
  for (const Parameter* p : net.parameters()) record.set(p->name, p->value);
}

NetClassifier NetClassifier::load(const Record& record) {
  expect_kind(record, "network");
  const Input input = Input::load(record);
  NetClassifier c;
  c.class_names = input.class_names;
  c.sample = input.sample;
  c.scale = input.scale;
  c.shift = input.shift;
  try {
    c.net = parse_network(record.text("thimble.net"));
    build_as_stored(c.net, with_channel(c.sample), record);
  } catch (const Error& e) {
    fail(Error::data, std::string("thimble.net: ") + e.what());
  }
  expect_stored(c.net.outputs() == static_cast<int>(c.class_names.size()), "thimble.class_names",
                text(c.net.outputs(), " names, one an output"), text(c.class_names.size()));
  for (Parameter* p : c.net.parameters()) p->value = restored(record, p->name, p->value.shape());
  expect_stored(record.tensor_names().size() == c.net.parameters().size(), "tensors",
                text(c.net.parameters().size(), " for this network"), text(record.tensor_names().size()));
  return c;
}

Sequential network_for(const std::string& text, const Dataset& data, Init init, uint64_t seed) {
  Sequential net = parse_network(without_final_softmax(text), init);
  net.build(data.x.network_shape(), seed);
  whiten(net, data.x);
  const int last = net.size() - 1;
  check(net.output_shape(last) == Shape{data.classes()}, layer_place(net.size(), net.layer(last).text()),
        ": expected an output of shape (", data.classes(), "), one value a class, got ", net.output_shape(last).text());
  return net;
}

}  // namespace thimble
