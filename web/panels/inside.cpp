// The tab "Look inside": the visitor's picture, and four ways to look at it without a network.
#include "web/panels/inside.h"

#include <algorithm>

#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr float kGap = 16, kWide = 900, kLeft = 300;
constexpr const char* kViews[] = {"Nearest", "Components", "Gaussians", "Clusters"};

void tools(Page& page, bool flat) {
  constexpr Tool kTools[] = {Tool::pen, Tool::eraser, Tool::bucket};
  constexpr const char* kNames[] = {"Pen", "Eraser", "Fill"};
  const auto now = std::find(std::begin(kTools), std::end(kTools), page.tool) - std::begin(kTools);
  const int pressed = choice_row(kNames, static_cast<int>(now));
  if (pressed >= 0) page.tool = kTools[pressed];
  if (!flat) ImGui::SameLine(0, 12);
  if (ImGui::Button("Clear")) page.command("clear");
  if (flat) ImGui::SameLine(0, 4);
  if (ImGui::Button(flat ? "Another" : "Take a garment of the data set")) page.command("sample");
}

void view_choice(Page& page) {
  const int pressed = choice_row(kViews, static_cast<int>(page.inside.view));
  if (pressed >= 0) page.inside.view = static_cast<InsideView>(pressed);
}

void chosen_view(Page& page, float width, float height) {
  switch (page.inside.view) {
    case InsideView::neighbours:
      neighbours_view(page, width);
      break;
    case InsideView::plane:
      plane_view(page, width, height);
      break;
    case InsideView::posteriors:
      posteriors_view(page, width);
      break;
    case InsideView::clusters:
      clusters_view(page, width, height);
      break;
  }
}

void seen_picture(Page& page, unsigned seen, float side) {
  ImGui::Image(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(seen)), {side, side});
  if (!page.scene.has_answer()) return;
  const std::string& name = page.scene.class_names()[static_cast<size_t>(page.scene.ranking().front())];
  ImGui::SameLine(0, 12);
  ImGui::BeginGroup();
  ImGui::TextDisabled("The network says");
  ImGui::TextUnformatted((page.scene.sure() ? name : name + "?").c_str());
  ImGui::EndGroup();
}

}  // namespace

void show_inside(Page& page, unsigned sheet, unsigned seen, float top, float width, float height) {
  if (width >= kWide) {
    begin_panel("yours", 0, top, kLeft, height, true);
    sheet_panel(page, sheet, kLeft - 2 * kGap);
    tools(page, false);
    ImGui::Spacing();
    seen_picture(page, seen, 112);
    ImGui::End();
    begin_panel("inside", kLeft, top, width - kLeft, height, true);
    view_choice(page);
    ImGui::Spacing();
    chosen_view(page, width - kLeft - 2 * kGap - 6, height - 100);
    scroll_by_finger(page);
    ImGui::End();
    return;
  }
  const float side = 150, head = side + 62;
  begin_panel("yours", 0, top - 8, width, head);  // stays where it is
  sheet_panel(page, sheet, side);
  ImGui::SetCursorPos({side + 2 * kGap, kGap});
  ImGui::BeginGroup();
  tools(page, true);
  seen_picture(page, seen, 56);
  ImGui::EndGroup();
  ImGui::SetCursorPos({kGap, side + 24});
  view_choice(page);
  ImGui::End();
  begin_panel("inside", 0, top + head - 8, width, height - head + 8, true);
  chosen_view(page, width - 2 * kGap - 6, 0);
  scroll_by_finger(page);
  ImGui::End();
}

}  // namespace thimble
