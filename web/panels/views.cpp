// The middle of the tab "Watch training": a row of views, the one that is chosen, and the way back in time.
#include <imgui.h>

#include <algorithm>
#include <cstdio>

#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr float kRow = 44;

void curves_view(Page& page, float width, float height) {
  const std::vector<FilterBank>& banks = watched_banks(page);
  const float low = banks.empty() ? 0.f : banks.front().filters <= 8 ? 92.f : 130.f, chart = (height - low - 16) / 2;
  const Snapshot* past = page.watching.review.snapshot(page.train);
  const double mark = past != nullptr ? past->epoch : -1;
  curve_chart(page, Curve::loss, width, chart, mark);
  ImGui::Dummy({1, 4});
  curve_chart(page, Curve::accuracy, width, chart, mark);
  if (!banks.empty()) filter_strip(page, banks.front(), width, low);
}

}  // namespace

void quiet(const char* text) {
  ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
  ImGui::TextWrapped("%s", text);
  ImGui::PopStyleColor();
}

bool clicked(ImVec2 low, ImVec2 high) {
  constexpr float kStill = 36;  // squared pixels: a finger that has moved farther scrolls
  const ImGuiIO& io = ImGui::GetIO();
  return ImGui::IsMouseReleased(0) && ImGui::IsWindowHovered() && io.MouseDragMaxDistanceSqr[0] < kStill &&
         io.MousePos.x >= low.x && io.MousePos.x < high.x && io.MousePos.y >= low.y && io.MousePos.y < high.y;
}

void view_row(Page& page, float width) {
  const float gap = 4, each = (width - gap * (kLooks - 1)) / kLooks;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {2, 7});
  for (int i = 0; i < kLooks; ++i) {
    const bool chosen = static_cast<int>(page.watching.look) == i;
    ImGui::PushStyleColor(ImGuiCol_Button, chosen ? ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive) : ImVec4{});
    if (ImGui::Button(kLookNames[i], {each, 0})) {
      page.watching.look = static_cast<Look>(i);
      if (page.watching.look == Look::mistakes) page.watching.cell.reset();
    }
    ImGui::PopStyleColor();
    if (i + 1 < kLooks) ImGui::SameLine(0, gap);
  }
  ImGui::PopStyleVar();
}

void view_shown(Page& page, float width, float height) {
  switch (page.watching.look) {
    case Look::curves:
      return curves_view(page, width, height);
    case Look::filters:
      return filters_view(page, width);
    case Look::activations:
      return maps_view(page, width);
    case Look::histograms:
      return histograms_view(page, width);
    case Look::mistakes:
      return gallery_view(page, width);
  }
}

void time_row(Page& page, float width) {
  const int moments = page.train.snapshots().size();
  if (moments < 2) return;
  Review& review = page.watching.review;
  int at = review.position(page.train);
  const Snapshot* past = review.snapshot(page.train);
  char text[32] = "now";
  if (past != nullptr) std::snprintf(text, sizeof text, "epoch %.2f", past->epoch);
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("As it was");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(width - ImGui::GetCursorPosX() - 84);
  if (ImGui::SliderInt("##moment", &at, 0, moments, " ")) review.look_at(page.train, at);
  ImGui::SameLine();
  ImGui::TextUnformatted(text);
}

void views_panel(Page& page, float left, float top, float width, float height) {
  const float pad = 16, room = width - 2 * pad, foot = page.train.snapshots().size() < 2 ? 0 : kRow + 8;
  begin_panel("views", left, top, width, kRow + 14);
  view_row(page, room);
  ImGui::End();
  const float begin = top + kRow, high = height - kRow - foot;
  begin_panel("view", left, begin, width, high, page.watching.look != Look::curves);
  view_shown(page, room - (page.watching.look == Look::curves ? 0 : 8), high - 2 * pad);
  scroll_by_finger(page);
  ImGui::End();
  if (foot == 0) return;
  begin_panel("moment", left, top + height - foot, width, foot);
  time_row(page, room);
  ImGui::End();
}

}  // namespace thimble
