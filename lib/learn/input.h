// What a learner was trained on: the shape of its samples, how they are scaled, what its classes are called. Every model
// file says it (docs/formats.md), and every learner refuses samples that are anything else.
#pragma once

#include <string>
#include <vector>

#include "core/shape.h"
#include "learn/dataset.h"
#include "learn/safetensors.h"

namespace thimble {

struct Input {
  Shape sample;                         // of one sample: {28, 28} or {84}
  float scale = 1 / 255.0f, shift = 0;  // x = scale * value + shift
  std::vector<std::string> class_names;

  Input() = default;
  explicit Input(const Dataset& like);
  explicit Input(const Samples& like);  // without class names
  int width() const { return sample.size(); }
  int classes() const { return static_cast<int>(class_names.size()); }

  // usage error "WHO: fit it first" or "WHO: expected samples of shape (28, 28), got (27, 28)"; data error
  // "WHO: sample 3: value 5 is nan".
  void expect(const char* who, const Samples& x) const;
  // The same values, scaled as the training set was: x itself where it already is, else `memory`, made so.
  const Samples& scaled(const Samples& x, Samples& memory) const;

  void save(Record& record) const;
  static Input load(const Record& record);  // data error where something is missing or no sense
};

// What every learner asks of its training set. usage error where labels and samples differ in number; data errors
// "WHO: expected training samples, got none", "WHO: sample 7: expected a label from 0 to 9, got 12",
// "WHO: expected samples of two classes or more, got only class 3 (Dress)", "WHO: sample 3: value 5 is nan".
void expect_labelled(const char* who, const Dataset& train);
void expect_finite(const char* who, const Samples& x);

}  // namespace thimble
