// The sheet and its tools.
#include <imgui.h>

#include <algorithm>

#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr uint8_t kPaper = 255;

// Where the picture lies: as large as fits, in the middle; a photograph need not be square.
struct Place {
  ImVec2 corner, size;
};

Place place_of(const Picture& picture, ImVec2 corner, float side) {
  const float scale = side / static_cast<float>(std::max(picture.width, picture.height));
  const ImVec2 size{static_cast<float>(picture.width) * scale, static_cast<float>(picture.height) * scale};
  return {{corner.x + (side - size.x) / 2, corner.y + (side - size.y) / 2}, size};
}

// A rectangle from press to release.
void crop(Page& page, const PointerPoint& p, const Place& place) {
  const float x = std::clamp((p.x - place.corner.x) / place.size.x, 0.f, 1.f),
              y = std::clamp((p.y - place.corner.y) / place.size.y, 0.f, 1.f);
  if (p.kind == PointerPoint::Kind::down) page.cropping = {x, y, x, y};
  page.cropping.right = x, page.cropping.bottom = y;
  if (p.kind != PointerPoint::Kind::up) return;
  const Part& b = page.cropping;
  Conversion c = page.scene.conversion();
  c.crop = {std::min(b.left, b.right), std::min(b.top, b.bottom), std::max(b.left, b.right), std::max(b.top, b.bottom)};
  const bool tap = c.crop.right - c.crop.left < 0.02f || c.crop.bottom - c.crop.top < 0.02f;
  if (tap) c.crop = {};  // nothing is that small: all of it again
  page.convert(c);
  page.tool = Tool::pen;
}

// The pointer's points on the sheet become acts of the drawing.
void follow_pointer(Page& page, ImVec2 corner, float side, bool held) {
  Drawing& drawing = page.scene.drawing();
  const float scale = static_cast<float>(drawing.sheet().width) / side;
  bool any = false;
  for (const PointerPoint& p : page.points) {
    const float x = (p.x - corner.x) * scale, y = (p.y - corner.y) * scale;
    const bool on_sheet = p.x >= corner.x && p.y >= corner.y && p.x < corner.x + side && p.y < corner.y + side;
    const auto grey = page.tool == Tool::eraser ? kPaper : static_cast<uint8_t>(page.grey);
    if (page.tool == Tool::crop) {
      if (p.kind == PointerPoint::Kind::down) page.drawing_line = on_sheet;
      if (page.drawing_line) crop(page, p, place_of(page.scene.picture(), corner, side));
      if (p.kind == PointerPoint::Kind::up) page.drawing_line = false;
    } else if (p.kind == PointerPoint::Kind::down && on_sheet) {
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

void outline(const Part& part, const Place& place, ImU32 colour) {
  const auto at = [&](float x, float y) {
    return ImVec2{place.corner.x + x * place.size.x, place.corner.y + y * place.size.y};
  };
  ImGui::GetWindowDrawList()->AddRect(at(part.left, part.top), at(part.right, part.bottom), colour, 0, 0, 2);
}

void show_picture(Page& page, unsigned texture, ImVec2 corner, float side) {
  const Place place = place_of(page.scene.picture(), corner, side);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 end{corner.x + side, corner.y + side};
  list.AddRectFilled(corner, end, IM_COL32(255, 255, 255, 255), 6);
  list.AddImage(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(texture)), place.corner,
                {place.corner.x + place.size.x, place.corner.y + place.size.y});
  list.AddRect(corner, end, ImGui::GetColorU32(ImGuiCol_Border), 6);
  const ImU32 blue = IM_COL32(31, 95, 196, 255);
  if (page.tool == Tool::crop && page.drawing_line)
    outline(page.cropping, place, blue);
  else if (page.scene.conversion().crop != Part{})
    outline(page.scene.conversion().crop, place, blue);
  if (page.view == View::steps && page.scene.has_answer() && !page.scene.steps().unchanged)
    outline(page.scene.steps().box, place, IM_COL32(194, 87, 12, 255));
}

void cross(const Hand& hand) {
  const ImVec2 at{hand.left + hand.x * hand.side, hand.top + hand.y * hand.side};
  const ImU32 colour = hand.down ? IM_COL32(194, 87, 12, 255) : IM_COL32(31, 95, 196, 255);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({at.x - 12, at.y}, {at.x + 12, at.y}, colour, 2);
  list.AddLine({at.x, at.y - 12}, {at.x, at.y + 12}, colour, 2);
}

bool choice(const char* label, bool chosen) {
  if (chosen) ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
  const bool pressed = ImGui::Button(label);
  if (chosen) ImGui::PopStyleColor();
  ImGui::SameLine();
  return pressed;
}

}  // namespace

void sheet_panel(Page& page, unsigned sheet, float side) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton("sheet", {side, side});
  page.hand.left = corner.x, page.hand.top = corner.y, page.hand.side = side;
  follow_pointer(page, corner, side, ImGui::IsItemActive() || page.hand.down);
  show_picture(page, sheet, corner, side);
  if (page.hand.on) cross(page.hand);
  if (page.scene.drawing().empty() && !page.scene.shows_photo()) {
    const char* words = side < 320 ? "Draw here" : "Draw a garment here, or open a picture";
    const ImVec2 size = ImGui::CalcTextSize(words);
    ImGui::GetWindowDrawList()->AddText({corner.x + (side - size.x) / 2, corner.y + (side - size.y) / 2},
                                        IM_COL32(110, 110, 120, 255), words);
  }
}

void draw_panel(Page& page, unsigned sheet, float side) {
  sheet_panel(page, sheet, side);
  for (const auto& [label, tool, name] :
       {std::tuple{"Pen", Tool::pen, "pen"}, {"Eraser", Tool::eraser, "eraser"}, {"Fill", Tool::bucket, "bucket"}})
    if (choice(label, page.tool == tool)) page.command(name);
  for (const auto& [label, name] : {std::pair{"Undo", "undo"}, {"Redo", "redo"}, {"Clear", "clear"}})
    if (choice(label, false)) page.command(name);
  ImGui::NewLine();
  if (ImGui::Button("Open a picture ...")) page.command("open");
  if (page.has_camera) {
    ImGui::SameLine();
    if (ImGui::Button("Camera")) page.command("camera");
  }
  const float words = ImGui::CalcTextSize("Width").x + ImGui::CalcTextSize("Grey").x;
  const float slider = (side - words - 5 * ImGui::GetStyle().ItemSpacing.x) / 2;
  ImGui::SetNextItemWidth(slider);
  ImGui::SliderFloat("Width", &page.width, 2, 60, "%.0f");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(slider);
  ImGui::SliderInt("Grey", &page.grey, 0, 224, page.grey < 16 ? "black" : "%d");
}

}  // namespace thimble
