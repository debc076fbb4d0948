#include "app/classify_scene.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "app/fool_brush.h"
#include "app/models.h"
#include "app/occlusion.h"
#include "core/error.h"

namespace thimble {
namespace {

constexpr int kSide = 28;

bool is_blank(std::span<const uint8_t> pixels) {
  return std::all_of(pixels.begin(), pixels.end(), [](uint8_t p) { return p == 0; });
}

}  // namespace

void ClassifyScene::load_model(std::span<const uint8_t> file, const std::string& name) {
  std::unique_ptr<Classifier> model = model_from(file, name);
  Input input = model->input();
  if (input.width() != kSide * kSide)
    fail(Error::data,
         name + ": expected a model of pictures of 28 x 28, found one of samples of shape " + input.sample.text());
  model_ = std::move(model);
  input_ = std::move(input);
  update();
}

void ClassifyScene::show(Picture photo) {
  Conversion conversion = without_place();
  std::vector<uint8_t> seen = garment(photo, conversion, kSide, kSide);
  photo_ = std::move(photo);
  conversion_ = conversion;
  ask(std::move(seen));
}

void ClassifyScene::convert(const Conversion& conversion) {
  std::vector<uint8_t> seen = garment(picture(), conversion, kSide, kSide);
  conversion_ = conversion;
  ask(std::move(seen));
}

void ClassifyScene::clear() {
  photo_.reset();
  drawing_.clear();
  conversion_ = without_place();
  update();
}

void ClassifyScene::draw(const std::string& text) {
  drawing_.read(text);
  photo_.reset();
  conversion_ = without_place();
  update();
}

void ClassifyScene::update() { ask(garment(picture(), conversion_, kSide, kSide)); }

Conversion ClassifyScene::without_place() const {
  Conversion c = conversion_;
  c.crop = {};
  c.threshold = 0;
  return c;
}

void ClassifyScene::ask(std::vector<uint8_t> seen) {
  seen_ = std::move(seen);
  steps_.reset();
  reasons_.reset();
  fooled_.reset();
  probabilities_.clear();
  if (!ready() || is_blank(seen_)) return;
  Samples x(input_.sample, seen_);
  x.scale = input_.scale;
  x.shift = input_.shift;
  Tensor s;
  model_->scores(x, s);
  probabilities_.assign(s.data(), s.data() + s.size());
}

const ConversionSteps& ClassifyScene::steps() {
  if (!steps_) garment(picture(), conversion_, kSide, kSide, &steps_.emplace());
  return *steps_;
}

const std::vector<float>& ClassifyScene::reasons() {
  if (!reasons_) reasons_ = has_answer() ? occlusion(*model_, input_, seen_, ranking().front()) : std::vector<float>();
  return *reasons_;
}

void ClassifyScene::paint_against(int x, int y) {
  if (!has_answer()) return;
  const int c = fooled_.value_or(ranking().front());
  ask(painted_against(*model_, input_, seen_, c, x, y));
  fooled_ = c;
}

std::vector<int> ClassifyScene::ranking() const {
  std::vector<int> order(probabilities_.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return probabilities_[static_cast<size_t>(a)] > probabilities_[static_cast<size_t>(b)];
  });
  return order;
}

bool ClassifyScene::sure() const {
  return has_answer() && *std::max_element(probabilities_.begin(), probabilities_.end()) >= kSure;
}

}  // namespace thimble
