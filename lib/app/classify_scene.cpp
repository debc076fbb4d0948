#include "app/classify_scene.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "app/models.h"
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
  seen_ = garment(photo);
  photo_ = std::move(photo);
  update();
}

void ClassifyScene::clear() {
  photo_.reset();
  drawing_.clear();
  update();
}

void ClassifyScene::update() {
  seen_ = garment(picture());
  probabilities_.clear();
  if (!ready() || is_blank(seen_)) return;
  Samples x(input_.sample, seen_);
  x.scale = input_.scale;
  x.shift = input_.shift;
  Tensor s;
  model_->scores(x, s);
  probabilities_.assign(s.data(), s.data() + s.size());
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
