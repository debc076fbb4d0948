// What the network sees, and what it says.
#include <imgui.h>

#include <tuple>

#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {

void views_row(Page& page) {
  for (const auto& [label, view, name] : {std::tuple{"Classes", View::classes, "classes"},
                                          {"Steps", View::steps, "steps"},
                                          {"Why", View::reasons, "reasons"}}) {
    const bool chosen = page.view == view;
    if (chosen) ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
    if (ImGui::Button(label)) page.command(name);
    if (chosen) ImGui::PopStyleColor();
    ImGui::SameLine(0, 4);
  }
  ImGui::NewLine();
}

void classes_view(Page& page, bool flat) {
  const std::vector<std::vector<uint8_t>>& means = page.inside.means();
  if (!means.empty() && !flat) ImGui::TextDisabled("Before each name the mean of its class");
  class_bars(page.scene.class_names(), page.scene.probabilities(), flat ? 22.f : 33.f, &page.atlas, means);
  own_pictures(page);
  nearest_row(page, ImGui::GetContentRegionAvail().x);
}

void answer_panel(Page& page, unsigned seen, bool flat) {
  const ClassifyScene& scene = page.scene;
  constexpr float kRoomy = 400;
  const float side = flat || ImGui::GetContentRegionAvail().x < kRoomy ? 84.f : 168.f;
  ImGui::Image(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(seen)), {side, side});
  ImGui::SameLine(0, 16);
  ImGui::BeginGroup();
  const char* words = flat ? "The network sees this:" : "The network sees these 28 x 28 pixels, and says:";
  const bool fits = ImGui::CalcTextSize(words).x <= ImGui::GetContentRegionAvail().x;
  ImGui::TextDisabled("%s", fits ? words : "The network sees this:");
  if (!scene.ready()) {
    headline("Loading the network ...");
  } else if (!scene.has_answer()) {
    headline("What is it? Draw, and see.");
  } else {
    const int best = scene.ranking().front();
    const std::string& name = scene.class_names()[static_cast<size_t>(best)];
    headline(scene.sure() ? name.c_str() : ("Not sure. Perhaps: " + name).c_str());
  }
  views_row(page);
  ImGui::EndGroup();
  ImGui::Spacing();
  if (page.view == View::steps)
    steps_view(page);
  else if (page.view == View::reasons)
    reasons_view(page);
  else if (scene.ready())
    classes_view(page, flat);
}

void error_panel(Page& page) {
  ImGui::TextColored({0.86f, 0.2f, 0.2f, 1}, "%s", page.error.c_str());
  ImGui::SameLine();
  if (ImGui::SmallButton("Close")) page.error.clear();
}

}  // namespace thimble
