// The windows of the convolutions: light where a pixel speaks for the filter, dark where against.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr float kGap = 6;  // between filters

// A whole number of screen pixels a pixel, so that they are sharp.
float whole_side(int pixels, float room) {
  return static_cast<float>(pixels) * std::max(1.f, std::floor(room / static_cast<float>(pixels)));
}

}  // namespace

void tiles(Page& page, std::span<const Tile> all, float width, float side, float gap) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  float x = 0, y = 0, tallest = 0;
  for (const Tile& tile : all) {
    const float wide = whole_side(tile.columns, side),
                high = wide / static_cast<float>(tile.columns) * static_cast<float>(tile.rows);
    if (x > 0 && x + wide > width) x = 0, y += tallest + gap, tallest = 0;
    const ImVec2 at{std::round(corner.x + x), std::round(corner.y + y)};
    if (ImGui::IsRectVisible(at, {at.x + wide, at.y + high})) {
      page.atlas.draw(*ImGui::GetWindowDrawList(), at, {wide, high}, tile.grey, tile.columns, tile.rows);
      ImGui::GetWindowDrawList()->AddRect(at, {at.x + wide, at.y + high}, ImGui::GetColorU32(ImGuiCol_Border));
    }
    x += wide + gap;
    tallest = std::max(tallest, high);
  }
  ImGui::Dummy({width, y + tallest});
}

// All filters of a bank as large as they can be beside each other in the place.
void filter_strip(Page& page, const FilterBank& bank, float width, float height) {
  const float head = 28;
  ImGui::Text("The %d filters of the first convolution", bank.filters);
  const auto count = static_cast<float>(bank.tiles.size());
  float side = 0;
  for (float across = 1; across <= count; ++across)
    side = std::max(side, std::min((width + kGap) / across, (height - head) / std::ceil(count / across)) - kGap);
  tiles(page, bank.tiles, width, std::min(side, 60.f), kGap);
}

void filters_view(Page& page, float width) {
  const std::vector<FilterBank>& banks = watched_banks(page);
  if (watched(page) == nullptr) return quiet("Press Start, and see what the convolutions learn to look for.");
  if (banks.empty())
    return quiet("This network has no convolution, and so no filters. Choose one that has, or look at its histograms.");
  for (const FilterBank& bank : banks) {
    ImGui::Text("%s: %d filters", bank.name.c_str(), bank.filters);
    if (bank.channels > 1) {
      ImGui::SameLine();
      if (bank.shown_channels < bank.channels)
        ImGui::TextDisabled("%d of %d input channels in each picture", bank.shown_channels, bank.channels);
      else
        ImGui::TextDisabled("%d input channels in each picture", bank.channels);
    }
    tiles(page, bank.tiles, width, bank.channels > 1 ? 78.f : 48.f, kGap);
    ImGui::Dummy({1, 2});
  }
}

}  // namespace thimble
