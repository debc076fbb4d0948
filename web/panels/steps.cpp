// How the picture came to 28 x 28: what each step made, and what may be asked of it.
#include <imgui.h>

#include <algorithm>
#include <cstdio>

#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr float kTile = 112;

// The left and the right half of steps_sheet(), and from the atlas what has the network's size.
void tile(Page& page, const char* label, int half) {
  ImGui::BeginGroup();
  ImGui::TextDisabled("%s", label);
  const float left = 0.5f * static_cast<float>(half);
  ImGui::Image(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(page.steps)), {kTile, kTile}, {left, 0},
               {left + 0.5f, 1});
  ImGui::EndGroup();
  ImGui::SameLine();
}

void small_tile(Page& page, const char* label, const Picture& picture) {
  ImGui::BeginGroup();
  ImGui::TextDisabled("%s", label);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  if (!picture.pixels.empty()) page.atlas.draw(*ImGui::GetWindowDrawList(), corner, kTile, picture.pixels);
  ImGui::Dummy({kTile, kTile});
  ImGui::EndGroup();
}

void controls(Page& page, const ConversionSteps& steps) {
  Conversion c = page.scene.conversion();
  float threshold = steps.threshold;
  char shown[48];
  std::snprintf(shown, sizeof shown, c.threshold > 0 ? "%.0f" : "%.0f (found)", static_cast<double>(threshold));
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("Least difference");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(168);
  if (ImGui::SliderFloat("##least", &threshold, 2, 160, shown)) c.threshold = threshold;
  bool negated = steps.negated;
  if (ImGui::Checkbox("Light becomes dark", &negated))
    c.negate = negated ? Conversion::Negate::yes : Conversion::Negate::no;
  ImGui::SameLine(0, 20);
  ImGui::Checkbox("Enclosed is garment", &c.fill);
  ImGui::Checkbox("Sharpen", &c.sharpen);
  ImGui::SameLine(0, 20);
  if (!(c == page.scene.conversion())) page.convert(c);
  if (ImGui::Button(page.tool == Tool::crop ? "Draw the box on the picture" : "Crop ...")) page.command("crop");
  ImGui::SameLine();
  if (!(page.scene.conversion() == Conversion{}) && ImGui::Button("As found")) page.command("afresh");
}

}  // namespace

Picture steps_sheet(const ConversionSteps& steps) {
  Picture sheet{2 * kStepSide, kStepSide, 1, std::vector<uint8_t>(2 * kStepSide * kStepSide)};
  int left = 0;
  for (const Picture* p : {&steps.difference, &steps.tone}) {
    const int x = left + (kStepSide - p->width) / 2, y = (kStepSide - p->height) / 2;
    for (int row = 0; row < p->height; ++row)
      std::copy_n(p->pixels.begin() + row * p->width, p->width, sheet.pixels.begin() + (y + row) * sheet.width + x);
    left += kStepSide;
  }
  return sheet;
}

void steps_view(Page& page) {
  const ConversionSteps& steps = page.scene.steps();
  if (!page.scene.has_answer()) {
    ImGui::TextDisabled("There is no picture yet.");
    return;
  }
  if (steps.unchanged) {
    ImGui::TextWrapped("This picture has the data set's own form, 28 x 28 on black, and passes as it is.");
    return;
  }
  tile(page, "Not ground", 0);
  tile(page, "In tones", 1);
  small_tile(page, "To size", steps.placed);
  controls(page, steps);
}

}  // namespace thimble
