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
#include "nn/residual.h"
#include "nn/scale.h"
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
    static const std::vector<std::string> kNames = {"glorot_uniform", "glorot_normal", "he_uniform", "he_normal",
                                                    "dirac"};
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
    } else if (in.takes("whitening")) {
      o.whitening = true;
    } else {
      in.unknown({"same", "pad", "stride", "l2", "init", "no_bias", "whitening"});
    }
  }
  in.require(!o.whitening || (o.l2 == 0 && o.bias), "whitening filters are not learned: expected no l2 and no no_bias");
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

void read_scale(LayerReader& in, Sequential& net) {
  const float factor = in.number("a factor", -1e6, 1e6);
  in.end();
  net.add(std::make_unique<Scale>(factor));
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
  if (kind == "scale") return read_scale(in, net);
  static const std::vector<std::string> kKinds = {"conv",    "dense",   "max_pool", "avg_pool", "batch_norm",
                                                  "dropout", "flatten", "relu",     "sigmoid",  "tanh",
                                                  "softmax", "scale",   "residual"};
  in.require(false, "unknown layer; ", known_words(kind, kKinds));
}

constexpr std::string_view kResidual = "residual";
constexpr const char* kBothBrackets = ": expected residual ( layers ) with both brackets";

// Where the layer at the front of `network` ends: at a comma, a line's end or a comment that stands in no brackets. `open`:
// how many brackets it leaves open.
size_t end_of_layer(std::string_view network, int& open) {
  for (size_t i = 0; i < network.size(); ++i) {
    const char c = network[i];
    if (open == 0 && (c == ',' || c == '\n' || c == '#')) return i;
    if (c == '(') ++open;
    if (c == ')') open = std::max(open - 1, 0);
    if (c == '#') i = std::min(network.find('\n', i), network.size() - 1);
  }
  return network.size();
}

// Pieces of `network`, one a layer, without comments behind them and surrounding blanks; empty ones are left out.
std::vector<std::string_view> layers_of(std::string_view network) {
  std::vector<std::string_view> layers;
  while (!network.empty()) {
    int open = 0;
    const size_t end = end_of_layer(network, open);
    const std::string_view layer = trimmed(network.substr(0, end));
    if (!layer.empty()) layers.push_back(layer);
    const bool block = layer.substr(0, kResidual.size()) == kResidual;
    check(!block || open == 0, layer_place(static_cast<int>(layers.size()), std::string(layer)), kBothBrackets);
    check(layers.size() <= kMaxLayers, "network text: expected at most ", kMaxLayers, " layers");
    const bool comment = end < network.size() && network[end] == '#';
    const size_t next = comment ? network.find('\n', end) : end;
    network.remove_prefix(std::min(next, network.size() - 1) + 1);
  }
  return layers;
}

// "residual ( conv 8 3x3 same, relu )": the text within the brackets; nothing for another layer.
std::optional<std::string_view> inside_residual(int number, std::string_view layer) {
  if (layer.substr(0, kResidual.size()) != kResidual) return std::nullopt;
  const std::string_view rest = trimmed(layer.substr(kResidual.size()));
  const bool bracketed = rest.size() >= 2 && rest.front() == '(' && rest.back() == ')';
  if (!bracketed && !rest.empty() && rest.front() != '(' && rest.size() + kResidual.size() == layer.size())
    return std::nullopt;  // another word, which is longer
  check(bracketed, layer_place(number, std::string(layer)), kBothBrackets);
  return trimmed(rest.substr(1, rest.size() - 2));
}

Sequential parse_layers(std::string_view network, Init init, bool inside) {
  const std::string_view who = "network text, ";
  Sequential net;
  int number = 0;
  for (const std::string_view layer : layers_of(network)) {
    ++number;
    const std::optional<std::string_view> body = inside_residual(number, layer);
    if (!body) {
      LayerReader reader(number, layer);
      read_layer(reader, init, net);
      continue;
    }
    const std::string place = layer_place(number, std::string(layer));
    check(!inside, place, ": expected no block inside a block");
    try {
      net.add(std::make_unique<Residual>(parse_layers(*body, init, true)));
    } catch (const Error& e) {
      const std::string message = e.what();
      fail(e.kind, place + ": " + (message.rfind(who, 0) == 0 ? message.substr(who.size()) : message));
    }
  }
  check(number > 0, inside ? "" : "network text: ", "expected at least one layer, got none");
  return net;
}

}  // namespace

std::string layer_place(int number, const std::string& layer) {
  return text("network text, layer ", number, " \"", layer.size() <= 60 ? layer : layer.substr(0, 57) + "...", "\"");
}

Sequential parse_network(const std::string& text, Init init) { return parse_layers(text, init, false); }

std::string without_final_softmax(const std::string& text) {
  const std::vector<std::string_view> layers = layers_of(text);
  if (layers.size() < 2 || layers.back() != "softmax") return text;
  return text.substr(0, static_cast<size_t>(layers.back().data() - text.data()));
}

}  // namespace thimble
