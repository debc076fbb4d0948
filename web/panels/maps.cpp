// What each layer makes of a picture.
#include <imgui.h>

#include <algorithm>

#include "web/panels/panels.h"

namespace thimble {
namespace {

void source(Page& page) {
  Watching& w = page.watching;
  const auto& test = page.train.data().test();
  const bool mine = w.example < 0 && page.scene.has_answer();
  ImGui::AlignTextToFramePadding();
  if (mine || !test) {
    ImGui::TextUnformatted("Of your picture");
  } else {
    const int i = std::max(0, w.example);
    const int label = test->labels[static_cast<size_t>(i)];
    ImGui::Text("Of test picture %s: %s", thousands(i).c_str(),
                page.train.data().class_names()[static_cast<size_t>(label)].c_str());
  }
  if (!mine && page.scene.has_answer()) {
    ImGui::SameLine();
    if (ImGui::Button("Of mine")) page.command("mine");
  }
  if (!test) return;
  ImGui::SameLine();
  if (ImGui::Button("Another test picture")) page.command("another");
}

std::string extents(const Shape& shape) {
  std::string all;
  for (int i = 0; i < shape.rank(); ++i) all += (i > 0 ? " x " : "") + std::to_string(shape[i]);
  return all;
}

}  // namespace

void maps_view(Page& page, float width) {
  const std::span<const uint8_t> picture = watched_picture(page);
  if (watched(page) == nullptr || picture.empty())
    return quiet("Press Start, and see what each layer makes of your picture, or of a test picture.");
  source(page);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  page.atlas.draw(*ImGui::GetWindowDrawList(), at, 84, picture);
  ImGui::Dummy({84, 84});
  for (const LayerMaps& m : watched_maps(page)) {
    ImGui::TextUnformatted(m.text.c_str());
    ImGui::SameLine();
    ImGui::TextDisabled("%s", extents(m.shape).c_str());
    if (m.zero > 0) {
      ImGui::SameLine();
      ImGui::TextDisabled("%.0f %% are 0", 100 * m.zero);
    }
    constexpr float kMap = 54, kCell = 10;  // pixels: of a channel, of a value of a flat layer
    const bool flat = m.shape.rank() == 1;
    tiles(page, m.tiles, width, flat ? std::min(width, kCell * static_cast<float>(m.tiles[0].columns)) : kMap, 2);
  }
}

}  // namespace thimble
