// What may be chosen when a network is trained, and the buttons that set it going.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "web/panels/panels.h"

namespace thimble {
namespace {

struct Choice {
  const char *value, *label;
};
constexpr Choice kNets[] = {{"S4-1", "Two dense layers (S4-1)"}, {"S2-1", "A convolution (S2-1)"}};
constexpr Choice kOptimizers[] = {
    {"sgd", "SGD"}, {"momentum", "SGD, momentum 0.9"}, {"nesterov", "SGD, Nesterov 0.9"}, {"adam", "Adam"}};
constexpr Choice kSchedules[] = {{"constant", "constant"}, {"cosine", "cosine"}, {"one_cycle", "one cycle"}};
constexpr Choice kBatches[] = {{"16", "16"},   {"32", "32"},   {"64", "64"},
                               {"128", "128"}, {"256", "256"}, {"512", "512"}};

constexpr float kValue = 62;  // width of a number behind a slider

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

}  // namespace

void train_buttons(Page& page) {
  const float gap = ImGui::GetStyle().ItemSpacing.x, width = (ImGui::GetContentRegionAvail().x - 3 * gap) / 4;
  const char* start = page.train.running() ? "Pause" : page.train.begun() && page.train.steps() > 0 ? "Go on" : "Start";
  if (wide_button(start, width, true)) page.command("start");
  for (const auto& [words, name] : {std::pair{"Step", "step"}, {"Epoch", "epoch"}, {"Reset", "reset"}}) {
    ImGui::SameLine();
    if (wide_button(words, width)) page.command(name);
  }
}

void train_network(Page& page) {
  constexpr const char* kOwn = "Own layers ...";
  const char* net = combo("Network", "##net", kNets, page.train.setup().net, kOwn);
  if (net == kOwn)
    page.command("layers");
  else if (net != nullptr)
    page.train.set("net", net);
}

void train_tuning(TrainScene& scene) {
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

void train_files(Page& page) {
  const float gap = ImGui::GetStyle().ItemSpacing.x, width = (ImGui::GetContentRegionAvail().x - gap) / 2;
  if (!page.train.begun()) return;
  if (wide_button("Use in Classify", width)) page.command("use");
  ImGui::SameLine();
  if (wide_button("Save the network", width)) page.command("save");
}

}  // namespace thimble
