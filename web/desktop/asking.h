// What a browser asks with windows of its own, as a card above the page: where a file lies, where one shall go, layers.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace thimble {

class Asking {
 public:
  enum class What { open, save, layers };

  void ask(What what, const std::string& text);  // with `text` to begin with
  bool open() const { return what_.has_value(); }
  void end() { what_.reset(); }

  // Draws it in a frame of Dear ImGui. What was asked and the answer, in the frame where it is given.
  struct Answer {
    What what;
    std::string text;
  };
  std::optional<Answer> show(float width, float height);

 private:
  std::optional<What> what_;
  std::vector<char> text_;
  bool fresh_ = false;
};

}  // namespace thimble
