// A desktop window with an OpenGL context, by GLFW, and what happens to it.
#pragma once

#include <functional>
#include <string>

#include "app/picture.h"
#include "web/page.h"

struct GLFWwindow;

namespace thimble {

class Window {
 public:
  struct Events {
    std::function<void(PointerPoint::Kind, float x, float y)> pointer;  // in the page's pixels
    std::function<void(float lines)> wheel;
    std::function<void(int key, int action, int mods)> key;  // GLFW's numbers
    std::function<void(unsigned letter)> letter;             // what was typed, in Unicode
    std::function<void(const std::string& path)> dropped;
    std::function<void()> changed;  // another size or scale, or uncovered: draw it again
  };
  static constexpr const char* kGlsl = "#version 150";

  // `scale` 0: the monitor's. io error where there is no display, or none that OpenGL 3.2 can draw on.
  Window(int width, int height, float scale, Events events);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  float width() const;  // in the page's pixels, as the height
  float height() const;
  float scale() const;  // of the screen's pixels to one of the page's

  void poll();              // calls `events` for what has happened
  void wait(bool briefly);  // until something has; briefly: for 50 ms at most
  bool closed() const;
  void present(bool hurry);  // what was drawn; `hurry`: without waiting for the monitor
  Picture pixels() const;    // what was drawn, before it is presented

  std::string clipboard() const;  // its text; empty: there is none
  GLFWwindow* handle() const { return window_; }

 private:
  void listen();
  void point(PointerPoint::Kind kind);

  Events events_;
  GLFWwindow* window_ = nullptr;
  float wanted_scale_ = 0;
  bool hurries_ = false;
  double x_ = -1, y_ = -1;  // of the pointer, as it was last told
};

}  // namespace thimble
