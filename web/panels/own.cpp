// The visitor's own pictures: what is this, those that have been named, and the network that learns them.
#include <imgui.h>

#include <algorithm>

#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

constexpr float kPicture = 42, kAcross = 70, kDown = kPicture + 46;

void name_row(Page& page) {
  Teaching& t = page.teaching;
  const std::vector<std::string>& names = page.train.data().class_names();
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("This is:");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(136);
  if (ImGui::BeginCombo("##class", names[static_cast<size_t>(t.label)].c_str())) {
    for (size_t c = 0; c < names.size(); ++c)
      if (ImGui::Selectable(names[c].c_str(), static_cast<int>(c) == t.label)) t.label = static_cast<int>(c);
    ImGui::EndCombo();
  }
  ImGui::SameLine();
  if (ImGui::Button("Keep it")) page.command("name " + std::to_string(t.label));
}

void teach_row(Page& page) {
  Teaching& t = page.teaching;
  ImGui::SameLine();
  if (t.scene) {
    ImGui::TextDisabled(page.data_problem.empty() ? "learning: %.0f %%" : "%.0f %%", 100 * t.scene->epoch());
  } else if (t.own.size() > 0) {
    if (ImGui::Button("Teach it")) page.command("teach");
  }
  if (!t.before.empty()) {
    ImGui::SameLine();
    if (ImGui::Button("As it was")) page.command("unlearn");
  }
}

}  // namespace

void own_pictures(Page& page) {
  Teaching& t = page.teaching;
  if (!page.scene.has_answer() && t.own.size() == 0) return;
  name_row(page);
  teach_row(page);
  if (!page.data_problem.empty() && t.scene) quiet(page.data_problem.c_str());
  const std::vector<std::string>& names = page.train.data().class_names();
  const float room = ImGui::GetContentRegionAvail().x;
  const int across = std::max(1, static_cast<int>(room / kAcross));
  const ImVec2 begin = ImGui::GetCursorPos();
  int removed = -1;
  for (int i = 0; i < t.own.size(); ++i) {
    ImGui::SetCursorPos(
        {begin.x + kAcross * static_cast<float>(i % across), begin.y + kDown * static_cast<float>(i / across)});
    ImGui::PushID(i);
    ImGui::BeginGroup();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    page.atlas.draw(*ImGui::GetWindowDrawList(), at, kPicture, t.own.picture(i));
    const std::string name = shortened(names[static_cast<size_t>(t.own.label(i))], kAcross - 6);
    ImGui::GetWindowDrawList()->AddText(ImGui::GetFont(), kSmall, {at.x, at.y + kPicture + 2},
                                        ImGui::GetColorU32(ImGuiCol_Text), name.c_str());
    ImGui::SetCursorScreenPos({at.x + kPicture + 3, at.y});
    if (ImGui::SmallButton("x")) removed = i;
    ImGui::EndGroup();
    ImGui::PopID();
  }
  if (t.own.size() > 0) {
    ImGui::SetCursorPos(begin);
    ImGui::Dummy({room, kDown * static_cast<float>((t.own.size() - 1) / across + 1)});
  }
  if (removed >= 0) page.command("forget " + std::to_string(removed));
}

}  // namespace thimble
