#include "web/keys.h"

#include <imgui.h>

#include <algorithm>

namespace thimble {

static_assert(ImGuiKey_COUNT == 22);

void Keys::begin() {
  ImGuiIO& io = ImGui::GetIO();
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  for (int key = 0; key < kCount; ++key) io.KeyMap[key] = key;
}

void Keys::press(int key) {
  if (key < 0 || key >= kCount) return;
  down_[static_cast<size_t>(key)] = unseen_[static_cast<size_t>(key)] = true;
}

void Keys::release(int key) {
  if (key >= 0 && key < kCount) down_[static_cast<size_t>(key)] = false;
}

void Keys::before_frame() {
  for (size_t key = 0; key < kCount; ++key) ImGui::GetIO().KeysDown[key] = down_[key] || unseen_[key];
}

void Keys::after_frame() { unseen_.fill(false); }

bool Keys::waiting() const {
  const bool* shown = ImGui::GetIO().KeysDown;
  return !std::equal(down_.begin(), down_.end(), shown);
}

}  // namespace thimble
