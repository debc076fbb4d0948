// Centres that find groups by themselves, moving a step at a time.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "classic/kohonen.h"
#include "web/panels/inside.h"
#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr const char* kMethods[] = {"k-means", "Winner-take-all", "Kohonen's map"};
void label(const char* words, float width) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("%s", words);
  ImGui::SameLine(kLabel);
  ImGui::SetNextItemWidth(std::min(width - kLabel - 60, 280.f));
}

void controls(Page& page, float width) {
  ClusterScene& scene = page.inside.clusters;
  ClusterSetup setup = scene.setup();
  const int pressed = choice_row(kMethods, static_cast<int>(setup.method));
  bool changed = pressed >= 0;
  if (changed) setup.method = static_cast<ClusterMethod>(pressed);
  label("Centres", width);
  changed = ImGui::SliderInt("##centres", &setup.k, 2, ClusterScene::kMostCentres, " ") || changed;
  value_behind(setup.k);
  if (setup.method != ClusterMethod::kmeans) {
    auto power = static_cast<float>(std::log10(setup.rate));
    label("Rate", width);
    if (ImGui::SliderFloat("##rate", &power, -3, 0, " "))
      setup.rate = std::clamp(std::pow(10.0, static_cast<double>(power)), 0.001, 1.0), changed = true;
    ImGui::SameLine();
    ImGui::Text("%.3f", setup.rate);
  }
  if (changed) scene.set(setup);
  const float button = (std::min(width, kLabel + 280) - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
  ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
  const char* words = scene.running()     ? "Pause"
                      : scene.finished()  ? "Once more"
                      : scene.steps() > 0 ? "Go on"
                                          : "Start";
  if (ImGui::Button(words, {button, 0})) page.command("cluster");
  ImGui::PopStyleColor();
  ImGui::SameLine();
  if (ImGui::Button("Step", {button, 0})) page.command("cluster step");
  ImGui::SameLine();
  if (ImGui::Button("Other start", {button, 0})) page.command("cluster reset");
}

void centres(Page& page, float width) {
  const ClusterScene& scene = page.inside.clusters;
  const std::vector<std::string>& names = page.train.data().class_names();
  const int nearest = page.scene.has_answer() ? scene.nearest(page.scene.seen()) : -1;
  const bool map = scene.setup().method == ClusterMethod::som;
  const int columns = map ? grid_of(scene.size()).columns : 0;
  const float side = scene.size() > 15 || width < 500 || columns > 5 ? 56.f : 84.f;
  if (map && static_cast<float>(columns) * (side + 8) <= width + 8) width = static_cast<float>(columns) * (side + 8);
  Rows rows(width, {side, side + kCaption});
  for (int j = 0; j < scene.size(); ++j) {
    const int c = scene.majority(j);
    captioned(page, rows.next(), side, scene.centre(j), c < 0 ? "-" : names[static_cast<size_t>(c)],
              thousands(scene.members(j)), j == nearest ? ImGui::GetColorU32(ImGuiCol_PlotLinesHovered) : 0);
  }
}

void curves(const ClusterScene& scene, float width) {
  std::vector<double> inertia, accuracy;
  for (const ClusterPoint& p : scene.curve()) inertia.push_back(p.inertia), accuracy.push_back(100 * p.accuracy);
  ImGui::Text("Step %d%s", scene.steps(), scene.finished() ? ": nothing moves any more" : "");
  line_chart("Inertia: mean squared distance", inertia, "%.2f", ImGui::GetColorU32(ImGuiCol_PlotHistogram), width, 150);
  line_chart("Right, if each is called by its majority", accuracy, "%.1f %%",
             ImGui::GetColorU32(ImGuiCol_PlotLinesHovered), width, 150);
}

}  // namespace

void clusters_view(Page& page, float width, float) {
  controls(page, width);
  if (inside_waits(page)) return;
  const ClusterScene& scene = page.inside.clusters;
  if (!scene.ready()) {
    pale_text("Placing the first centres ...");
    return;
  }
  ImGui::Spacing();
  const bool wide = width >= 760;
  const float right = 330, room = wide ? width - right - 32 : width;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::Text("The %d centres of %s pictures", scene.size(), thousands(ClusterScene::kSamples).c_str());
  centres(page, room);
  pale_text(page.scene.has_answer() ? "Below each: the most frequent class in its cluster, and how many belong to it. "
                                      "In orange: nearest to yours."
                                    : "Below each: the most frequent class in its cluster, and how many belong to it.",
            room);
  if (wide) {
    ImGui::SetCursorScreenPos({corner.x + room + 32, corner.y});
    ImGui::BeginGroup();
  }
  curves(scene, wide ? right : width);
  if (wide) ImGui::EndGroup();
}

}  // namespace thimble
