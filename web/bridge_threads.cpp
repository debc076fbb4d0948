// How many threads the page computes with: what load.js and train.js ask for.
#include <emscripten/emscripten.h>

#include "core/threads.h"

extern "C" {

EMSCRIPTEN_KEEPALIVE int page_threads() { return thimble::threads(); }

// From the next loop on: at least 1, at most what the browser says the machine has.
EMSCRIPTEN_KEEPALIVE void page_use_threads(int count) {
  const int most = thimble::cores();
  thimble::set_threads(count < 1 ? 1 : count < most ? count : most);
}
}
