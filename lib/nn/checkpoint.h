// What everything that saves itself into a checkpoint shares: reading back with distrust.
//
// All functions that read fail with a data error "KEY: expected ..., found ..."; who opened the file puts its name in
// front.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/tensor.h"
#include "learn/restored.h"
#include "learn/safetensors.h"
#include "nn/layer.h"
#include "nn/trainer.h"

namespace thimble {

void check_optimizer(const Record& record, const std::string& name);  // "optimizer.name" is `name`
// One tensor a parameter, stored as prefix + its name; empty for those that are not trained.
std::vector<Tensor> load_moments(std::span<Parameter* const> parameters, const std::string& prefix,
                                 const Record& record);

void save_progress(const Progress& progress, const std::string& prefix, Record& record);
Progress load_progress(const Record& record, const std::string& prefix);

}  // namespace thimble
