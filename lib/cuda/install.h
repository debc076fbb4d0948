// The ops of core/ops.h on an NVIDIA GPU. Nothing in lib/ includes this; a program that wants it calls install() once.
#pragma once

#include <string>

namespace thimble::cuda {

// Puts the first GPU among the devices of core/device.h, as "cuda:0". Returns why there is none, else "".
std::string install();

}  // namespace thimble::cuda
