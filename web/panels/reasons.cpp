// What the answer rests on: the 28 x 28 in large, the parts that speak for the class in orange, against it in blue.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "web/panels/panels.h"

namespace thimble {
namespace {

// One stroke a pixel that the pointer comes to, not one an event.
void paint(Page& page, ImVec2 corner, float cell) {
  if (!ImGui::IsItemActive()) return;
  if (ImGui::IsItemActivated()) page.brushed = -1;
  const ImVec2 at = ImGui::GetIO().MousePos;
  const int x = static_cast<int>(std::floor((at.x - corner.x) / cell)),
            y = static_cast<int>(std::floor((at.y - corner.y) / cell));
  if (x < 0 || x > 27 || y < 0 || y > 27 || y * 28 + x == page.brushed) return;
  page.brushed = y * 28 + x;
  page.scene.paint_against(x, y);
  ++page.picture_version;
}

}  // namespace

void reasons_view(Page& page) {
  if (!page.scene.has_answer()) {
    ImGui::TextDisabled("There is no picture yet.");
    return;
  }
  const std::vector<float>& drops = page.scene.reasons();
  const std::string& name = page.scene.class_names()[static_cast<size_t>(page.scene.ranking().front())];
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float cell = std::max(4.f, std::floor(std::min(room.x, room.y - 84) / 28)), side = 28 * cell;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  page.atlas.draw(list, corner, side, page.scene.seen());
  float most = 0.02f;  // a fiftieth of the answer: fainter is not worth a colour
  for (const float d : drops) most = std::max(most, std::fabs(d));
  for (size_t i = 0; i < drops.size(); ++i) {
    const int strength = static_cast<int>(200 * std::fabs(drops[i]) / most);
    if (strength < 8) continue;
    const ImVec2 at{corner.x + cell * static_cast<float>(i % 28), corner.y + cell * static_cast<float>(i / 28)};
    list.AddRectFilled(at, {at.x + cell, at.y + cell},
                       drops[i] > 0 ? IM_COL32(255, 150, 40, strength) : IM_COL32(60, 140, 255, strength));
  }
  ImGui::InvisibleButton("reasons", {side, side});
  paint(page, corner, cell);
  ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
  ImGui::TextWrapped("Orange speaks for %s, blue against it: covering the spot takes up to %.0f %% away.", name.c_str(),
                     100 * static_cast<double>(most));
  if (const std::optional<int> was = page.scene.fooled()) {
    ImGui::TextWrapped("The brush works against %s.", page.scene.class_names()[static_cast<size_t>(*was)].c_str());
    ImGui::SameLine();
    if (ImGui::SmallButton("Take it all back")) page.changed();
  } else {
    ImGui::TextWrapped("Draw on it: the brush moves every pixel against the answer, and soon fools the network.");
  }
  ImGui::PopStyleColor();
}

}  // namespace thimble
