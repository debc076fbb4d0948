#include "web/desktop/asking.h"

#include <imgui.h>

#include <algorithm>
#include <utility>

#include "web/theme.h"

namespace thimble {
namespace {

constexpr size_t kLongest = 8192;
constexpr const char* kCard = "##asking";

struct Words {
  const char *title, *hint, *yes;
};
Words words_of(Asking::What what) {
  switch (what) {
    case Asking::What::open:
      return {"Open a picture", "Its place, or that of a model file. One can also be dropped on the window.", "Open"};
    case Asking::What::save:
      return {"Save the network", "Where the file shall lie: thimble eval and the page read it.", "Save"};
    default:
      return {"The network's layers",
              "One a line, or with commas: conv 16 3x3, relu, max_pool 2, flatten, dense 64, relu, dense 10",
              "Use these layers"};
  }
}

}  // namespace

void Asking::ask(What what, const std::string& text) {
  what_ = what;
  text_.assign(kLongest, '\0');
  std::copy_n(text.begin(), std::min(text.size(), kLongest - 1), text_.begin());
  fresh_ = true;
}

std::optional<Asking::Answer> Asking::show(float width, float height) {
  if (!what_) return std::nullopt;
  const Words words = words_of(*what_);
  if (fresh_) ImGui::OpenPopup(kCard);
  const float card = std::min(width - 32, 620.f);
  ImGui::SetNextWindowPos({(width - card) / 2, height * 0.2f});
  ImGui::SetNextWindowSize({card, 0});
  const int fixed = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  if (!ImGui::BeginPopupModal(kCard, nullptr, fixed)) return end(), std::nullopt;
  headline(words.title);
  ImGui::TextWrapped("%s", words.hint);
  if (std::exchange(fresh_, false)) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  bool given = false;
  if (*what_ == What::layers)
    given = ImGui::InputTextMultiline("##text", text_.data(), text_.size(), {-1, 180},
                                      ImGuiInputTextFlags_EnterReturnsTrue);  // Ctrl Enter
  else
    given = ImGui::InputText("##text", text_.data(), text_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
  given = ImGui::Button(words.yes) || given;
  ImGui::SameLine();
  const bool away = ImGui::Button("Cancel");
  std::optional<Answer> answer;
  if (given && text_[0] != '\0') answer = {*what_, text_.data()};
  if (answer || away) {
    ImGui::CloseCurrentPopup();
    end();
  }
  ImGui::EndPopup();
  return answer;
}

}  // namespace thimble
