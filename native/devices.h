// --device: where networks live and products are computed.
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "core/device.h"
#include "learn/classifier.h"
#include "nn/compute.h"

namespace thimble {

void add_device_option(CLI::App& command, std::string& device);  // "cpu" from the start

// Null for "cpu". usage error where the program was built without CUDA, or has found no GPU: it says why.
const Device* chosen_device(const std::string& name);

// On a device products multiply in these numbers; null: nothing changes.
void compute_in(const Device* device, Compute compute);

// usage error naming the file where the model is no network, and should move.
void move_model(Classifier& model, const std::string& file, const Device* device);

std::string why_no_gpu();                        // "" if there is one
std::string device_label(const Device* device);  // "cuda:0, NVIDIA H200, compute capability 9.0, ..."; "cpu"

}  // namespace thimble
