// What watch.js and own.js call: the views in words, the own pictures, and questions to the network in training.
#include <emscripten/emscripten.h>

#include <string>
#include <vector>

#include "core/error.h"
#include "web/bridge.h"

using namespace thimble;

extern "C" {

// A sentence, then the rows of a table: watch_text().
EMSCRIPTEN_KEEPALIVE const char* page_watch_text() {
  static std::string text;
  Page& page = open_page();
  if (page.tab != Tab::train) text.clear();
  if (page.tab == Tab::train) guarded([&] { text = watch_text(page); });
  return text.c_str();
}

EMSCRIPTEN_KEEPALIVE int page_own_version() { return static_cast<int>(open_page().teaching.own.version()); }
EMSCRIPTEN_KEEPALIVE const char* page_own() {
  static std::string text;
  return (text = open_page().teaching.own.text()).c_str();
}
EMSCRIPTEN_KEEPALIVE bool page_set_own() {
  return settled([] {
    Page& page = open_page();
    page.teaching.own.set_text({given().begin(), given().end()},
                               static_cast<int>(page.train.data().class_names().size()));
  });
}

// Of the pictures of 28 x 28 bytes that lie in page_memory(): a probability a class each, from the network in training.
EMSCRIPTEN_KEEPALIVE const float* page_ask() {
  static Tensor p;
  const bool good = guarded([] {
    NetClassifier* network = open_page().train.network();
    check(network != nullptr, "train: there is no network yet: press Start");
    Samples x(network->sample, {given().begin(), given().end()});
    x.scale = network->scale;
    x.shift = network->shift;
    network->scores(x, p);
  });
  return good ? p.data() : nullptr;
}

// Of the second network: epoch, accuracy of its last test; -1: there is none.
EMSCRIPTEN_KEEPALIVE double page_second(bool tested) {
  const TrainScene* rival = open_page().rival.scene.get();
  if (rival == nullptr) return -1;
  return tested ? rival->tested().score.accuracy : rival->epoch();
}
}
