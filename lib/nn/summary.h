// The network as a table, byte for byte as Keras 2.3 to 2.6 print it: 65 columns, names cut where they are too long,
// shapes with the channels last, `None` for the batch. An activation right behind a dense or conv layer is that layer's
// own (Keras's activation=) and has no line.
#pragma once

#include <string>

#include "nn/sequential.h"

namespace thimble {

std::string summary(const Sequential& net, const std::string& name = "sequential");

}  // namespace thimble
