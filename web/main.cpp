// The page in a browser: WebGL, and the functions that glue.js calls with events and files. A frame is drawn when glue.js
// asks for one, which it does when something has changed.
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>

#include <string>

#include "web/bridge.h"
#include "web/screen.h"

namespace thimble {
namespace {

constexpr const char* kGlsl = "#version 300 es";

struct Browser {
  Screen screen;
  std::vector<uint8_t> given;  // by glue.js: a file, a text
};

Browser& browser() {
  static Browser b;
  return b;
}

bool open_canvas() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = attributes.depth = attributes.stencil = attributes.antialias = false;
  attributes.preserveDrawingBuffer = true;  // a frame draws only what differs from the one before
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context("#canvas", &attributes);
  return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

}  // namespace

Page& open_page() { return browser().screen.page; }
std::span<const uint8_t> given() { return browser().given; }

bool guarded(const std::function<void()>& body) { return browser().screen.guarded(body); }

bool settled(const std::function<void()>& body) {
  browser().screen.changed();
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
  if (!open_canvas()) return false;
  open_page().dark = dark;
  browser().screen.keeps = true;
  browser().screen.open(kGlsl, given(), width, height, scale);
  return true;
}

EMSCRIPTEN_KEEPALIVE void page_resize(float width, float height, float scale) {
  browser().screen.resize(width, height, scale);
}
EMSCRIPTEN_KEEPALIVE void page_theme(bool dark) { browser().screen.theme(dark); }
EMSCRIPTEN_KEEPALIVE void page_restored() { browser().screen.restore(kGlsl); }
EMSCRIPTEN_KEEPALIVE void page_pointer(int kind, float x, float y) {
  browser().screen.pointer(static_cast<PointerPoint::Kind>(kind), x, y);
}
EMSCRIPTEN_KEEPALIVE bool page_key(int key, bool down, bool fine) { return browser().screen.key(key, down, fine); }
EMSCRIPTEN_KEEPALIVE void page_wheel(float lines) { browser().screen.wheel(lines); }

EMSCRIPTEN_KEEPALIVE bool page_frame(double now) { return browser().screen.frame(now); }
EMSCRIPTEN_KEEPALIVE int page_frames() { return browser().screen.frames(); }

// Of the bytes that lie in page_memory().
EMSCRIPTEN_KEEPALIVE bool page_load_model() {
  return settled([] { open_page().scene.load_model(given(), "model"); });
}
EMSCRIPTEN_KEEPALIVE bool page_load_picture() {
  return settled([] { open_page().load_picture(given()); });
}
EMSCRIPTEN_KEEPALIVE bool page_command() { return browser().screen.command({given().begin(), given().end()}); }
}
