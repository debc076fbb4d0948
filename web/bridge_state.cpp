// For glue.js and remember.js: what window.thimble.state() tells, the settings, and what the visitor has asked the browser for.
#include <emscripten/emscripten.h>

#include <string>
#include <utility>

#include "web/bridge.h"

using namespace thimble;

extern "C" {

EMSCRIPTEN_KEEPALIVE bool page_wants_camera() { return std::exchange(open_page().wants_camera, false); }
EMSCRIPTEN_KEEPALIVE bool page_wants_tour() { return std::exchange(open_page().wants_tour, false); }
EMSCRIPTEN_KEEPALIVE bool page_shows_photo() { return open_page().scene.shows_photo(); }
EMSCRIPTEN_KEEPALIVE void page_touch(bool coarse) { open_page().has_camera = coarse; }
EMSCRIPTEN_KEEPALIVE bool page_wants_file() { return std::exchange(open_page().wants_file, false); }

EMSCRIPTEN_KEEPALIVE bool page_set() {  // "lr=0.01"
  return settled([] {
    const std::string line(given().begin(), given().end());
    const size_t equals = line.find('=');
    open_page().set(line.substr(0, equals), equals == line.npos ? "" : line.substr(equals + 1));
  });
}
// "key=value" a line, of what is not as at the start.
EMSCRIPTEN_KEEPALIVE const char* page_settings() {
  static std::string all;
  all.clear();
  for (const auto& [key, value] : open_page().settings()) all += key + "=" + value + "\n";
  return all.c_str();
}

// What window.thimble.state() tells.
EMSCRIPTEN_KEEPALIVE bool page_ready() { return open_page().scene.ready(); }
EMSCRIPTEN_KEEPALIVE const char* page_error() { return open_page().error.c_str(); }
EMSCRIPTEN_KEEPALIVE const uint8_t* page_seen() { return open_page().scene.seen().data(); }
EMSCRIPTEN_KEEPALIVE int page_classes() { return static_cast<int>(open_page().scene.probabilities().size()); }
EMSCRIPTEN_KEEPALIVE const float* page_probabilities() { return open_page().scene.probabilities().data(); }
EMSCRIPTEN_KEEPALIVE const char* page_class_name(int c) {
  return open_page().scene.class_names()[static_cast<size_t>(c)].c_str();
}
EMSCRIPTEN_KEEPALIVE int page_label() {
  return open_page().scene.has_answer() ? open_page().scene.ranking().front() : -1;
}
EMSCRIPTEN_KEEPALIVE bool page_sure() { return open_page().scene.sure(); }
}
