#include "native/json_output.h"

#include <algorithm>

namespace thimble {

namespace {

constexpr auto kRepair = Json::error_handler_t::replace;

bool is_flat(const Json& value) {
  return value.is_array() && std::none_of(value.begin(), value.end(), [](const Json& v) { return v.is_structured(); });
}

void print(const Json& value, const std::string& indent, std::string& out) {
  if (!value.is_structured() || value.empty() || is_flat(value)) {
    out += value.dump(-1, ' ', false, kRepair);
    return;
  }
  const std::string inner = indent + "  ";
  out += value.is_array() ? "[" : "{";
  bool first = true;
  for (const auto& item : value.items()) {
    out += (first ? "\n" : ",\n") + inner;
    first = false;
    if (value.is_object()) out += Json(item.key()).dump(-1, ' ', false, kRepair) + ": ";
    print(item.value(), inner, out);
  }
  out += "\n" + indent + (value.is_array() ? "]" : "}");
}

}  // namespace

std::string pretty(const Json& value) {
  std::string out;
  print(value, "", out);
  return out + "\n";
}

std::string one_line(const Json& value) { return value.dump(-1, ' ', false, kRepair) + "\n"; }

Json to_json(const Score& score) { return {{"accuracy", score.accuracy}, {"loss", score.loss}}; }

Json to_json(const ConfusionMatrix& matrix) {
  Json rows = Json::array();
  for (int i = 0; i < matrix.classes(); ++i) {
    Json row = Json::array();
    for (int j = 0; j < matrix.classes(); ++j) row.push_back(matrix(i, j));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace thimble
