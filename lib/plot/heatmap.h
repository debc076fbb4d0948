// A matrix of counts as coloured cells, each with its count and its share of the row.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace thimble {

struct HeatmapOptions {
  std::string title = {}, row_label = "true", column_label = "predicted";
  bool percentages = true;
  double cell = 48;  // the side of a cell
};

// Right answers (the diagonal) are blue, mistakes vermilion, each stronger with its share of the row; shares of
// mistakes are drawn on a scale of their own, because few would show beside the diagonal. Words turn white where that
// reads better. usage error unless counts is square with a name for each row, and no count is negative.
std::string heatmap(const std::vector<std::vector<int64_t>>& counts, const std::vector<std::string>& names,
                    const HeatmapOptions& options);

}  // namespace thimble
