// A network as text, the same on the command line, in model files, in recipes and in the browser.
//
//   conv F KxK [same | pad P] [stride S] [l2 X] [init I] [no_bias | whitening]     dense N [l2 X] [init I] [no_bias]
//   max_pool K [stride S]   avg_pool K [stride S]   batch_norm [momentum M] [epsilon E]   dropout P
//   flatten   relu   sigmoid   tanh   softmax   scale X   residual ( LAYERS )
//
// Layers are separated by commas or newlines; # starts a comment that runs to the end of the line. I is glorot_uniform
// (the default), glorot_normal, he_uniform, he_normal or dirac. docs/formats.md has the grammar with examples.
#pragma once

#include <string>

#include "nn/init.h"
#include "nn/sequential.h"

namespace thimble {

// usage error: `network text, layer 3 "max_pol 2": unknown layer; known: conv, dense, ...; did you mean max_pool?`.
// `init` is for layers that name none. Parsing is cheap whatever the text: at most 1000 layers, and nothing of a layer
// is allocated before Sequential::build().
Sequential parse_network(const std::string& text, Init init = Init::glorot_uniform);

// The text without its last layer if that is a softmax: in training it belongs to the loss.
std::string without_final_softmax(const std::string& text);

// A layer of a network text, for messages: `network text, layer 3 "max_pool 2"`.
std::string layer_place(int number, const std::string& layer);

}  // namespace thimble
