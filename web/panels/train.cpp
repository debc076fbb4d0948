// The tab "Watch training": what may be chosen, and what is to be seen of it.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

constexpr float kWide = 900, kGap = 16;

struct Choice {
  const char *value, *label;
};
constexpr Choice kNets[] = {{"S4-1", "Two dense layers (S4-1)"}, {"S2-1", "A convolution (S2-1)"}};
constexpr Choice kOptimizers[] = {
    {"sgd", "SGD"}, {"momentum", "SGD, momentum 0.9"}, {"nesterov", "SGD, Nesterov 0.9"}, {"adam", "Adam"}};
constexpr Choice kSchedules[] = {{"constant", "constant"}, {"cosine", "cosine"}, {"one_cycle", "one cycle"}};
constexpr Choice kBatches[] = {{"16", "16"},   {"32", "32"},   {"64", "64"},
                               {"128", "128"}, {"256", "256"}, {"512", "512"}};

constexpr float kLabel = 112, kValue = 62;

void label(const char* words, float behind = 0) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("%s", words);
  ImGui::SameLine(kLabel);
  ImGui::SetNextItemWidth(behind > 0 ? -behind : -1);
}

// Behind a slider: its own text would lie under the grab.
void value(const char* text) {
  ImGui::SameLine();
  ImGui::TextUnformatted(text);
}

// What was chosen, if anything; `extra` stands last.
template <size_t N>
const char* combo(const char* name, const char* id, const Choice (&choices)[N], const std::string& now,
                  const char* extra = nullptr) {
  const char* shown = extra != nullptr ? "Own layers" : now.c_str();
  for (const Choice& c : choices)
    if (now == c.value) shown = c.label;
  label(name);
  const char* chosen = nullptr;
  if (!ImGui::BeginCombo(id, shown)) return nullptr;
  for (const Choice& c : choices)
    if (ImGui::Selectable(c.label, now == c.value)) chosen = c.value;
  if (extra != nullptr && ImGui::Selectable(extra)) chosen = extra;
  ImGui::EndCombo();
  return chosen;
}

bool wide_button(const char* words, float width, bool strong = false) {
  if (strong) ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
  const bool pressed = ImGui::Button(words, {width, 0});
  if (strong) ImGui::PopStyleColor();
  return pressed;
}

void buttons(Page& page) {
  const float gap = ImGui::GetStyle().ItemSpacing.x, width = (ImGui::GetContentRegionAvail().x - 3 * gap) / 4;
  const char* start = page.train.running() ? "Pause" : page.train.begun() && page.train.steps() > 0 ? "Go on" : "Start";
  if (wide_button(start, width, true)) page.command("start");
  for (const auto& [words, name] : {std::pair{"Step", "step"}, {"Epoch", "epoch"}, {"Reset", "reset"}}) {
    ImGui::SameLine();
    if (wide_button(words, width)) page.command(name);
  }
}

void problem(const Page& page) {
  if (!page.data_problem.empty()) ImGui::TextWrapped("%s", page.data_problem.c_str());
}

void network(Page& page) {
  constexpr const char* kOwn = "Own layers ...";
  const char* net = combo("Network", "##net", kNets, page.train.setup().net, kOwn);
  if (net == kOwn)
    page.command("layers");
  else if (net != nullptr)
    page.train.set("net", net);
}

void tuning(TrainScene& scene) {
  const TrainSetup& setup = scene.setup();
  char text[24];
  if (const char* optimizer = combo("Optimizer", "##optimizer", kOptimizers, setup.optimizer))
    scene.set("optimizer", optimizer);
  auto power = static_cast<float>(std::log10(std::max(setup.lr, 1e-5)));
  label("Learning rate", kValue);
  if (ImGui::SliderFloat("##lr", &power, -5, 0, " ")) {
    std::snprintf(text, sizeof text, "%.2g", std::pow(10.0, static_cast<double>(power)));
    scene.set("lr", text);
  }
  std::snprintf(text, sizeof text, "%.3g", scene.running() ? scene.learning_rate() : setup.lr);
  value(text);
  if (const char* schedule = combo("... over time", "##schedule", kSchedules, setup.schedule))
    scene.set("schedule", schedule);
  if (const char* batch = combo("Batch", "##batch", kBatches, std::to_string(setup.batch))) scene.set("batch", batch);
  int epochs = setup.epochs;
  label("Epochs", kValue);
  if (ImGui::SliderInt("##epochs", &epochs, 1, 50, " ")) scene.set("epochs", std::to_string(epochs));
  value(std::to_string(setup.epochs).c_str());
}

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
      page.scene.has_answer() ? page.train.probabilities(page.scene.seen()) : std::vector<float>{};
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

// A finger, or the wheel, moves what is longer than the screen.
void scroll_by_finger() {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsWindowHovered() && ImGui::IsMouseDragging(0, 6) && !ImGui::IsAnyItemActive())
    ImGui::SetScrollY(ImGui::GetScrollY() - io.MouseDelta.y);
}

void files(Page& page) {
  const float gap = ImGui::GetStyle().ItemSpacing.x, width = (ImGui::GetContentRegionAvail().x - gap) / 2;
  if (!page.train.begun()) return;
  if (wide_button("Use in Classify", width)) page.command("use");
  ImGui::SameLine();
  if (wide_button("Save the network", width)) page.command("save");
}

}  // namespace

std::string thousands(double value) {
  std::string digits = std::to_string(static_cast<long long>(value));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

void show_training(Page& page, unsigned seen, float top, float width, float height) {
  TrainScene& scene = page.train;
  const std::vector<std::string>& names = scene.data().class_names();
  if (width < kWide) {
    begin_panel("train", 0, top, width, height, true);
    const float room = width - 2 * kGap - 6;
    buttons(page);
    figures(page);
    problem(page);
    network(page);
    curve_chart(scene, Curve::accuracy, room, 190);
    curve_chart(scene, Curve::loss, room, 160);
    tuning(scene);
    answer(page, seen);
    confusion_chart(scene, names, room, room + 60);
    if (const Tensor* filters = scene.filters()) filter_pictures(*filters, room, 200);
    layers(scene);
    files(page);
    scroll_by_finger();
    ImGui::End();
    return;
  }
  const float left = 330, right = std::min(500.f, (width - left) * 0.5f), middle = width - left - right;
  begin_panel("train", 0, top, left, height, true);
  buttons(page);
  figures(page);
  network(page);
  tuning(scene);
  problem(page);
  files(page);
  layers(scene);
  scroll_by_finger();
  ImGui::End();
  begin_panel("curves", left, top, middle, height);
  const Tensor* filters = scene.filters();  // asked for behind the controls, which may have thrown the network away
  const float low = filters != nullptr ? 150.f : 0.f, chart = (height - low - 2 * kGap - 24) / 2;
  curve_chart(scene, Curve::loss, middle - 2 * kGap, chart);
  ImGui::Dummy({1, 4});
  curve_chart(scene, Curve::accuracy, middle - 2 * kGap, chart);
  if (filters != nullptr) filter_pictures(*filters, middle - 2 * kGap, low);
  ImGui::End();
  begin_panel("seen", left + middle, top, right, height, true);
  confusion_chart(scene, names, right - 2 * kGap, height - 330);
  answer(page, seen);
  scroll_by_finger();
  ImGui::End();
}

}  // namespace thimble
