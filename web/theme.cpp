#include "web/theme.h"

#include <imgui.h>

#include <algorithm>
#include <vector>

namespace thimble {
namespace {

constexpr float kSize = 16, kLarge = 24;  // of the letters, in the page's pixels

ImVec4 colour(unsigned rgb, float alpha = 1) {
  const auto part = [rgb](int shift) { return static_cast<float>(rgb >> shift & 255u) / 255; };
  return {part(16), part(8), part(0), alpha};
}

}  // namespace

void apply_theme(bool dark) {
  dark ? ImGui::StyleColorsDark() : ImGui::StyleColorsLight();
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = {16, 16};
  style.FramePadding = {10, 7};
  style.ItemSpacing = {8, 10};
  style.FrameRounding = style.GrabRounding = 5;
  style.GrabMinSize = 18;
  style.WindowBorderSize = 0;
  ImVec4* c = style.Colors;
  const ImVec4 blue = colour(dark ? 0x6ea8fe : 0x1f5fc4);
  c[ImGuiCol_WindowBg] = colour(dark ? 0x16181d : 0xfafafa);
  c[ImGuiCol_Text] = colour(dark ? 0xf0f1f4 : 0x1b1d22);
  c[ImGuiCol_TextDisabled] = colour(dark ? 0xa5abb8 : 0x5a606c);
  c[ImGuiCol_Border] = colour(dark ? 0x3a3f4a : 0xd0d4dc);
  c[ImGuiCol_FrameBg] = colour(dark ? 0x262a33 : 0xe9ecf1);
  c[ImGuiCol_FrameBgHovered] = c[ImGuiCol_FrameBgActive] = colour(dark ? 0x303643 : 0xdfe4ec);
  c[ImGuiCol_Button] = c[ImGuiCol_FrameBg];
  c[ImGuiCol_ButtonHovered] = c[ImGuiCol_FrameBgHovered];
  c[ImGuiCol_ButtonActive] = colour(dark ? 0x2f5fa8 : 0xbcd3f7);
  c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = c[ImGuiCol_PlotHistogram] = blue;
  c[ImGuiCol_PlotHistogramHovered] = colour(dark ? 0x6fd3a0 : 0x12804a);
  c[ImGuiCol_PlotLinesHovered] = colour(dark ? 0xffb45c : 0xc2570c);
  c[ImGuiCol_PopupBg] = colour(dark ? 0x21252e : 0xffffff);
  c[ImGuiCol_Header] = c[ImGuiCol_ButtonActive];
  c[ImGuiCol_HeaderHovered] = c[ImGuiCol_HeaderActive] = c[ImGuiCol_FrameBgHovered];
  c[ImGuiCol_PlotLines] = colour(dark ? 0x59606f : 0xaeb6c4);
}

void apply_font(std::span<const uint8_t> ttf, float scale) {
  static std::vector<uint8_t> kept;
  if (!ttf.empty()) kept.assign(ttf.begin(), ttf.end());
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  for (const float size : {kSize, kLarge})
    if (kept.empty())
      io.Fonts->AddFontDefault();
    else
      io.Fonts->AddFontFromMemoryTTF(kept.data(), static_cast<int>(kept.size()), size * scale, &config);
  io.FontGlobalScale = kept.empty() ? 1 : 1 / scale;
}

void headline(const char* text) {
  ImGui::PushFont(ImGui::GetIO().Fonts->Fonts[1]);
  ImGui::TextWrapped("%s", text);
  ImGui::PopFont();
}

}  // namespace thimble
