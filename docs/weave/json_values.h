// The values of a JSON file by their path: {"test": {"accuracy": 0.9}} has "test.accuracy", a list counts from 0.
#pragma once

#include <map>
#include <string>

namespace weave {

// Numbers keep the text they have in the file; strings lose their quotes. std::runtime_error where it is not JSON.
std::map<std::string, std::string> json_values(const std::string& text);

}  // namespace weave
