#include "web/teaching.h"

#include <cstdlib>

#include "core/error.h"
#include "web/page.h"

namespace thimble {
namespace {

constexpr const char* kKey = "thimble.own_pictures";

// 2,400 pictures of the data set with the own ones among them, once: what was known stays known. The rate falls from a
// third of what Adam is usually given.
constexpr std::pair<const char*, const char*> kSettings[] = {
    {"optimizer", "adam"}, {"lr", "0.0003"}, {"schedule", "cosine"}, {"batch", "64"},
    {"share", "0.04"},     {"epochs", "1"},  {"augment", "shift 1"}};

int number_behind(const std::string& name, size_t word) { return std::atoi(name.c_str() + word); }

void name_picture(Page& page, int label) {
  check(label >= 0 && label < static_cast<int>(page.train.data().class_names().size()), "expected a class from 0 to ",
        page.train.data().class_names().size() - 1, ", got ", label);
  check(page.scene.has_answer(), "Draw something first, or open a picture; then say what it is");
  page.teaching.own.add(page.scene.seen(), label);
}

void teach(Page& page) {
  Teaching& t = page.teaching;
  check(t.own.size() > 0, "Say first what your picture is: then the network can learn it");
  check(page.scene.model() != nullptr && page.scene.model()->name() == "network",
        "Only a network can be taught, and there is none in Classify");
  Record record;
  page.scene.model()->save(record);
  auto scene = std::make_unique<TrainScene>(page.train.shared_data());
  scene->load(NetClassifier::load(record));
  for (const auto& [key, value] : kSettings) scene->set(key, value);
  scene->own = t.own;
  scene->start();
  if (t.before.empty()) t.before = to_safetensors(record);
  t.scene = std::move(scene);
}

}  // namespace

bool teach_command(Page& page, const std::string& name) {
  Teaching& t = page.teaching;
  if (name.starts_with("name ")) return name_picture(page, number_behind(name, 5)), true;
  if (name.starts_with("forget ")) return t.own.remove(number_behind(name, 7)), true;
  if (name == "teach") return teach(page), true;
  if (name == "unlearn") {
    t.scene.reset();
    if (!t.before.empty()) page.scene.load_model(t.before, "the network as it was");
    t.before.clear();
    return true;
  }
  return false;
}

void keep_teaching(Page& page) {
  Teaching& t = page.teaching;
  if (!t.with_others && page.train.own.size() > 0) page.train.own = {};
  if (t.with_others && page.train.own.version() != t.own.version()) page.train.own = t.own;
  if (!t.scene || t.scene->running()) return;
  const std::unique_ptr<TrainScene> taught = std::move(t.scene);
  const std::vector<uint8_t> file = taught->model();
  page.scene.load_model(file, "the network that was taught");
  if (page.train.steps() == 0)
    page.train.load(NetClassifier::load(from_safetensors(file, "taught")));  // to be looked at
}

bool trains(const Page& page) {
  return page.train.running() || page.teaching.scene || (page.rival.scene && page.rival.scene->running());
}

bool advance_training(Page& page, double milliseconds, const TrainScene::Clock& now) {
  if (page.teaching.scene && page.teaching.scene->running()) return page.teaching.scene->advance(milliseconds, now);
  return page.rival.scene ? advance_both(page.train, *page.rival.scene, milliseconds, now)
                          : page.train.advance(milliseconds, now);
}

std::vector<uint8_t> model_with_own(const Page& page) {
  check(page.train.begun(), "train: there is no network yet: press Start");
  Record record = from_safetensors(page.train.model(), "model");
  if (page.teaching.own.size() > 0) record.set(kKey, page.teaching.own.text());
  return to_safetensors(record);
}

void take_own(Page& page, const Record& record) {
  if (record.has_text(kKey))
    page.teaching.own.set_text(record.text(kKey), static_cast<int>(page.train.data().class_names().size()));
}

}  // namespace thimble
