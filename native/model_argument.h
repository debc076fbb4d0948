// What `--model` and MODEL stand for: a file, or a network that comes with the program.
#pragma once

#include <memory>
#include <string>

#include "learn/classifier.h"

namespace thimble {

// "tiny" is the shipped network unless a file of that name lies here. Errors as of load_model(); where there is no such
// file, the message also names what is shipped.
std::unique_ptr<Classifier> model_for(const std::string& argument);

std::string shipped_names();  // "page, tiny or tiny10k", for help

}  // namespace thimble
