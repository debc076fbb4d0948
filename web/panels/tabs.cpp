// What the page can show: a row at its top.
#include <imgui.h>

#include "web/panels/panels.h"

namespace thimble {

void tabs_panel(Page& page) {
  ImGui::SetCursorPosY(9);
  for (const auto& [label, tab, name] : {std::tuple{"Classify", Tab::classify, "classify"},
                                         {"Watch training", Tab::train, "train"},
                                         {"Look inside", Tab::inside, "inside"}}) {
    const bool chosen = page.tab == tab;
    ImGui::PushStyleColor(ImGuiCol_Button, chosen ? ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive) : ImVec4{});
    if (ImGui::Button(label)) page.command(name);
    ImGui::PopStyleColor();
    ImGui::SameLine();
  }
  if (page.in_browser) {
    if (ImGui::Button("Tour")) page.command("tour");
    ImGui::SameLine();
  }
  if (page.tab != Tab::train && page.train.running()) ImGui::TextDisabled("training: epoch %.1f", page.train.epoch());
}

}  // namespace thimble
