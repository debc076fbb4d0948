// The state behind the page's first panel: a picture, drawn or brought along, what the network sees of it, and what it
// says. Whoever shows it needs nothing else.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/conversion.h"
#include "app/drawing.h"
#include "app/picture.h"
#include "learn/classifier.h"

namespace thimble {

class ClassifyScene {
 public:
  // A model file of any kind. data error if it is none; then the old one stays.
  void load_model(std::span<const uint8_t> file, const std::string& name);
  bool ready() const { return model_ != nullptr; }
  const Classifier* model() const { return model_.get(); }  // null before there is one
  const std::vector<std::string>& class_names() const { return input_.class_names; }

  Drawing& drawing() { return drawing_; }
  const Drawing& drawing() const { return drawing_; }
  void show(Picture photo);            // in the drawing's place; usage error for sizes that are none
  void clear();                        // the photograph away, and the sheet white
  void draw(const std::string& text);  // the photograph away, and on the sheet what Drawing::read() makes of it
  const Picture& picture() const { return photo_ ? *photo_ : drawing_.sheet(); }
  bool shows_photo() const { return photo_.has_value(); }

  // What is asked of the way to 28 x 28; the crop box and the threshold are forgotten with the picture they were for.
  const Conversion& conversion() const { return conversion_; }
  void convert(const Conversion& conversion);  // usage error as garment(); then nothing has changed

  // Computes what follows, after every change of the picture. Without a picture, or a model, there is no answer.
  void update();
  bool has_answer() const { return !probabilities_.empty(); }
  std::span<const uint8_t> seen() const { return seen_; }  // 784 pixels, as the data set would have them
  std::span<const float> probabilities() const { return probabilities_; }  // a class each
  std::vector<int> ranking() const;                                        // classes, the likeliest first
  bool sure() const;  // the likeliest class has at least kSure: below, the page says "not sure"

  // Computed when asked for, once a picture.
  const ConversionSteps& steps();
  const std::vector<float>& reasons();  // occlusion() of the likeliest class; empty without an answer

  // The fool_brush at a place of the 28 x 28, against the class that was likeliest when it began. It changes only what the
  // network sees, until the next update(). Nothing without an answer.
  void paint_against(int x, int y);
  std::optional<int> fooled() const { return fooled_; }  // that class, once the brush has been used

  static constexpr float kSure = 0.6f;

 private:
  Conversion without_place() const;  // the conversion less what holds for one picture alone
  void ask(std::vector<uint8_t> seen);

  std::unique_ptr<Classifier> model_;
  Input input_;  // of the model
  Drawing drawing_;
  std::optional<Picture> photo_;
  Conversion conversion_;
  std::optional<ConversionSteps> steps_;
  std::optional<std::vector<float>> reasons_;
  std::optional<int> fooled_;
  std::vector<uint8_t> seen_ = std::vector<uint8_t>(784);
  std::vector<float> probabilities_;
};

}  // namespace thimble
