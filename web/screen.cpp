#include "web/screen.h"

#include <imgui.h>

#include <algorithm>
#include <exception>
#include <new>

#include "backends/imgui_impl_opengl3.h"
#include "web/theme.h"

namespace thimble {

void Screen::open(const char* glsl, std::span<const uint8_t> font, float width, float height, float scale) {
  width_ = width, height_ = height, scale_ = scale;
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  Keys::begin();
  apply_theme(page.dark);
  apply_font(font, scale);
  graphics_.make(page, glsl);
}

void Screen::close() {
  graphics_.lose();
  ImGui::DestroyContext();
}

void Screen::resize(float width, float height, float scale) {
  if (scale != scale_) {
    apply_font({}, scale);
    graphics_.new_letters();
  }
  width_ = width, height_ = height, scale_ = scale;
  graphics_.changed();
  changed();
}

void Screen::theme(bool dark) {
  page.dark = dark;
  graphics_.changed();
  apply_theme(dark);
  changed();
}

void Screen::restore(const char* glsl) {
  graphics_.lose();
  graphics_.make(page, glsl);
  changed();
}

void Screen::pointer(PointerPoint::Kind kind, float x, float y) {
  page.waiting.push_back({kind, x, y});
  changed();
}

void Screen::wheel(float lines) {
  ImGui::GetIO().MouseWheel += lines;
  changed();
}

bool Screen::key(int key, bool down, bool fine) {
  changed();
  if (!down) return keys.release(key == ImGuiKey_Enter ? ImGuiKey_Space : key), true;
  if (page.hand.on) {
    using Typed = Hand::Key;
    page.hand.type(key == ImGuiKey_LeftArrow    ? Typed::left
                   : key == ImGuiKey_RightArrow ? Typed::right
                   : key == ImGuiKey_UpArrow    ? Typed::up
                   : key == ImGuiKey_DownArrow  ? Typed::down
                   : key == ImGuiKey_Escape     ? Typed::end
                                                : Typed::press,
                   fine, page.waiting);
    return true;
  }
  const bool arrow = key >= ImGuiKey_LeftArrow && key <= ImGuiKey_DownArrow;
  if (!arrow && !ImGui::GetIO().NavVisible) return false;
  keys.press(key == ImGuiKey_Enter ? ImGuiKey_Space : key);  // which is what presses a button
  return true;
}

// Up to the end of a stroke: it is shown in one frame, let go in the next, and what comes after it waits until then.
void Screen::take_points() {
  ImGuiIO& io = ImGui::GetIO();
  page.points.clear();
  if (released_) {
    io.MouseDown[0] = released_ = false;
    return;
  }
  const auto is_up = [](const PointerPoint& p) { return p.kind == PointerPoint::Kind::up; };
  auto end = std::find_if(page.waiting.begin(), page.waiting.end(), is_up);
  if (end != page.waiting.end()) ++end;
  page.points.assign(page.waiting.begin(), end);
  page.waiting.erase(page.waiting.begin(), end);
  for (const PointerPoint& p : page.points) {
    io.MousePos = {p.x, p.y};
    if (p.kind == PointerPoint::Kind::down) io.MouseDown[0] = true;
    if (p.kind == PointerPoint::Kind::up) released_ = true;
  }
  if (released_ || !page.waiting.empty()) changed();
}

void Screen::begin(double now) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width_, height_};
  io.DisplayFramebufferScale = {scale_, scale_};
  io.DeltaTime = static_cast<float>(std::clamp((now - last_) / 1000, 0.001, 0.1));
  last_ = now;
  --frames_wanted_;
  take_points();
  keys.before_frame();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  page.atlas.next_frame();
  page.seconds = now / 1000;
}

void Screen::show() {
  guarded([this] { page.show(width_, height_, graphics_.sheet(), graphics_.seen()); });
}

bool Screen::finish() {
  graphics_.upload(page);
  ImGui::Render();
  graphics_.draw(keeps);
  keys.after_frame();
  ++frames_;
  return waiting();
}

bool Screen::frame(double now) {
  begin(now);
  show();
  return finish();
}

void Screen::settle() {
  while (released_ || !page.waiting.empty()) frame(last_);
}

bool Screen::command(const std::string& name) {
  settle();
  changed();
  bool known = false;
  return guarded([&] { known = page.command(name); }) && known;
}

bool Screen::guarded(const std::function<void()>& body) {
  try {
    body();
    return true;
  } catch (const std::bad_alloc&) {
    page.error = "There is no memory left for this";
  } catch (const std::exception& e) {
    page.error = e.what();
  }
  return false;
}

}  // namespace thimble
