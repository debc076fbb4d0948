// What the page's scripts ask about the tab "Look inside".
#include <emscripten/emscripten.h>

#include "web/bridge.h"

using namespace thimble;

extern "C" {

EMSCRIPTEN_KEEPALIVE bool page_wants_data() {
  return open_page().tab != Tab::classify || open_page().wants_data || trains(open_page());
}
EMSCRIPTEN_KEEPALIVE bool page_shows_inside() { return open_page().tab == Tab::inside; }
EMSCRIPTEN_KEEPALIVE bool page_busy() {
  const Page& page = open_page();
  return trains(page) || page.inside.busy(page.tab == Tab::inside);
}
EMSCRIPTEN_KEEPALIVE const char* page_inside() {
  static std::string json;
  json = "null";
  guarded([] { json = open_page().inside_json(); });
  return json.c_str();
}
EMSCRIPTEN_KEEPALIVE const char* page_garment_name(int c) {
  return open_page().train.data().class_names()[static_cast<size_t>(c)].c_str();
}
}
