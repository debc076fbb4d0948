// JSON as the other programs read it: keys in the order they were written, one object a line with --jsonl.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "learn/metrics.h"
#include "nn/trainer.h"

namespace thimble {

using Json = nlohmann::ordered_json;

// Text that is not UTF-8 (a file's name) is repaired with U+FFFD; numbers that are not finite become null.
std::string pretty(const Json& value);    // indented; arrays of numbers on one line
std::string one_line(const Json& value);  // with a newline behind it

Json to_json(const Score& score);             // {"accuracy", "loss"}
Json to_json(const ConfusionMatrix& matrix);  // rows: true classes

}  // namespace thimble
