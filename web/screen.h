// The page on a screen: what a browser's tab and a desktop window do alike once there is an OpenGL context. Whoever owns
// the screen brings the events, and asks for a frame when there is reason to.
#pragma once

#include <functional>

#include "web/graphics.h"
#include "web/keys.h"
#include "web/page.h"

namespace thimble {

class Screen {
 public:
  Page page;
  bool keeps = false;  // what has been drawn stays there until it is drawn over

  // Sizes are in the page's pixels, of which `scale` of the screen's make one. `font` as apply_font().
  void open(const char* glsl, std::span<const uint8_t> font, float width, float height, float scale);
  void close();
  void resize(float width, float height, float scale);
  void theme(bool dark);
  void restore(const char* glsl);  // after the graphics memory was taken away

  void pointer(PointerPoint::Kind kind, float x, float y);
  void wheel(float lines);
  // An arrow, blank, Enter or Escape, by its number in ImGuiKey; true if the page has a use for it now.
  bool key(int key, bool down, bool fine);

  // A command of the page, after what the pointer did before it; false: unknown, or it went wrong.
  void settle();  // frames until what the pointer did has been seen
  bool command(const std::string& name);

  // One frame, `now` in milliseconds; true if another one is wanted soon. What is drawn above the page stands between
  // show() and finish().
  bool frame(double now);
  void begin(double now);
  void show();
  bool finish();
  void changed() { frames_wanted_ = kSettle; }
  bool waiting() const { return frames_wanted_ > 0 || keys.waiting(); }
  int frames() const { return frames_; }
  float width() const { return width_; }
  float height() const { return height_; }
  float scale() const { return scale_; }

  // What goes wrong in `body` becomes words on the page; false then.
  bool guarded(const std::function<void()>& body);

  Keys keys;

 private:
  static constexpr int kSettle = 3;  // frames after an event until Dear ImGui has nothing more to show
  void take_points();

  Graphics graphics_;
  float width_ = 0, height_ = 0, scale_ = 1;
  int frames_wanted_ = kSettle, frames_ = 0;
  bool released_ = false;  // the press has been shown, not yet the release
  double last_ = 0;
};

}  // namespace thimble
