#include "nn/spec.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "core/error.h"
#include "nn/avg_pool.h"
#include "nn/batch_norm.h"
#include "nn/conv2d.h"
#include "nn/dense.h"
#include "nn/dropout.h"
#include "nn/flatten.h"
#include "nn/max_pool.h"
#include "nn/relu.h"
#include "nn/sigmoid.h"
#include "nn/softmax.h"
#include "nn/tanh.h"
#include "nn/words.h"

namespace thimble {

namespace {

constexpr int kMaxLayers = 1000, kMaxUnits = 1'000'000, kMaxWindow = 1000;

// One layer's words, read from left to right.
class LayerReader {
 public:
  LayerReader(int number, std::string_view layer)
      : number_(number), layer_(layer), words_(split_words(layer)), kind_(words_[0]) {}

  const std::string& kind() const { return kind_; }
  bool at_end() const { return next_ == words_.size(); }

  template <class... Parts>
  void require(bool ok, const Parts&... parts) const {
    check(ok, layer_place(number_, std::string(layer_)), ": ", parts...);
  }

  // Takes the next word if it is this one.
  bool takes(const std::string& option) {
    if (at_end() || words_[next_] != option) return false;
    ++next_;
    return true;
  }

  std::string word(const char* what) {
    require(!at_end(), "expected ", what, ", got nothing");
    return words_[next_++];
  }

  int count(const char* what, int low, int high) {
    const std::string got = word(what);
    const std::optional<int> value = to_count(got);
    require(value && *value >= low && *value <= high, "expected ", what, " from ", low, " to ", high, ", got \"", got,
            "\"");
    return *value;
  }

  float number(const char* what, double low, double high) {
    const std::string got = word(what);
    const std::optional<double> value = to_number(got);
    require(value && *value >= low && *value <= high, "expected ", what, " from ", low, " to ", high, ", got \"", got,
            "\"");
    return static_cast<float>(*value);
  }

  std::pair<int, int> window() {
    const std::string got = word("a window such as 3x3");
    const size_t x = got.find('x');
    const std::optional<int> height = to_count(got.substr(0, x));
    const std::optional<int> width = x == std::string::npos ? std::nullopt : to_count(got.substr(x + 1));
    require(height && width && *height >= 1 && *width >= 1 && *height <= kMaxWindow && *width <= kMaxWindow,
            "expected a window such as 3x3, got \"", got, "\"");
    return {*height, *width};
  }

  Init init() {
    const std::string got = word("the name of an initialisation");
    static const std::vector<std::string> kNames = {"glorot_uniform", "glorot_normal", "he_uniform", "he_normal"};
    for (const std::string& name : kNames)
      if (got == name) return parse_init(name);
    require(false, "unknown initialisation \"", got, "\"; ", known_words(got, kNames));
    return {};
  }

  // The next word is none of `options`.
  void unknown(const std::vector<std::string>& options) const {
    const std::string& got = words_[next_];
    require(!options.empty(), "expected nothing after ", kind_, ", got \"", got, "\"");
    require(false, "unknown word \"", got, "\"; ", known_words(got, options));
  }
  void end() const {
    if (!at_end()) unknown({});
  }

 private:
  int number_;
  std::string_view layer_;
  std::vector<std::string> words_;
  std::string kind_;
  size_t next_ = 1;
};

void read_conv(LayerReader& in, Init init, Sequential& net) {
  Conv2dOptions o{.init = init};
  o.filters = in.count("a number of filters", 1, kMaxUnits);
  std::tie(o.kernel, o.kernel_width) = in.window();
  while (!in.at_end()) {
    if (in.takes("same")) {
      o.same = true;
    } else if (in.takes("pad")) {
      o.padding = in.count("a padding", 0, kMaxWindow);
    } else if (in.takes("stride")) {
      o.stride = in.count("a stride", 1, kMaxWindow);
    } else if (in.takes("l2")) {
      o.l2 = in.number("a penalty", 0, 1e6);
    } else if (in.takes("init")) {
      o.init = in.init();
    } else if (in.takes("no_bias")) {
      o.bias = false;
    } else {
      in.unknown({"same", "pad", "stride", "l2", "init", "no_bias"});
    }
  }
  in.require(!o.same || o.padding == 0, "expected same or pad, got both");
  net.add(std::make_unique<Conv2d>(o));
}

void read_dense(LayerReader& in, Init init, Sequential& net) {
  DenseOptions o{.init = init};
  o.units = in.count("a number of units", 1, kMaxUnits);
  while (!in.at_end()) {
    if (in.takes("l2")) {
      o.l2 = in.number("a penalty", 0, 1e6);
    } else if (in.takes("init")) {
      o.init = in.init();
    } else if (in.takes("no_bias")) {
      o.bias = false;
    } else {
      in.unknown({"l2", "init", "no_bias"});
    }
  }
  net.add(std::make_unique<Dense>(o));
}

template <class Pool>
void read_pool(LayerReader& in, int max_size, Sequential& net) {
  const int size = in.count("a window size", 1, max_size);
  const int stride = in.takes("stride") ? in.count("a stride", 1, kMaxWindow) : 0;
  if (!in.at_end()) in.unknown({"stride"});
  net.add(std::make_unique<Pool>(size, stride));
}

void read_batch_norm(LayerReader& in, Sequential& net) {
  float momentum = 0.99f, epsilon = 1e-3f;
  while (!in.at_end()) {
    if (in.takes("momentum")) {
      momentum = in.number("a momentum", 0, 1);
    } else if (in.takes("epsilon")) {
      epsilon = in.number("an epsilon", 1e-12, 1);
    } else {
      in.unknown({"momentum", "epsilon"});
    }
  }
  net.add(std::make_unique<BatchNorm>(momentum, epsilon));
}

void read_dropout(LayerReader& in, Sequential& net) {
  const float p = in.number("a probability", 0, 0.999);
  in.end();
  net.add(std::make_unique<Dropout>(p));
}

template <class Plain>
void read_plain(LayerReader& in, Sequential& net) {
  in.end();
  net.add(std::make_unique<Plain>());
}

void read_layer(LayerReader& in, Init init, Sequential& net) {
  constexpr int kMaxPool = 16;  // a winner's place is kept in one byte
  const std::string& kind = in.kind();
  if (kind == "conv") return read_conv(in, init, net);
  if (kind == "dense") return read_dense(in, init, net);
  if (kind == "max_pool") return read_pool<MaxPool>(in, kMaxPool, net);
  if (kind == "avg_pool") return read_pool<AvgPool>(in, kMaxWindow, net);
  if (kind == "batch_norm") return read_batch_norm(in, net);
  if (kind == "dropout") return read_dropout(in, net);
  if (kind == "flatten") return read_plain<Flatten>(in, net);
  if (kind == "relu") return read_plain<Relu>(in, net);
  if (kind == "sigmoid") return read_plain<Sigmoid>(in, net);
  if (kind == "tanh") return read_plain<Tanh>(in, net);
  if (kind == "softmax") return read_plain<Softmax>(in, net);
  static const std::vector<std::string> kKinds = {"conv",    "dense", "max_pool", "avg_pool", "batch_norm", "dropout",
                                                  "flatten", "relu",  "sigmoid",  "tanh",     "softmax"};
  in.require(false, "unknown layer; ", known_words(kind, kKinds));
}

// Pieces of `network`, one a layer, without comments and surrounding blanks; empty ones are left out.
std::vector<std::string_view> layers_of(std::string_view network) {
  std::vector<std::string_view> layers;
  while (!network.empty()) {
    const size_t end = std::min(network.find_first_of(",\n#"), network.size());
    const std::string_view layer = trimmed(network.substr(0, end));
    if (!layer.empty()) layers.push_back(layer);
    check(layers.size() <= kMaxLayers, "network text: expected at most ", kMaxLayers, " layers");
    const bool comment = end < network.size() && network[end] == '#';
    const size_t next = comment ? network.find('\n', end) : end;
    network.remove_prefix(std::min(next, network.size() - 1) + 1);
  }
  return layers;
}

}  // namespace

std::string layer_place(int number, const std::string& layer) {
  return text("network text, layer ", number, " \"", layer.size() <= 60 ? layer : layer.substr(0, 57) + "...", "\"");
}

Sequential parse_network(const std::string& text, Init init) {
  Sequential net;
  int number = 0;
  for (const std::string_view layer : layers_of(text)) {
    LayerReader reader(++number, layer);
    read_layer(reader, init, net);
  }
  check(number > 0, "network text: expected at least one layer, got none");
  return net;
}

std::string without_final_softmax(const std::string& text) {
  const std::vector<std::string_view> layers = layers_of(text);
  if (layers.size() < 2 || layers.back() != "softmax") return text;
  return text.substr(0, static_cast<size_t>(layers.back().data() - text.data()));
}

}  // namespace thimble
