// The confusion matrix: a row a class, shaded by the share of the row that a cell holds.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

ImVec4 mix(const ImVec4& a, const ImVec4& b, float share) {
  return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share, a.z + (b.z - a.z) * share, 1};
}

float lightness(const ImVec4& c) { return 0.299f * c.x + 0.587f * c.y + 0.114f * c.z; }

void tip(const ConfusionMatrix& m, const std::vector<std::string>& names, int truth, int said) {
  const std::string &is = names[static_cast<size_t>(truth)], &called = names[static_cast<size_t>(said)];
  ImGui::BeginTooltip();
  ImGui::Text("%s, called %s:", is.c_str(), called.c_str());
  ImGui::Text("%d of %d", static_cast<int>(m(truth, said)), static_cast<int>(m.row_total(truth)));
  ImGui::EndTooltip();
}

}  // namespace

std::string shortened(const std::string& name, float width) {
  std::string text = name;
  while (text.size() > 1 && ImGui::CalcTextSize(text.c_str()).x * kSmall / ImGui::GetFontSize() > width)
    text.pop_back();
  return text;
}

// A cell opens its pictures.
void confusion_chart(Page& page, float width, float height) {
  const std::vector<std::string>& names = page.train.data().class_names();
  const ConfusionMatrix& m = page.watching.review.tested(page.train).confusion;
  Watching& watching = page.watching;
  const int n = m.classes();
  const float label = 84, head = 44;
  const float cell =
      std::floor(std::min((width - label) / static_cast<float>(n), (height - head) / static_cast<float>(n)));
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImFont* font = ImGui::GetFont();
  const ImU32 dim = ImGui::GetColorU32(ImGuiCol_TextDisabled);
  const ImVec4 ground = ImGui::GetStyleColorVec4(ImGuiCol_FrameBg),
               right = ImGui::GetStyleColorVec4(ImGuiCol_PlotHistogram),
               wrong = ImGui::GetStyleColorVec4(ImGuiCol_PlotLinesHovered);
  const ImVec2 first{corner.x + label, corner.y + head};
  char title[80] = "What test pictures are, and are called";
  if (m.total() > 0)
    std::snprintf(title, sizeof title, "What %s test pictures are, and are called",
                  thousands(static_cast<double>(m.total())).c_str());
  list.AddText(corner, ImGui::GetColorU32(ImGuiCol_Text), title);
  for (int j = 0; j < n; ++j) {
    const std::string text = shortened(names[static_cast<size_t>(j)], cell - 5);
    const float wide = ImGui::CalcTextSize(text.c_str()).x * kSmall / ImGui::GetFontSize();
    list.AddText(font, kSmall, {first.x + cell * static_cast<float>(j) + (cell - 1 - wide) / 2, first.y - 17}, dim,
                 text.c_str());
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (int i = 0; i < n; ++i) {
    const float y = first.y + cell * static_cast<float>(i);
    const std::string text = shortened(names[static_cast<size_t>(i)], label - 6);
    list.AddText(font, kSmall, {corner.x, y + (cell - kSmall) / 2}, dim, text.c_str());
    for (int j = 0; j < n; ++j) {
      const float x = first.x + cell * static_cast<float>(j);
      const auto count = static_cast<int>(m(i, j));
      const float share = count == 0 ? 0 : static_cast<float>(count) / static_cast<float>(m.row_total(i));
      const float strength = i == j ? share : std::min(1.f, 2 * share);
      const ImVec4 colour = mix(ground, i == j ? right : wrong, strength);
      list.AddRectFilled({x, y}, {x + cell - 1, y + cell - 1}, ImGui::GetColorU32(colour), 2);
      if (watching.cursor == Cell{i, j} || (watching.cell == Cell{i, j} && watching.look == Look::mistakes))
        list.AddRect({x - 1, y - 1}, {x + cell, y + cell}, ImGui::GetColorU32(ImGuiCol_Text), 2, 0, 2);
      if (m.total() > 0 && clicked({x, y}, {x + cell, y + cell})) {
        watching.cell = watching.cursor = Cell{i, j};
        watching.look = Look::mistakes;
        watching.to_view = true;
      }
      if (count == 0) continue;
      char number[16];
      std::snprintf(number, sizeof number, "%d", count);
      const float size = std::min(kSmall, cell * 0.44f),
                  wide = ImGui::CalcTextSize(number).x * size / ImGui::GetFontSize();
      list.AddText(font, size, {x + (cell - 1 - wide) / 2, y + (cell - 1 - size) / 2},
                   lightness(colour) > 0.5f ? IM_COL32(20, 22, 28, 255) : IM_COL32(245, 246, 250, 255), number);
      if (mouse.x >= x && mouse.x < x + cell && mouse.y >= y && mouse.y < y + cell && ImGui::IsWindowHovered())
        tip(m, names, i, j);
    }
  }
  ImGui::Dummy({width, head + cell * static_cast<float>(n)});
}

}  // namespace thimble
