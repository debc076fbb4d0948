#include "learn/input.h"

#include <gmock/gmock.h>

#include <cmath>

#include "learn/restored.h"
#include "support/throws.h"

namespace thimble {
namespace {

Dataset pictures() { return {Samples({1, 2}, {1, 2, 3, 4}), {0, 1}, {"cat", "two words"}}; }

TEST(Input, IsSavedAndLoaded) {
  Dataset data = pictures();
  data.x.scale = 0.1f;
  data.x.shift = -3;
  Record record;
  Input(data).save(record);
  EXPECT_EQ(record.text("thimble.sample"), "1 2");
  const Input input = Input::load(record);
  EXPECT_EQ(input.sample, (Shape{1, 2}));
  EXPECT_EQ(input.scale, 0.1f);
  EXPECT_EQ(input.shift, -3);
  EXPECT_EQ(input.class_names, data.class_names);
  EXPECT_EQ(input.width(), 2);
  Record without;
  Input(data.x).save(without);
  EXPECT_FALSE(without.has_text("thimble.class_names"));
  EXPECT_EQ(Input::load(without).classes(), 0);
}

TEST(Input, RefusesDamagedTexts) {
  Record good;
  Input(pictures()).save(good);
  const auto refuses = [&](const std::string& key, const std::string& value, const char* part) {
    Record bad = good;
    bad.set(key, value);
    EXPECT_ERROR(Input::load(bad), data, part);
  };
  refuses("thimble.sample", "0 2", "thimble.sample: expected one to three extents from 1");
  refuses("thimble.sample", "1 2 3 4", "thimble.sample: expected one to three extents");
  refuses("thimble.sample", "9999999 9999999", "together at most 16777216 values");
  refuses("thimble.sample", "two", "found \"two\"");
  refuses("thimble.scale", "inf", "thimble.scale: expected a finite number");
  EXPECT_ERROR(Input::load(Record()), data, "no text thimble.sample");
}

TEST(Input, RefusesOtherSamples) {
  EXPECT_ERROR(Input().expect("it", pictures().x), usage, "it: fit it first");
  const Input input(pictures());
  input.expect("it", pictures().x);
  EXPECT_ERROR(input.expect("it", Samples({2, 1}, {1, 2})), usage, "it: expected samples of shape (1, 2), got (2, 1)");
  const Input flat{Samples(Tensor({1, 3}))};
  EXPECT_ERROR(flat.expect("it", Samples(Tensor({2, 3}, {1, 2, 3, 4, INFINITY, 6}))), data,
               "it: sample 1: value 1 is inf");
}

TEST(Input, ScalesAsTheTrainingSetWas) {
  const Input input(pictures());
  Samples raw = pictures().x, memory;
  EXPECT_EQ(&input.scaled(raw, memory), &raw);
  raw.scale = 1;
  EXPECT_EQ(&input.scaled(raw, memory), &memory);
  EXPECT_EQ(memory.scale, input.scale);
}

TEST(ExpectLabelled, SaysWhatIsWrong) {
  Dataset data = pictures();
  expect_labelled("it", data);
  data.labels = {1, 1};
  EXPECT_ERROR(expect_labelled("it", data), data,
               "it: expected samples of two classes or more, got only class 1 (two words)");
  data.labels = {0, 2};
  EXPECT_ERROR(expect_labelled("it", data), data, "it: sample 1: expected a label from 0 to 1, got 2");
  data.labels = {0};
  EXPECT_ERROR(expect_labelled("it", data), usage, "it: expected 2 labels, one a sample, got 1");
  EXPECT_ERROR(expect_labelled("it", pictures().subset({})), data, "it: expected training samples, got none");
}

TEST(Record, HoldsRecords) {
  Record inner, outer;
  inner.set("weights", Tensor({2}, {1, 2}), Stored::f16);
  inner.set("name", "inside");
  outer.set("name", "outside");
  outer.set_all("0.", inner);
  EXPECT_EQ(outer.text("0.name"), "inside");
  const Record back = from_safetensors(to_safetensors(outer), "outer").below("0.");
  EXPECT_EQ(back.text("name"), "inside");
  EXPECT_EQ(back.tensor("weights")(1), 2);
  EXPECT_THAT(back.tensor_names(), testing::ElementsAre("weights"));
  EXPECT_TRUE(outer.below("1.").texts().empty());
}

}  // namespace
}  // namespace thimble
