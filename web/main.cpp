// The page in a browser: WebGL beneath Dear ImGui, and the functions that glue.js calls. A frame is drawn when glue.js
// asks for one, which it does when something has changed.
#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>

#include <algorithm>
#include <exception>
#include <string>

#include "backends/imgui_impl_opengl3.h"
#include "web/bridge.h"
#include "web/keys.h"
#include "web/theme.h"

namespace thimble {
namespace {

constexpr int kSettle = 3;  // frames after an event until Dear ImGui has nothing more to show

struct Browser {
  Page page;
  std::vector<uint8_t> given;  // by glue.js: a file, a text
  float width = 0, height = 0, scale = 1;
  GLuint sheet = 0, seen = 0;
  unsigned shown_version = ~0u, steps_version = ~0u;
  int frames_wanted = kSettle, frames = 0;
  Keys keys;
  bool released = false;  // the press has been shown, not yet the release
  double last = 0;
};

Browser& browser() {
  static Browser b;
  return b;
}

GLuint new_texture(GLint filter) {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return texture;
}

// Any number of channels as RGBA; a picture wider than the largest texture by every n-th pixel.
void upload(GLuint texture, int width, int height, int channels, const uint8_t* pixels) {
  constexpr int kLargest = 1024;
  const int step = (std::max(width, height) + kLargest - 1) / kLargest, w = width / step, h = height / step;
  std::vector<uint8_t> rgba;
  rgba.reserve(static_cast<size_t>(w) * static_cast<size_t>(h) * 4);
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x) {
      const uint8_t* p = pixels + (ptrdiff_t{y} * step * width + ptrdiff_t{x} * step) * channels;
      const bool grey = channels == 1;
      rgba.insert(rgba.end(), {p[0], p[grey ? 0 : 1], p[grey ? 0 : 2], channels == 4 ? p[3] : uint8_t{255}});
    }
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, w, h, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
}

void upload_pictures(Browser& b) {
  if (b.shown_version == b.page.picture_version) return;
  b.shown_version = b.page.picture_version;
  const Picture& p = b.page.scene.picture();
  upload(b.sheet, p.width, p.height, p.channels, p.pixels.data());
  upload(b.seen, 28, 28, 1, b.page.scene.seen().data());
}

// Two steps of the conversion in one texture, as steps_view() shows them.
void upload_steps(Browser& b) {
  if (b.page.view != View::steps || b.steps_version == b.page.picture_version) return;
  b.steps_version = b.page.picture_version;
  const Picture sheet = steps_sheet(b.page.scene.steps());
  upload(b.page.steps, sheet.width, sheet.height, 1, sheet.pixels.data());
}

void upload_atlas(Atlas& atlas) {
  const Atlas::Band band = atlas.changed();
  if (band.height == 0) return;
  glBindTexture(GL_TEXTURE_2D, atlas.texture);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, band.top, Atlas::kWidth, band.height, GL_RGBA, GL_UNSIGNED_BYTE, band.rgba);
}

// Everything that lives in the graphics memory: at the start, and again after the browser has taken it away.
void make_graphics(Browser& b) {
  ImGui_ImplOpenGL3_Init("#version 300 es");
  b.sheet = new_texture(GL_LINEAR);
  b.seen = new_texture(GL_NEAREST);
  b.page.atlas.texture = new_texture(GL_NEAREST);
  glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, Atlas::kWidth, Atlas::kWidth);
  b.page.atlas.forget();
  b.page.steps = new_texture(GL_LINEAR);
  b.shown_version = b.steps_version = ~0u;
}

bool open_canvas() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = attributes.depth = attributes.stencil = attributes.antialias = false;
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context("#canvas", &attributes);
  return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

// Up to the end of a stroke: it is shown in one frame, let go in the next, and what comes after it waits until then.
void take_points(Browser& b) {
  ImGuiIO& io = ImGui::GetIO();
  if (b.released) {
    io.MouseDown[0] = b.released = false;
    return;
  }
  std::vector<PointerPoint>& waiting = b.page.waiting;
  const auto is_up = [](const PointerPoint& p) { return p.kind == PointerPoint::Kind::up; };
  auto end = std::find_if(waiting.begin(), waiting.end(), is_up);
  if (end != waiting.end()) ++end;
  b.page.points.assign(waiting.begin(), end);
  waiting.erase(waiting.begin(), end);
  for (const PointerPoint& p : b.page.points) {
    io.MousePos = {p.x, p.y};
    if (p.kind == PointerPoint::Kind::down) io.MouseDown[0] = true;
    if (p.kind == PointerPoint::Kind::up) b.released = true;
  }
  if (b.released || !waiting.empty()) b.frames_wanted = kSettle;
}

}  // namespace

Page& open_page() { return browser().page; }
std::span<const uint8_t> given() { return browser().given; }

bool guarded(const std::function<void()>& body) {
  Page& page = open_page();
  try {
    body();
    return true;
  } catch (const std::bad_alloc&) {
    page.error = "The browser has no memory left for this";
  } catch (const std::exception& e) {
    page.error = e.what();
  }
  return false;
}

bool settled(const std::function<void()>& body) {
  browser().frames_wanted = kSettle;
  return guarded(body);
}

}  // namespace thimble

using namespace thimble;

extern "C" {

EMSCRIPTEN_KEEPALIVE uint8_t* page_memory(int bytes) {
  browser().given.resize(static_cast<size_t>(bytes));
  return browser().given.data();
}

// True once there is a canvas to draw on.
EMSCRIPTEN_KEEPALIVE bool page_open(float width, float height, float scale, bool dark) {
  Browser& b = browser();
  if (!open_canvas()) return false;
  b.width = width, b.height = height, b.scale = scale, b.page.dark = dark;
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.BackendPlatformName = "browser";
  Keys::begin();
  apply_theme(dark);
  apply_font(b.given, scale);
  make_graphics(b);
  return true;
}

EMSCRIPTEN_KEEPALIVE void page_resize(float width, float height, float scale) {
  Browser& b = browser();
  if (scale != b.scale) {
    apply_font({}, scale);
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
  }
  b.width = width, b.height = height, b.scale = scale;
  b.frames_wanted = kSettle;
}

EMSCRIPTEN_KEEPALIVE void page_theme(bool dark) {
  browser().page.dark = dark;
  apply_theme(dark);
  browser().frames_wanted = kSettle;
}

EMSCRIPTEN_KEEPALIVE void page_restored() {
  ImGui_ImplOpenGL3_Shutdown();
  make_graphics(browser());
  browser().frames_wanted = kSettle;
}

EMSCRIPTEN_KEEPALIVE void page_pointer(int kind, float x, float y) {
  browser().page.waiting.push_back({static_cast<PointerPoint::Kind>(kind), x, y});
  browser().frames_wanted = kSettle;
}

// One frame; true if another one is wanted soon.
EMSCRIPTEN_KEEPALIVE bool page_frame(double now) {
  Browser& b = browser();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {b.width, b.height};
  io.DisplayFramebufferScale = {b.scale, b.scale};
  io.DeltaTime = static_cast<float>(std::clamp((now - b.last) / 1000, 0.001, 0.1));
  b.last = now;
  --b.frames_wanted;
  take_points(b);
  b.keys.before_frame();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  b.page.atlas.next_frame();
  b.page.seconds = now / 1000;
  guarded([&] { b.page.show(b.width, b.height, b.sheet, b.seen); });
  upload_pictures(b);
  upload_steps(b);
  upload_atlas(b.page.atlas);
  ImGui::Render();
  const ImVec4 ground = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
  glViewport(0, 0, static_cast<int>(b.width * b.scale), static_cast<int>(b.height * b.scale));
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  b.keys.after_frame();
  ++b.frames;
  return b.frames_wanted > 0 || b.keys.waiting();
}

// Of the bytes that lie in page_memory().
EMSCRIPTEN_KEEPALIVE bool page_load_model() {
  return settled([] { browser().page.scene.load_model(browser().given, "model"); });
}
EMSCRIPTEN_KEEPALIVE bool page_load_picture() {
  return settled([] { browser().page.load_picture(browser().given); });
}
// After what the pointer did before it.
EMSCRIPTEN_KEEPALIVE bool page_command() {
  const std::vector<uint8_t> name = browser().given;
  while (!browser().page.waiting.empty()) page_frame(browser().last);
  bool known = false;
  return settled([&] { known = browser().page.command({name.begin(), name.end()}); }) && known;
}

// An arrow, blank, Enter or Escape, by its number in ImGuiKey; true if the page has a use for it now.
EMSCRIPTEN_KEEPALIVE bool page_key(int key, bool down, bool fine) {
  Browser& b = browser();
  b.frames_wanted = kSettle;
  if (!down) return b.keys.release(key == ImGuiKey_Enter ? ImGuiKey_Space : key), true;
  if (b.page.hand.on) {
    using Key = Hand::Key;
    b.page.hand.type(key == ImGuiKey_LeftArrow    ? Key::left
                     : key == ImGuiKey_RightArrow ? Key::right
                     : key == ImGuiKey_UpArrow    ? Key::up
                     : key == ImGuiKey_DownArrow  ? Key::down
                     : key == ImGuiKey_Escape     ? Key::end
                                                  : Key::press,
                     fine, b.page.waiting);
    return true;
  }
  const bool arrow = key >= ImGuiKey_LeftArrow && key <= ImGuiKey_DownArrow;
  if (!arrow && !ImGui::GetIO().NavVisible) return false;
  b.keys.press(key == ImGuiKey_Enter ? ImGuiKey_Space : key);  // which is what presses a button
  return true;
}
EMSCRIPTEN_KEEPALIVE void page_wheel(float lines) {
  ImGui::GetIO().MouseWheel += lines;
  browser().frames_wanted = kSettle;
}
EMSCRIPTEN_KEEPALIVE int page_frames() { return browser().frames; }
}
