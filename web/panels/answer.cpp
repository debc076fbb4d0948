// What the network sees, and what it says.
#include <imgui.h>

#include <cstdio>

#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

// A bar a class, in the classes' own order, so that none jumps while somebody draws; the likeliest in the strong colour.
void bars(const ClassifyScene& scene, float row) {
  const std::vector<std::string>& names = scene.class_names();
  const std::span<const float> p = scene.probabilities();
  const int best = scene.has_answer() ? scene.ranking().front() : -1;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float label = 110, number = 60, gap = ImGui::GetStyle().ItemSpacing.y;
  for (size_t c = 0; c < names.size(); ++c) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x - label - number, share = p.empty() ? 0 : p[c];
    const bool strong = static_cast<int>(c) == best;
    const ImU32 ink = ImGui::GetColorU32(strong ? ImGuiCol_Text : ImGuiCol_TextDisabled);
    list.AddText(at, ink, names[c].c_str());
    const float left = at.x + label, low = at.y + 17;
    list.AddRectFilled({left, at.y}, {left + room, low}, ImGui::GetColorU32(ImGuiCol_FrameBg), 3);
    if (share > 0)
      list.AddRectFilled({left, at.y}, {left + room * share, low},
                         ImGui::GetColorU32(strong ? ImGuiCol_PlotHistogram : ImGuiCol_PlotLines), 3);
    char text[16];
    std::snprintf(text, sizeof text, "%.1f %%", 100.0 * static_cast<double>(share));
    if (!p.empty()) list.AddText({left + room + 8, at.y}, ink, text);
    ImGui::Dummy({1, row - gap});
  }
}

}  // namespace

void answer_panel(Page& page, unsigned seen, bool flat) {
  const ClassifyScene& scene = page.scene;
  const float side = flat ? 84.f : 168.f;
  ImGui::BeginGroup();
  if (!flat) ImGui::TextUnformatted("What the network sees: 28 x 28 pixels");
  ImGui::Image(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(seen)), {side, side});
  ImGui::EndGroup();
  if (flat) ImGui::SameLine(0, 16);
  ImGui::BeginGroup();
  if (flat) ImGui::TextDisabled("The network sees this, and says:");
  if (!scene.ready()) {
    headline("Loading the network ...");
  } else if (!scene.has_answer()) {
    headline("What is it? Draw, and see.");
  } else {
    const int best = scene.ranking().front();
    const std::string& name = scene.class_names()[static_cast<size_t>(best)];
    headline(scene.sure() ? name.c_str() : ("Not sure. Perhaps: " + name).c_str());
  }
  ImGui::EndGroup();
  ImGui::Spacing();
  if (scene.ready()) bars(scene, flat ? 22.f : 33.f);
}

void error_panel(Page& page) {
  ImGui::TextColored({0.86f, 0.2f, 0.2f, 1}, "%s", page.error.c_str());
  ImGui::SameLine();
  if (ImGui::SmallButton("Close")) page.error.clear();
}

}  // namespace thimble
