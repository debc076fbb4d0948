// Gaussian classes: their means as pictures, and how probable each makes the visitor's picture.
#include <algorithm>
#include <cstdio>

#include "web/panels/inside.h"
#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr const char* kCases[] = {"1: balls", "2: shared", "3: own"};
constexpr const char* kMeaning[] = {
    "Every class is a ball of the same width: the nearest mean wins.",
    "Every class has the same covariance: the boundaries are planes.",
    "Every class has a covariance of its own: the boundaries are curved.",
};

void controls(PosteriorScene& scene, float width) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("Case");
  ImGui::SameLine(kLabel);
  const int pressed = choice_row(kCases, static_cast<int>(scene.which()) - 1);
  if (pressed >= 0) scene.set_case(static_cast<MppCase>(pressed + 1));
  int count = scene.components();
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("Components");
  ImGui::SameLine(kLabel);
  ImGui::SetNextItemWidth(std::min(width - kLabel - 40, 280.f));
  if (ImGui::SliderInt("##mpp", &count, 1, PlaneScene::kAxes, " ")) scene.set_components(count);
  value_behind(scene.components());
  pale_text(kMeaning[static_cast<int>(scene.which()) - 1]);
}

// Long where the class is likely: 0 at the right end, the scale's least at the left.
void bars(const std::vector<std::string>& names, const std::vector<double>& logs, float width) {
  const float label = 96, number = 66, row = 27, thick = 17;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float room = width - label - number;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double least = std::min(-20.0, *std::min_element(logs.begin(), logs.end()));
  const auto best = std::max_element(logs.begin(), logs.end()) - logs.begin();
  for (size_t k = 0; k < names.size(); ++k) {
    const bool strong = static_cast<std::ptrdiff_t>(k) == best;
    const float top = corner.y + row * static_cast<float>(k), left = corner.x + label;
    const ImU32 ink = ImGui::GetColorU32(strong ? ImGuiCol_Text : ImGuiCol_TextDisabled);
    list.AddText({corner.x, top}, ink, names[k].c_str());
    list.AddRectFilled({left, top}, {left + room, top + thick}, ImGui::GetColorU32(ImGuiCol_FrameBg), 3);
    const float length = room * static_cast<float>(1 - logs[k] / least);
    if (length >= 1)
      list.AddRectFilled({left, top}, {left + length, top + thick},
                         ImGui::GetColorU32(strong ? ImGuiCol_PlotHistogram : ImGuiCol_PlotLines), 3);
    char text[16];
    std::snprintf(text, sizeof text, logs[k] > -10 ? "%.2f" : "%.0f", logs[k] > -0.005 ? 0 : logs[k]);
    list.AddText({left + room + 8, top}, ink, text);
  }
  ImGui::Dummy({width, row * static_cast<float>(names.size())});
}

}  // namespace

void posteriors_view(Page& page, float width) {
  PosteriorScene& scene = page.inside.posteriors;
  controls(scene, width);
  if (inside_waits(page)) return;
  if (!scene.ready()) {
    ImGui::TextUnformatted("Finding the components first");
    ImGui::ProgressBar(static_cast<float>(page.inside.plane.progress()), {std::min(width, 420.f), 22});
    return;
  }
  const Dataset& points = page.inside.plane.points();
  if (scene.tested() > 0)
    ImGui::Text("%.1f %% of %s test pictures right", 100 * scene.accuracy(), thousands(scene.tested()).c_str());
  else
    ImGui::TextDisabled("The test pictures are still to come");
  ImGui::Spacing();
  ImGui::Text("The means of the classes, of %d components", scene.components());
  {
    const float side = width >= 10 * 92 ? 84.f : 56.f;
    const std::vector<std::vector<uint8_t>> means = scene.means();
    Rows rows(width, {side, side + kCaption - 14});
    for (size_t k = 0; k < means.size(); ++k) captioned(page, rows.next(), side, means[k], points.class_names[k], "");
  }
  ImGui::TextUnformatted("Log-posteriors ln P(class | your picture)");
  const std::vector<double> logs = scene.log_posteriors();
  if (logs.empty())
    pale_text("Draw a garment, or take one of the data set's.");
  else
    bars(points.class_names, logs, std::min(width, 620.f));
}

}  // namespace thimble
