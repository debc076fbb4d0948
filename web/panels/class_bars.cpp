#include <imgui.h>

#include <algorithm>
#include <cstdio>

#include "web/panels/panels.h"

namespace thimble {

void class_bars(const std::vector<std::string>& names, std::span<const float> p, float row, Atlas* atlas,
                std::span<const std::vector<uint8_t>> pictures) {
  const bool pictured = atlas != nullptr && pictures.size() == names.size();
  const float side = std::min(28.f, row - 2), before = pictured ? side + 8 : 0;
  const float label = 96 + before, number = 58, thick = std::min(17.f, row - 4);
  const auto best = p.empty() ? -1 : std::max_element(p.begin(), p.end()) - p.begin();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x - label - number;
  for (size_t c = 0; c < names.size(); ++c) {
    const bool strong = static_cast<std::ptrdiff_t>(c) == best;
    const float top = corner.y + row * static_cast<float>(c), left = corner.x + label;
    const ImU32 ink = ImGui::GetColorU32(strong ? ImGuiCol_Text : ImGuiCol_TextDisabled);
    if (pictured) atlas->draw(list, {corner.x, top + (thick - side) / 2}, side, pictures[c]);
    list.AddText({corner.x + before, top}, ink, names[c].c_str());
    list.AddRectFilled({left, top}, {left + room, top + thick}, ImGui::GetColorU32(ImGuiCol_FrameBg), 3);
    if (p.empty()) continue;
    if (p[c] * room >= 1)
      list.AddRectFilled({left, top}, {left + room * p[c], top + thick},
                         ImGui::GetColorU32(strong ? ImGuiCol_PlotHistogram : ImGuiCol_PlotLines), 3);
    char text[16];
    std::snprintf(text, sizeof text, "%.1f %%", 100.0 * static_cast<double>(p[c]));
    list.AddText({left + room + 8, top}, ink, text);
  }
  ImGui::Dummy({1, row * static_cast<float>(names.size())});
}

}  // namespace thimble
