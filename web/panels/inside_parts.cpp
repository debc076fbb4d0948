// What the views of the tab "Look inside" have in common.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "web/panels/inside.h"
#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

constexpr float kGapX = 8, kGapY = 8;

float small_width(const std::string& words) {
  return ImGui::CalcTextSize(words.c_str()).x * kSmall / ImGui::GetFontSize();
}

// In the middle of a place `width` wide, cut where it is longer.
void small_line(ImVec2 at, float width, std::string words, ImU32 ink) {
  while (words.size() > 1 && small_width(words) > width) words.pop_back();
  ImGui::GetWindowDrawList()->AddText(ImGui::GetFont(), kSmall, {at.x + (width - small_width(words)) / 2, at.y}, ink,
                                      words.c_str());
}

}  // namespace

ImU32 class_colour(int c, bool dark) {
  constexpr std::array<unsigned, 10> day = {0x1f5fc4, 0xc2570c, 0x2a7f4f, 0xa31621, 0x7a4fc0,
                                            0x8a6d1a, 0x5a606c, 0x1490a8, 0xc03d8c, 0x10243e};
  constexpr std::array<unsigned, 10> night = {0x6ea8fe, 0xffa04d, 0x5fd08f, 0xff7a7a, 0xb79bff,
                                              0xe6cf5a, 0xa5abb8, 0x4fd6e8, 0xff8fd0, 0xf4f4f4};
  const unsigned rgb = (dark ? night : day)[static_cast<size_t>(c) % 10];
  return IM_COL32(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, 255);
}

int choice_row(std::span<const char* const> words, int chosen) {
  int pressed = -1;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool on = static_cast<int>(i) == chosen;
    for (const ImGuiCol colour : {ImGuiCol_Button, ImGuiCol_ButtonHovered})
      if (on) ImGui::PushStyleColor(colour, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
    if (ImGui::Button(words[i])) pressed = static_cast<int>(i);
    if (on) ImGui::PopStyleColor(2);
    if (i + 1 < words.size()) ImGui::SameLine(0, 4);
  }
  return pressed;
}

void pale_text(const std::string& words, float width) {
  ImGui::PushTextWrapPos(width > 0 ? ImGui::GetCursorPosX() + width : 0);
  ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
  ImGui::TextUnformatted(words.c_str());
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
}

void value_behind(int value) {
  ImGui::SameLine();
  ImGui::Text("%d", value);
}

bool inside_waits(const Page& page) {
  const ArrivingData& data = page.train.data();
  if (data.train() != nullptr) return false;
  if (!page.data_problem.empty())
    ImGui::TextWrapped("%s", page.data_problem.c_str());
  else
    pale_text(data.promised() == 0
                  ? "The pictures are being fetched ..."
                  : thousands(data.arrived()) + " of " + thousands(data.promised()) + " pictures fetched");
  return true;
}

Rows::Rows(float width, ImVec2 size)
    : corner_(ImGui::GetCursorScreenPos()),
      size_(size),
      across_(std::max(1, static_cast<int>((width + kGapX) / (size.x + kGapX)))) {}

ImVec2 Rows::next() {
  const int i = count_++;
  return {corner_.x + static_cast<float>(i % across_) * (size_.x + kGapX),
          corner_.y + static_cast<float>(i / across_) * (size_.y + kGapY)};
}

Rows::~Rows() {
  ImGui::SetCursorScreenPos(corner_);
  ImGui::Dummy({1, static_cast<float>((count_ + across_ - 1) / across_) * (size_.y + kGapY)});
}

void captioned(Page& page, ImVec2 at, float side, std::span<const uint8_t> picture, const std::string& first,
               const std::string& second, ImU32 frame) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  page.atlas.draw(list, at, side, picture);
  if (frame != 0) list.AddRect({at.x - 2, at.y - 2}, {at.x + side + 2, at.y + side + 2}, frame, 2, 0, 2);
  small_line({at.x, at.y + side + 2}, side, first, ImGui::GetColorU32(ImGuiCol_Text));
  small_line({at.x, at.y + side + 17}, side, second, ImGui::GetColorU32(ImGuiCol_TextDisabled));
}

void line_chart(const char* title, std::span<const double> values, const char* format, ImU32 colour, float width,
                float height) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddText(corner, ImGui::GetColorU32(ImGuiCol_Text), title);
  const float top = corner.y + 26, bottom = corner.y + height - 8;
  list.AddRectFilled({corner.x, top - 4}, {corner.x + width, bottom + 4}, ImGui::GetColorU32(ImGuiCol_FrameBg, 0.5f),
                     4);
  if (!values.empty()) {
    char text[32];
    std::snprintf(text, sizeof text, format, values.back());
    list.AddText({corner.x + width - ImGui::CalcTextSize(text).x, corner.y}, colour, text);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const double span = std::max(*high - *low, 1e-9);
    std::vector<ImVec2> line;
    for (size_t i = 0; i < values.size(); ++i)
      line.push_back(
          {corner.x + 6 +
               (width - 12) * static_cast<float>(i) / static_cast<float>(std::max<size_t>(values.size() - 1, 1)),
           bottom - (bottom - top) * static_cast<float>((values[i] - *low) / span)});
    list.AddPolyline(line.data(), static_cast<int>(line.size()), colour, 0, 2);
    list.AddCircleFilled(line.back(), 3.5f, colour);
  }
  ImGui::Dummy({width, height});
}

}  // namespace thimble
