// For train.js: the pictures as they arrive, pieces of work, the network as a file, and how far training is.
#include <emscripten/emscripten.h>

#include <array>
#include <utility>

#include "web/bridge.h"

using namespace thimble;

namespace {

std::vector<uint8_t>& taken() {  // a model, until train.js has copied it
  static std::vector<uint8_t> bytes;
  return bytes;
}

}  // namespace

extern "C" {

// Training. The bytes in page_memory() are the next of a file, in the order of ArrivingData::File.
EMSCRIPTEN_KEEPALIVE bool page_data(int file) {
  return guarded([&] { open_page().train.data().take(static_cast<ArrivingData::File>(file), given()); });
}
EMSCRIPTEN_KEEPALIVE void page_data_problem() {
  settled([] { open_page().data_problem.assign(given().begin(), given().end()); });
}
// For so many milliseconds; false when there is nothing more to do.
EMSCRIPTEN_KEEPALIVE bool page_train(double milliseconds) {
  bool busy = false;
  guarded([&] { busy = open_page().advance(milliseconds, emscripten_get_now); });
  return busy;
}
EMSCRIPTEN_KEEPALIVE bool page_fine_tune() {
  return settled([] { open_page().load_model(given()); });
}
EMSCRIPTEN_KEEPALIVE const uint8_t* page_model() {
  return guarded([] { taken() = open_page().model(); }) ? taken().data() : nullptr;
}
EMSCRIPTEN_KEEPALIVE int page_model_bytes() { return static_cast<int>(taken().size()); }
EMSCRIPTEN_KEEPALIVE const char* page_net() {
  static std::string text;
  return (text = open_page().train.setup().net_text()).c_str();
}
EMSCRIPTEN_KEEPALIVE bool page_wants_layers() { return std::exchange(open_page().wants_layers, false); }
EMSCRIPTEN_KEEPALIVE bool page_wants_save() { return std::exchange(open_page().wants_save, false); }
EMSCRIPTEN_KEEPALIVE bool page_shows_training() { return open_page().tab == Tab::train; }
// running, step, epoch, loss, accuracy, test_accuracy, test pictures, images_per_second, training pictures there, GFLOP/s, one thread's peak
EMSCRIPTEN_KEEPALIVE const double* page_training() {
  static std::array<double, 11> numbers;
  const TrainScene& t = open_page().train;
  const CurvePoint train = t.train().empty() ? CurvePoint{} : t.train().back();
  const CurvePoint test = t.test().empty() ? CurvePoint{} : t.test().back();
  numbers = {t.running() ? 1. : 0.,
             static_cast<double>(t.steps()),
             t.epoch(),
             t.batch_loss(),
             train.accuracy,
             test.accuracy,
             static_cast<double>(t.confusion().total()),
             t.images_per_second(),
             t.data().train() ? static_cast<double>(t.data().train()->size()) : 0.,
             t.net() ? training_gflops(*t.net(), t.images_per_second()) : 0.,
             open_page().roof.peak()};
  return numbers.data();
}
}
