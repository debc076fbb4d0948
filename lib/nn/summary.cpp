#include "nn/summary.h"

#include <algorithm>
#include <vector>

#include "core/error.h"

namespace thimble {
namespace {

// Keras 2's print_summary: columns that end here, text cut to fit.
constexpr size_t kEnds[] = {29, 55, 65};
constexpr size_t kWidth = 65;

std::string row(const std::vector<std::string>& fields) {
  std::string line;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line.back() = ' ';
    line += fields[i];
    line.resize(kEnds[i], ' ');
  }
  return line + '\n';
}

std::string rule(char c) { return std::string(kWidth, c) + '\n'; }

const char* keras_class(Kind kind) {
  switch (kind) {
    case Kind::dense:
      return "Dense";
    case Kind::conv2d:
      return "Conv2D";
    case Kind::max_pool:
      return "MaxPooling2D";
    case Kind::avg_pool:
      return "AveragePooling2D";
    case Kind::batch_norm:
      return "BatchNormalization";
    case Kind::dropout:
      return "Dropout";
    case Kind::flatten:
      return "Flatten";
    case Kind::relu:
      return "ReLU";
    case Kind::sigmoid:
    case Kind::tanh:
      return "Activation";
    case Kind::softmax:
      return "Softmax";
    case Kind::scale:
      return "Rescaling";
    default:
      return "Layer";
  }
}

bool is_activation(Kind kind) {
  return kind == Kind::relu || kind == Kind::sigmoid || kind == Kind::tanh || kind == Kind::softmax;
}

// Keras counts from the outermost: (None, height, width, channels).
std::string keras_shape(const Shape& s) {
  if (s.rank() == 3) return text("(None, ", s[1], ", ", s[2], ", ", s[0], ')');
  std::string all = "(None";
  for (int extent : s) all += text(", ", extent);
  return all + ')';
}

std::string with_separators(int64_t n) {
  std::string digits = std::to_string(n);
  for (auto i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) digits.insert(static_cast<size_t>(i), ",");
  return digits;
}

}  // namespace

std::string summary(const Sequential& net, const std::string& name) {
  check(net.built(), "summary: expected a network after build()");
  const auto names = net.layer_names();
  std::string table = "Model: \"" + name + "\"\n" + rule('_') + row({"Layer (type)", "Output Shape", "Param #"});
  char line = '=';
  Kind before = Kind::other;
  for (int i = 0; i < net.size(); ++i) {
    const Kind kind = net.layer(i).kind();
    const bool folded = is_activation(kind) && (before == Kind::dense || before == Kind::conv2d);
    before = kind;
    if (folded) continue;
    table += rule(line);
    line = '_';
    table += row({names[static_cast<size_t>(i)] + " (" + keras_class(kind) + ')', keras_shape(net.output_shape(i)),
                  std::to_string(net.layer_parameter_count(i))});
  }
  const int64_t all = net.parameter_count(), trained = net.parameter_count(true);
  return table + rule('=') + "Total params: " + with_separators(all) +
         "\nTrainable params: " + with_separators(trained) +
         "\nNon-trainable params: " + with_separators(all - trained) + '\n' + rule('_');
}

}  // namespace thimble
