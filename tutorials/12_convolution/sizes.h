// How large a network's layers are: shapes, parameters, multiplications, and how much of the picture one value has seen.
#pragma once

#include <string>
#include <vector>

#include "nn/conv2d.h"
#include "nn/sequential.h"

struct LayerSize {
  std::string text;
  thimble::Shape out;
  int64_t parameters, macs;
  int sees;  // so many pixels wide and high is what one value depends on
};

// The filters of the network are square, and its pools as large as their stride.
inline std::vector<LayerSize> layer_sizes(const thimble::Sequential& net) {
  std::vector<LayerSize> rows;
  int sees = 1, jump = 1;
  for (int i = 0; i < net.size(); ++i) {
    const thimble::Layer& layer = net.layer(i);
    const thimble::Shape in = i == 0 ? net.input_shape() : net.output_shape(i - 1), out = net.output_shape(i);
    int size = 1, stride = 1;
    int64_t macs = 0;
    if (const auto* conv = dynamic_cast<const thimble::Conv2d*>(&layer)) {
      size = conv->window().height, stride = conv->window().stride;
      macs = int64_t{out.size()} * in[0] * size * size;  // tutorial 12 (12.9)
    } else if (layer.kind() == thimble::Kind::dense) {
      macs = int64_t{in.size()} * out.size();
    } else if (in.rank() == 3 && out.rank() == 3) {
      size = stride = in[1] / out[1];
    }
    sees += (size - 1) * jump;  // tutorial 12 (12.6)
    jump *= stride;             // tutorial 12 (12.7)
    rows.push_back({layer.text(), out, net.layer_parameter_count(i), macs, sees});
  }
  return rows;
}

// The network text with every 3x3 convolution padded.
inline std::string with_same(std::string text) {
  for (size_t at = text.find("3x3"); at != std::string::npos; at = text.find("3x3", at + 1))
    text.insert(at + 3, " same");
  return text;
}
