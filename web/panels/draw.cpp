// The sheet and its tools.
#include <imgui.h>

#include <algorithm>

#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr uint8_t kPaper = 255;

// The pointer's points on the sheet become acts of the drawing.
void follow_pointer(Page& page, ImVec2 corner, float side, bool held) {
  Drawing& drawing = page.scene.drawing();
  const float scale = static_cast<float>(drawing.sheet().width) / side;
  bool any = false;
  for (const PointerPoint& p : page.points) {
    const float x = (p.x - corner.x) * scale, y = (p.y - corner.y) * scale;
    const bool on_sheet = p.x >= corner.x && p.y >= corner.y && p.x < corner.x + side && p.y < corner.y + side;
    const auto grey = page.tool == Tool::eraser ? kPaper : static_cast<uint8_t>(page.grey);
    if (p.kind == PointerPoint::Kind::down && on_sheet) {
      if (page.scene.shows_photo()) page.scene.clear();
      page.error.clear();
      page.tool == Tool::bucket ? drawing.fill(x, y, grey) : drawing.press(x, y, page.width, grey);
      page.drawing_line = page.tool != Tool::bucket;
      any = true;
    } else if (page.drawing_line && p.kind == PointerPoint::Kind::move) {
      drawing.drag(x, y);
      any = true;
    } else if (p.kind == PointerPoint::Kind::up) {
      page.drawing_line = false;
    }
  }
  if (!held && page.points.empty()) page.drawing_line = false;
  if (any) page.changed();
}

// The picture as large as fits, centred: a photograph need not be square.
void show_picture(const Page& page, unsigned texture, ImVec2 corner, float side) {
  const Picture& picture = page.scene.picture();
  const float scale = side / static_cast<float>(std::max(picture.width, picture.height));
  const float width = static_cast<float>(picture.width) * scale, height = static_cast<float>(picture.height) * scale;
  const ImVec2 at{corner.x + (side - width) / 2, corner.y + (side - height) / 2};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(corner, {corner.x + side, corner.y + side}, IM_COL32(255, 255, 255, 255), 6);
  list.AddImage(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(texture)), at, {at.x + width, at.y + height});
  list.AddRect(corner, {corner.x + side, corner.y + side}, ImGui::GetColorU32(ImGuiCol_Border), 6);
}

bool choice(const char* label, bool chosen) {
  if (chosen) ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
  const bool pressed = ImGui::Button(label);
  if (chosen) ImGui::PopStyleColor();
  ImGui::SameLine();
  return pressed;
}

}  // namespace

void draw_panel(Page& page, unsigned sheet, float side) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton("sheet", {side, side});
  follow_pointer(page, corner, side, ImGui::IsItemActive());
  show_picture(page, sheet, corner, side);
  if (page.scene.drawing().empty() && !page.scene.shows_photo()) {
    const char* words = "Draw a garment here, or open a picture";
    const ImVec2 size = ImGui::CalcTextSize(words);
    ImGui::GetWindowDrawList()->AddText({corner.x + (side - size.x) / 2, corner.y + (side - size.y) / 2},
                                        IM_COL32(110, 110, 120, 255), words);
  }

  for (const auto& [label, tool, name] :
       {std::tuple{"Pen", Tool::pen, "pen"}, {"Eraser", Tool::eraser, "eraser"}, {"Fill", Tool::bucket, "bucket"}})
    if (choice(label, page.tool == tool)) page.command(name);
  for (const auto& [label, name] : {std::pair{"Undo", "undo"}, {"Redo", "redo"}, {"Clear", "clear"}})
    if (choice(label, false)) page.command(name);
  ImGui::NewLine();
  if (ImGui::Button("Open a picture ...")) page.command("open");
  const float words = ImGui::CalcTextSize("Width").x + ImGui::CalcTextSize("Grey").x;
  const float slider = (side - words - 5 * ImGui::GetStyle().ItemSpacing.x) / 2;
  ImGui::SetNextItemWidth(slider);
  ImGui::SliderFloat("Width", &page.width, 2, 60, "%.0f");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(slider);
  ImGui::SliderInt("Grey", &page.grey, 0, 224, page.grey < 16 ? "black" : "%d");
}

}  // namespace thimble
