// What the network sees, and what it says.
#include <imgui.h>

#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {

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
  if (scene.ready()) class_bars(scene.class_names(), scene.probabilities(), flat ? 22.f : 33.f);
}

void error_panel(Page& page) {
  ImGui::TextColored({0.86f, 0.2f, 0.2f, 1}, "%s", page.error.c_str());
  ImGui::SameLine();
  if (ImGui::SmallButton("Close")) page.error.clear();
}

}  // namespace thimble
