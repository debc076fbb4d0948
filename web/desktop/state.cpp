#include "web/desktop/state.h"

#include <nlohmann/json.hpp>

#include "core/threads.h"

namespace thimble {
namespace {

using Json = nlohmann::ordered_json;

Json prediction(const ClassifyScene& scene) {
  if (!scene.has_answer()) return nullptr;
  const int label = scene.ranking().front();
  return {{"label", label},
          {"name", scene.class_names()[static_cast<size_t>(label)]},
          {"sure", scene.sure()},
          {"probabilities", scene.probabilities()}};
}

Json training(const TrainScene& t) {
  return {{"running", t.running()},
          {"net", t.setup().net_text()},
          {"step", t.steps()},
          {"epoch", t.epoch()},
          {"loss", t.batch_loss()},
          {"accuracy", t.train().empty() ? 0 : t.train().back().accuracy},
          {"test_accuracy", t.test().empty() ? 0 : t.test().back().accuracy},
          {"tested", t.confusion().total()},
          {"images_per_second", t.images_per_second()},
          {"pictures", t.data().train() ? t.data().train()->size() : 0}};
}

}  // namespace

std::string state_json(Screen& screen) {
  const Page& page = screen.page;
  const std::span<const uint8_t> seen = page.scene.seen();
  Json inside = nullptr;
  screen.guarded([&] { inside = Json::parse(page.inside_json()); });
  const Json state = {{"ready", page.scene.ready()},
                      {"threads", threads()},
                      {"frame", screen.frames()},
                      {"width", screen.width()},
                      {"height", screen.height()},
                      {"scale", screen.scale()},
                      {"picture", std::vector<int>(seen.begin(), seen.end())},
                      {"prediction", prediction(page.scene)},
                      {"training", training(page.train)},
                      {"inside", inside},
                      {"error", page.error.empty() ? Json(page.data_problem.empty() ? Json() : Json(page.data_problem))
                                                   : Json(page.error)}};
  return state.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace thimble
