// The tab "Watch training": the controls, and what is to be seen of a network that learns.
#include <imgui.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "core/threads.h"
#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

constexpr float kWide = 900, kGap = 16;

// In the test's place as long as there is none, so that nothing moves when the last picture has come.
void test_line(const TrainScene& scene) {
  const ArrivingData& data = scene.data();
  ImGui::TextDisabled("Test");
  ImGui::SameLine(kLabel);
  if (!scene.test().empty())
    ImGui::Text("%.1f %% of %s right", 100 * scene.test().back().accuracy,
                thousands(static_cast<double>(scene.confusion().total())).c_str());
  else if (data.promised() > 0 && !data.complete())
    ImGui::TextDisabled("%s of %s fetched", thousands(data.arrived()).c_str(), thousands(data.promised()).c_str());
  else
    ImGui::TextDisabled("comes soon after the start");
}

// A bar below its roof: what all threads could do in registers.
void roof_line(const Page& page) {
  const double roof = page.roof.peak() * threads();
  if (page.train.net() == nullptr || roof <= 0 || page.train.images_per_second() <= 0) return;
  const double now = training_gflops(*page.train.net(), page.train.images_per_second());
  char words[64];
  std::snprintf(words, sizeof words, "%.0f GFLOP/s, %.0f %% of the roof", now, 100 * now / roof);
  ImGui::TextDisabled("Arithmetic");
  ImGui::SameLine(kLabel);
  ImGui::Text("%s", words);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, share = static_cast<float>(std::min(1.0, now / roof));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(corner, {corner.x + width, corner.y + 5}, ImGui::GetColorU32(ImGuiCol_FrameBg), 2);
  list.AddRectFilled(corner, {corner.x + share * width, corner.y + 5}, ImGui::GetColorU32(ImGuiCol_PlotHistogram), 2);
  ImGui::Dummy({width, 5});
}

void figures(const Page& page) {
  const TrainScene& scene = page.train;
  char text[64];
  std::snprintf(text, sizeof text, "Epoch %.2f", scene.epoch());
  headline(text);
  ImGui::TextDisabled("%s steps", thousands(static_cast<double>(scene.steps())).c_str());
  ImGui::SameLine(kLabel);
  if (scene.images_per_second() > 0)
    ImGui::Text("%s pictures/s", thousands(scene.images_per_second()).c_str());
  else
    ImGui::TextDisabled(scene.running() ? "..." : "paused");
  test_line(scene);
  roof_line(page);
}

void problem(const Page& page) {
  if (!page.data_problem.empty()) ImGui::TextWrapped("%s", page.data_problem.c_str());
}

void layers(const TrainScene& scene) {
  if (scene.net() == nullptr) return;
  ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
  ImGui::TextWrapped("%s", scene.net()->text().c_str());
  ImGui::TextWrapped("%s weights", thousands(static_cast<double>(scene.net()->parameter_count())).c_str());
  ImGui::PopStyleColor();
}

void answer(Page& page, unsigned seen) {
  const std::vector<float> p =
      page.scene.has_answer() ? probabilities_of(watched(page), page.scene.seen()) : std::vector<float>{};
  ImGui::TextUnformatted("Your picture, asked of this network");
  if (!page.scene.has_answer()) {
    ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
    ImGui::TextWrapped("Draw something under Classify: here you see what the network in training makes of it.");
    ImGui::PopStyleColor();
    return;
  }
  ImGui::Image(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(seen)), {112, 112});
  ImGui::SameLine(0, 16);
  ImGui::BeginGroup();
  class_bars(page.train.data().class_names(), p, 21);
  ImGui::EndGroup();
}

// One below the other: what a finger can scroll through.
void show_narrow(Page& page, unsigned seen, float top, float width, float height) {
  const float bar = 52, room = width - 2 * kGap - 6;
  begin_panel("go", 0, top - 8, width, bar + 8);  // stays where it is
  train_buttons(page);
  ImGui::End();
  begin_panel("train", 0, top + bar, width, height - bar, true);
  figures(page);
  problem(page);
  train_network(page);
  if (std::exchange(page.watching.to_view, false)) ImGui::SetScrollHereY(0);
  view_row(page, room);
  view_shown(page, room, 400);
  time_row(page, room);
  confusion_chart(page, room, room + 60);
  answer(page, seen);
  train_tuning(page);
  layers(page.train);
  train_files(page);
  scroll_by_finger(page);
  ImGui::End();
}

}  // namespace

std::string thousands(double value) {
  std::string digits = std::to_string(static_cast<long long>(value));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

void show_training(Page& page, unsigned seen, float top, float width, float height) {
  if (width < kWide) return show_narrow(page, seen, top, width, height);
  const float left = 330, right = std::min(500.f, (width - left) * 0.5f), middle = width - left - right;
  begin_panel("train", 0, top, left, height, true);
  train_buttons(page);
  figures(page);
  train_network(page);
  train_tuning(page);
  problem(page);
  train_files(page);
  layers(page.train);
  scroll_by_finger(page);
  ImGui::End();
  views_panel(page, left, top, middle, height);
  begin_panel("seen", left + middle, top, right, height, true);
  confusion_chart(page, right - 2 * kGap, height - 330);
  answer(page, seen);
  scroll_by_finger(page);
  ImGui::End();
}

}  // namespace thimble
