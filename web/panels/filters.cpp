// The windows of a convolution's first layer: light where a pixel speaks for the filter, dark where against.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/panels/panels.h"

namespace thimble {

void filter_pictures(const Tensor& w, float width, float height) {
  constexpr int kMost = 64;
  const int filters = std::min(kMost, w.dim(0)), rows = w.dim(2), cols = w.dim(3);
  const float gap = 6, head = 26;
  ImGui::Text("The %d filters of the first convolution", w.dim(0));
  int across = 1;  // so many beside each other that they fill the place
  float side = 0;
  for (int k = 1; k <= filters; ++k) {
    const float fit = std::min(width / static_cast<float>(k),
                               (height - head) / std::ceil(static_cast<float>(filters) / static_cast<float>(k)));
    if (fit > side) side = fit, across = k;
  }
  side = std::min(side, 64.f) - gap;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float cell = side / static_cast<float>(std::max(rows, cols));
  for (int f = 0; f < filters; ++f) {
    float largest = 1e-6f;
    for (int u = 0; u < rows; ++u)
      for (int v = 0; v < cols; ++v) largest = std::max(largest, std::abs(w(f, 0, u, v)));
    const ImVec2 at{corner.x + static_cast<float>(f % across) * (side + gap),
                    corner.y + static_cast<float>(f / across) * (side + gap)};
    for (int u = 0; u < rows; ++u)
      for (int v = 0; v < cols; ++v) {
        const int grey = static_cast<int>(127.5f + 127.5f * w(f, 0, u, v) / largest);
        const ImVec2 p{at.x + static_cast<float>(v) * cell, at.y + static_cast<float>(u) * cell};
        list.AddRectFilled(p, {p.x + cell, p.y + cell}, IM_COL32(grey, grey, grey, 255));
      }
    list.AddRect(at, {at.x + cell * static_cast<float>(cols), at.y + cell * static_cast<float>(rows)},
                 ImGui::GetColorU32(ImGuiCol_Border));
  }
  ImGui::Dummy({width, (side + gap) * std::ceil(static_cast<float>(filters) / static_cast<float>(across))});
}

}  // namespace thimble
