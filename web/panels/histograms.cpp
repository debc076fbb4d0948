// How weights and their gradients are spread, layer by layer.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

constexpr float kHigh = 72;

// Heights go with the square root, so that the flanks are seen beside the peak.
void bars(const Histogram& h, ImVec2 corner, float width, ImU32 ink, const char* title) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 dim = ImGui::GetColorU32(ImGuiCol_TextDisabled);
  list.AddText(ImGui::GetFont(), kSmall, corner, dim, title);
  const float top = corner.y + 18, bottom = top + kHigh;
  const int most = std::max(1, *std::max_element(h.counts.begin(), h.counts.end()));
  const float each = width / static_cast<float>(h.counts.size());
  for (size_t b = 0; b < h.counts.size(); ++b) {
    const float high = kHigh * std::sqrt(static_cast<float>(h.counts[b]) / static_cast<float>(most));
    const float x = corner.x + each * static_cast<float>(b);
    if (h.counts[b] > 0) list.AddRectFilled({x, bottom - std::max(1.f, high)}, {x + each - 1, bottom}, ink);
  }
  list.AddLine({corner.x, bottom + 0.5f}, {corner.x + width, bottom + 0.5f}, ImGui::GetColorU32(ImGuiCol_Border));
  char text[32];
  for (const float place : {0.f, 0.5f, 1.f}) {
    std::snprintf(text, sizeof text, "%.2g", static_cast<double>((2 * place - 1) * h.reach));
    const float wide = ImGui::CalcTextSize(text).x * kSmall / ImGui::GetFontSize();
    list.AddText(ImGui::GetFont(), kSmall, {corner.x + place * (width - wide), bottom + 2}, dim, text);
  }
}

}  // namespace

void histograms_view(Page& page, float width) {
  if (watched(page) == nullptr) return quiet("Press Start, and see how the weights spread.");
  const float gap = 24, half = (width - gap) / 2;
  const ImU32 blue = ImGui::GetColorU32(ImGuiCol_PlotHistogram), orange = ImGui::GetColorU32(ImGuiCol_PlotLinesHovered);
  const bool now = page.watching.review.snapshot(page.train) == nullptr;
  for (const Spread& s : watched_spreads(page)) {
    ImGui::TextUnformatted(s.name.c_str());
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    char title[80];
    std::snprintf(title, sizeof title, "%s weights, deviation %.2g",
                  thousands(static_cast<double>(s.values.total())).c_str(), s.values.deviation);
    bars(s.values, corner, half, blue, title);
    const ImVec2 right{corner.x + half + gap, corner.y};
    if (now) {
      std::snprintf(title, sizeof title, "gradients, deviation %.2g", s.gradients.deviation);
      bars(s.gradients, right, half, orange, title);
    } else {
      ImGui::GetWindowDrawList()->AddText(ImGui::GetFont(), kSmall, right, ImGui::GetColorU32(ImGuiCol_TextDisabled),
                                          "gradients are not kept");
    }
    ImGui::Dummy({width, kHigh + 40});
  }
}

}  // namespace thimble
