#include "web/desktop/window.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <cstring>

#include "core/error.h"

namespace thimble {
namespace {

std::string glfw_reason() {
  const char* words = nullptr;
  glfwGetError(&words);
  return words == nullptr ? "GLFW says no more" : words;
}

Window& of(GLFWwindow* window) { return *static_cast<Window*>(glfwGetWindowUserPointer(window)); }

}  // namespace

Window::Window(int width, int height, float scale, Events events) : events_(std::move(events)), wanted_scale_(scale) {
  if (glfwInit() == GLFW_FALSE) fail(Error::io, "ui: there is no display to open a window on (" + glfw_reason() + ")");
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, scale > 0 ? GLFW_FALSE : GLFW_TRUE);
  const float by = scale > 0 ? scale : 1;
  const auto screen_pixels = [by](int page_pixels) { return static_cast<int>(static_cast<float>(page_pixels) * by); };
  window_ = glfwCreateWindow(screen_pixels(width), screen_pixels(height), "Thimble", nullptr, nullptr);
  if (window_ == nullptr) {
    const std::string reason = glfw_reason();
    glfwTerminate();
    fail(Error::io, "ui: there is no window that OpenGL 3.2 can draw on (" + reason + ")");
  }
  glfwMakeContextCurrent(window_);
  glfwSwapInterval(1);
  listen();
}

Window::~Window() {
  glfwDestroyWindow(window_);
  glfwTerminate();
}

float Window::scale() const {
  if (wanted_scale_ > 0) return wanted_scale_;
  float x = 1, y = 1;
  glfwGetWindowContentScale(window_, &x, &y);
  return std::max(x, 0.5f);
}

float Window::width() const {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  return static_cast<float>(width) / scale();
}

float Window::height() const {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  return static_cast<float>(height) / scale();
}

// GLFW tells places in the window's own units, which are not pixels on every system. A button is pressed where the pointer
// was last said to be: asked now, it may be farther.
void Window::point(PointerPoint::Kind kind) {
  int units_across = 0, units_down = 0;
  glfwGetWindowSize(window_, &units_across, &units_down);
  if (units_across < 1 || units_down < 1) return;
  events_.pointer(kind, static_cast<float>(x_) * width() / static_cast<float>(units_across),
                  static_cast<float>(y_) * height() / static_cast<float>(units_down));
}

void Window::listen() {
  glfwSetWindowUserPointer(window_, this);
  glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) {
    of(w).x_ = x, of(w).y_ = y;
    of(w).point(PointerPoint::Kind::move);
  });
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int) {
    if (button != GLFW_MOUSE_BUTTON_LEFT) return;
    of(w).point(action == GLFW_PRESS ? PointerPoint::Kind::down : PointerPoint::Kind::up);
  });
  glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double y) { of(w).events_.wheel(static_cast<float>(y)); });
  glfwSetKeyCallback(window_,
                     [](GLFWwindow* w, int key, int, int action, int mods) { of(w).events_.key(key, action, mods); });
  glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned letter) { of(w).events_.letter(letter); });
  glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
    for (int i = 0; i < count; ++i) of(w).events_.dropped(paths[i]);
  });
  glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { of(w).events_.changed(); });
  glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float, float) { of(w).events_.changed(); });
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { of(w).events_.changed(); });
}

void Window::poll() { glfwPollEvents(); }
void Window::wait(bool briefly) { briefly ? glfwWaitEventsTimeout(0.05) : glfwWaitEvents(); }
bool Window::closed() const { return glfwWindowShouldClose(window_) == GLFW_TRUE; }

void Window::present(bool hurry) {
  if (hurry != hurries_) glfwSwapInterval(hurry ? 0 : 1);
  hurries_ = hurry;
  glfwSwapBuffers(window_);
}

Picture Window::pixels() const {
  Picture picture;
  glfwGetFramebufferSize(window_, &picture.width, &picture.height);
  picture.channels = 3;
  const size_t row = static_cast<size_t>(picture.width) * 3, rows = static_cast<size_t>(picture.height);
  std::vector<uint8_t> upside_down(row * rows);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, picture.width, picture.height, GL_RGB, GL_UNSIGNED_BYTE, upside_down.data());
  picture.pixels.resize(row * rows);
  for (size_t y = 0; y < rows; ++y)
    std::memcpy(picture.pixels.data() + y * row, upside_down.data() + (rows - 1 - y) * row, row);
  return picture;
}

std::string Window::clipboard() const {
  const char* words = glfwGetClipboardString(window_);
  return words == nullptr ? "" : words;
}

}  // namespace thimble
