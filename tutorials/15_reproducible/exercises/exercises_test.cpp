#include "exercises.h"

#include <algorithm>

#include "core/error.h"
#include "core/rng.h"
#include "exercise/exercise.h"

using namespace thimble;

class Reproducible : public Exercise {};

TEST_F(Reproducible, TheNumberOfThreadsChangesNothing) {
  std::vector<float> values(10'000);
  Rng rng(3, Purpose::test);
  for (float& v : values) v = rng.normal();
  float expected = 0;
  for (size_t begin = 0; begin < values.size(); begin += 1024) {
    float piece = 0;
    for (size_t i = begin; i < std::min(begin + 1024, values.size()); ++i) piece += values[i];
    expected += piece;
  }
  for (const int threads : {1, 2, 3, 8}) EXPECT_EQ(sum_by_threads(values, threads), expected) << threads << " threads";
}

TEST_F(Reproducible, AWalkThatIsResumedEndsAtTheSamePlace) {
  Walk whole(5), first(5), resumed(5);
  for (int i = 0; i < 50; ++i) whole.step();
  for (int i = 0; i < 20; ++i) first.step();
  Record record;
  first.save(record);
  resumed.load(from_safetensors(to_safetensors(record), "walk"));
  EXPECT_EQ(resumed.place(), first.place());
  for (int i = 0; i < 30; ++i) resumed.step();
  EXPECT_EQ(resumed.place(), whole.place()) << "to the last bit";
}

std::vector<uint8_t> two_tensors() {
  Record record;
  record.set("weight", Tensor({2, 2}, {1, 2, 3, 4.5f}));
  record.set("bias", Tensor({3}, {-1, 0, 1}));
  record.set("note", "a text is in the header too");
  return to_safetensors(record);
}

TEST_F(Reproducible, TensorsAreFoundByName) {
  EXPECT_EQ(tensor_of(two_tensors(), "weight"), (std::vector<float>{1, 2, 3, 4.5f}));
  EXPECT_EQ(tensor_of(two_tensors(), "bias"), (std::vector<float>{-1, 0, 1}));
}

void expect_refused(const std::vector<uint8_t>& file, const std::string& name, const char* why) {
  try {
    tensor_of(file, name);
    ADD_FAILURE() << "not refused: " << why;
  } catch (const Error& e) {
    EXPECT_EQ(e.kind, Error::data) << why;
  }
}

TEST_F(Reproducible, NothingIsTrusted) {
  const std::vector<uint8_t> file = two_tensors();
  expect_refused({1, 2, 3}, "weight", "three bytes");
  expect_refused(file, "weights", "no such tensor");
  std::vector<uint8_t> longer = file;
  longer[7] = 255;
  expect_refused(longer, "weight", "a header longer than the file");
  std::vector<uint8_t> shorter = file;
  shorter.resize(file.size() - 1);
  Record both = from_safetensors(file, "both");
  expect_refused(shorter, both.tensor_names().back(), "the last byte is missing");
}
