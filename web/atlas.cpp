#include "web/atlas.h"

#include <algorithm>
#include <utility>

namespace thimble {
namespace {

constexpr int kCell = 29, kAcross = Atlas::kWidth / kCell;  // a pixel between two pictures
static_assert(kAcross * kAcross == Atlas::kMostPictures);

}  // namespace

void Atlas::draw(ImDrawList& list, ImVec2 corner, ImVec2 size, std::span<const uint8_t> grey, int columns, int rows) {
  const ImVec2 end{corner.x + size.x, corner.y + size.y};
  if (used_ == kMostPictures || columns >= kCell || rows >= kCell) {
    list.AddRect(corner, end, ImGui::GetColorU32(ImGuiCol_Border));
    return;
  }
  if (rgba_.empty()) rgba_.resize(size_t{kWidth} * kWidth * 4);
  const int left = used_ % kAcross * kCell, top = used_ / kAcross * kCell;
  ++used_;
  bool differs = false;
  for (int v = 0; v < rows; ++v) {
    uint8_t* to = &rgba_[4 * (static_cast<size_t>(top + v) * kWidth + static_cast<size_t>(left))];
    const uint8_t* from = grey.data() + v * columns;
    for (int u = 0; u < columns; ++u, to += 4) {
      if (to[0] == from[u] && to[3] == 255) continue;
      differs = true;
      to[0] = to[1] = to[2] = from[u];
      to[3] = 255;
    }
  }
  if (differs) top_ = std::min(top_, top), end_ = std::max(end_, top + rows);
  const auto place = [](int at) { return static_cast<float>(at) / kWidth; };
  list.AddImage(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(texture)), corner, end, {place(left), place(top)},
                {place(left + columns), place(top + rows)});
}

Atlas::Band Atlas::changed() {
  if (top_ >= end_) return {};
  const int top = std::exchange(top_, kWidth), end = std::exchange(end_, 0);
  return {top, end - top, rgba_.data() + size_t{4} * kWidth * static_cast<size_t>(top)};
}

void Atlas::forget() {
  if (!rgba_.empty()) top_ = 0, end_ = kWidth;
}

}  // namespace thimble
