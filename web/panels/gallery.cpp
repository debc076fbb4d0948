// Test pictures under their true names, and what the network calls them.
#include <imgui.h>

#include <algorithm>
#include <cstdio>

#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

constexpr float kPicture = 56, kAcross = 96, kDown = kPicture + 44, kCaption = 14;
constexpr size_t kMost = 200;

void caption(ImVec2 at, float width, ImU32 ink, const char* text) {
  ImGui::GetWindowDrawList()->AddText(ImGui::GetFont(), kSmall, at, ink, shortened(text, width).c_str());
}

}  // namespace

std::string gallery_title(const Page& page) {
  const TestResult& tested = page.watching.review.tested(page.train);
  const std::vector<std::string>& names = page.train.data().class_names();
  const ConfusionMatrix& m = tested.confusion;
  char text[160];
  if (const auto& cell = page.watching.cell) {
    const std::string &is = names[static_cast<size_t>(cell->truth)], &called = names[static_cast<size_t>(cell->said)];
    std::snprintf(text, sizeof text, "%s, called %s: %d of %d", is.c_str(), called.c_str(),
                  static_cast<int>(m(cell->truth, cell->said)), static_cast<int>(m.row_total(cell->truth)));
  } else {
    std::snprintf(text, sizeof text, "The surest of %s mistakes in %s pictures",
                  thousands(static_cast<double>(m.total() - m.trace())).c_str(),
                  thousands(static_cast<double>(m.total())).c_str());
  }
  return text;
}

void gallery_view(Page& page, float width) {
  Watching& w = page.watching;
  w.shown.clear();
  const auto& test = page.train.data().test();
  const TestResult& tested = w.review.tested(page.train);
  if (!test || tested.answers.said.empty()) {
    quiet("The first test comes soon after the start.");
    return;
  }
  if (w.cell) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(gallery_title(page).c_str());
    ImGui::SameLine(width - 110);
    if (ImGui::Button("All mistakes", {110, 0})) page.command("mistakes");
  } else {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(gallery_title(page).c_str());
  }
  w.shown = gallery(tested.answers, test->labels, w.cell, kMost);
  const std::vector<std::string>& names = page.train.data().class_names();
  const int across = std::max(1, static_cast<int>(width / kAcross));
  const float column = width / static_cast<float>(across);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImU32 strong = ImGui::GetColorU32(ImGuiCol_Text), orange = ImGui::GetColorU32(ImGuiCol_PlotLinesHovered),
              blue = ImGui::GetColorU32(ImGuiCol_PlotHistogram);
  for (size_t i = 0; i < w.shown.size(); ++i) {
    const Exhibit& e = w.shown[i];
    const ImVec2 at{corner.x + column * static_cast<float>(static_cast<int>(i) % across),
                    corner.y + kDown * static_cast<float>(static_cast<int>(i) / across)};
    const ImVec2 end{at.x + kPicture, at.y + kPicture};
    if (!ImGui::IsRectVisible(at, {at.x + column, at.y + kDown})) continue;
    page.atlas.draw(*ImGui::GetWindowDrawList(), at, kPicture, test->x.bytes(e.picture));
    char said[64];
    std::snprintf(said, sizeof said, "%s", names[static_cast<size_t>(e.said)].c_str());
    caption({at.x, end.y + 3}, column - 6, strong, names[static_cast<size_t>(e.truth)].c_str());
    const std::string share = std::to_string(static_cast<int>(100 * e.probability + 0.5f)) + " %";
    caption({at.x + kPicture + 5, at.y + 2}, column - kPicture, ImGui::GetColorU32(ImGuiCol_TextDisabled),
            share.c_str());
    caption({at.x, end.y + 3 + kCaption}, column - 6, e.truth == e.said ? blue : orange, said);
    if (clicked(at, end)) {
      w.example = e.picture;
      w.look = Look::activations;
    }
  }
  const auto rows = static_cast<float>((static_cast<int>(w.shown.size()) + across - 1) / across);
  ImGui::Dummy({width, kDown * rows});
}

}  // namespace thimble
