// What may be chosen when a network is trained, and the buttons that set it going.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>

#include "web/panels/panels.h"

namespace thimble {
namespace {

struct Choice {
  const char *value, *label;
};
constexpr Choice kPresets[] = {{"quick", "90 % as fast as it can"},
                               {"S4-1", "Report S4: dense layers"},
                               {"S2-1", "Report S2: a convolution"},
                               {"page", "This page's network"}};
constexpr Choice kNets[] = {{"quick", "A small convolution"},
                            {"S4-1", "Two dense layers (S4-1)"},
                            {"S2-1", "A convolution (S2-1)"},
                            {"page", "Three convolutions (page)"}};
constexpr Choice kOptimizers[] = {
    {"sgd", "SGD"}, {"momentum", "SGD, momentum 0.9"}, {"nesterov", "SGD, Nesterov 0.9"}, {"adam", "Adam"}};
constexpr Choice kSchedules[] = {{"constant", "constant"}, {"cosine", "cosine"}, {"one_cycle 0.2", "one cycle"}};
constexpr Choice kAugments[] = {{"none", "as they are"},
                                {"flip", "mirrored at times"},
                                {"flip, shift 2", "mirrored, shifted"},
                                {"flip, shift 2, rotate 10, zoom 0.1", "and turned, zoomed"},
                                {"flip, shift 2, erase 0.5", "mirrored, shifted, holes"},
                                {"flip, shift 1, outline 0.18, fill 0.1", "some as drawings"}};
constexpr Choice kShares[] = {{"1", "all of them"}, {"0.3", "30 %"}, {"0.1", "10 %"}, {"0.03", "3 %"}, {"0.01", "1 %"}};
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
                  const char* extra = nullptr, const char* otherwise = nullptr) {
  const char* shown = otherwise != nullptr ? otherwise : now.c_str();
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
  if (page.rival.scene) {
    label("Settings of");
    for (const auto& [words, name, second] :
         {std::tuple{"the first", "first", false}, {"the second", "second", true}}) {
      const bool chosen = page.rival.edited == second;
      if (chosen) ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
      if (ImGui::Button(words)) page.command(name);
      if (chosen) ImGui::PopStyleColor();
      if (!second) ImGui::SameLine();
    }
  }
  if (const char* preset =
          combo("Preset", "##preset", kPresets, edited(page).setup().preset(), nullptr, "your own choice"))
    edited(page).set("preset", preset);
  constexpr const char* kOwn = "Own layers ...";
  const char* net = combo("Network", "##net", kNets, edited(page).setup().net, kOwn, "Own layers");
  if (net == kOwn)
    page.command("layers");
  else if (net != nullptr)
    edited(page).set("net", net);
}

void train_tuning(Page& page) {
  TrainScene& scene = edited(page);
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
  if (const char* augment = combo("Pictures", "##augment", kAugments, setup.augment)) scene.set("augment", augment);
  std::snprintf(text, sizeof text, "%.6g", setup.share);
  if (const char* share = combo("... of them", "##share", kShares, text)) scene.set("share", share);
  if (page.teaching.own.size() > 0) ImGui::Checkbox("My own pictures too", &page.teaching.with_others);
}

void train_files(Page& page) {
  const float gap = ImGui::GetStyle().ItemSpacing.x, width = (ImGui::GetContentRegionAvail().x - gap) / 2;
  if (wide_button(page.rival.scene ? "Without the second network" : "Compare with a second network", -1))
    page.command("compare");
  if (!page.train.begun()) return;
  if (wide_button("Use in Classify", width)) page.command("use");
  ImGui::SameLine();
  if (wide_button("Save the network", width)) page.command("save");
}

}  // namespace thimble
