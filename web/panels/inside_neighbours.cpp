// The training pictures that are nearest to the visitor's.
#include <algorithm>
#include <cstdio>

#include "web/panels/inside.h"
#include "web/panels/panels.h"

namespace thimble {
namespace {

constexpr const char* kMetrics[] = {"L1", "L2", "L3", "max"};
constexpr Metric kOrders[] = {Metric::l1, Metric::l2, Metric::l3, Metric::linf};

void controls(NeighboursScene& scene, float width) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("Distance");
  ImGui::SameLine(kLabel);
  const auto now = std::find(std::begin(kOrders), std::end(kOrders), scene.metric()) - std::begin(kOrders);
  const int pressed = choice_row(kMetrics, static_cast<int>(now));
  if (pressed >= 0) scene.set_metric(kOrders[pressed]);
  int k = scene.k();
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("Neighbours");
  ImGui::SameLine(kLabel);
  ImGui::SetNextItemWidth(std::min(width - kLabel - 40, 280.f));
  if (ImGui::SliderInt("##k", &k, 1, NeighboursScene::kMost, " ")) scene.set_k(k);
  value_behind(scene.k());
}

std::string distance_text(const Neighbour& n) { return thousands(n.distance + 0.5); }

void pictures(Page& page, size_t count, float width, float side) {
  const NeighboursScene& scene = page.inside.neighbours;
  Rows rows(width, {side, side + kCaption});
  for (size_t i = 0; i < std::min(count, scene.found().size()); ++i) {
    const Neighbour& n = scene.found()[i];
    captioned(page, rows.next(), side, scene.data()->x.bytes(n.index),
              scene.data()->class_names[static_cast<size_t>(n.label)], distance_text(n));
  }
}

}  // namespace

void neighbours_view(Page& page, float width) {
  NeighboursScene& scene = page.inside.neighbours;
  controls(scene, width);
  if (inside_waits(page)) return;
  ImGui::Spacing();
  const bool wide = width >= 760;
  const float bars = wide ? 310.f : width, room = wide ? width - bars - 32 : width;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const std::string how_many = thousands(scene.data()->size());
  if (scene.found().empty())
    pale_text(scene.busy() ? "Searching ..."
                           : "Draw a garment, or take one of the data set's: here come those that are like it.");
  else
    ImGui::Text("The %d nearest of %s garments", scene.k(), how_many.c_str());
  pictures(page, static_cast<size_t>(scene.k()), room, wide ? 112 : 56);
  if (wide) ImGui::SetCursorScreenPos({corner.x + room + 32, corner.y});
  ImGui::BeginGroup();
  ImGui::TextUnformatted("Their votes");
  class_bars(scene.data()->class_names, scene.votes(), wide ? 33.f : 26.f);
  ImGui::EndGroup();
}

void nearest_row(Page& page, float width) {
  NeighboursScene& scene = page.inside.neighbours;
  if (!page.scene.has_answer()) return;
  ImGui::Spacing();
  if (scene.data() == nullptr) {
    if (!page.wants_data) {
      if (ImGui::Button("Show the nearest garments")) page.command("nearest");
      if (page.in_browser) {
        ImGui::SameLine();
        ImGui::AlignTextToFramePadding();
        ImGui::TextDisabled("(fetches 30 MB)");
      }
    } else {
      inside_waits(page);
    }
    return;
  }
  const float side = width >= 5 * 84 + 32 ? 84.f : 56.f;
  ImGui::TextDisabled("The nearest of %s training pictures, and their distance",
                      thousands(scene.data()->size()).c_str());
  pictures(page, 5, width, side);
}

}  // namespace thimble
