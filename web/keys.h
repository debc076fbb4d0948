// Keys that walk over what can be pressed. Dear ImGui 1.86 looks at them once a frame: one that was pressed and let go
// between two frames is shown pressed in the first and let go in the second.
#pragma once

#include <array>

namespace thimble {

class Keys {
 public:
  static void begin();  // once there is a Dear ImGui context: walking is on
  void press(int key);  // a number of ImGuiKey
  void release(int key);
  void before_frame();
  void after_frame();
  bool waiting() const;  // for another frame to be let go

 private:
  static constexpr int kCount = 22;  // of ImGuiKey
  std::array<bool, kCount> down_{}, unseen_{};
};

}  // namespace thimble
