#include "learn/safetensors.h"

#include <gmock/gmock.h>

#include <cmath>

#include "core/rng.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

std::string header_of(const std::vector<uint8_t>& file) {
  return {file.begin() + 8, file.begin() + 8 + file[0] + 256 * file[1]};
}

std::vector<uint8_t> file_of(const std::string& header, const std::string& data = "") {
  std::string file;
  for (size_t i = 0; i < 8; ++i) file += static_cast<char>(uint64_t{header.size()} >> (8 * i));
  file += header + data;
  return {file.begin(), file.end()};
}

Record sample_record() {
  Record record;
  record.set("z", Tensor({2, 3}, {1, -2, 3.5f, 0, 1e-30f, 5}));
  record.set("half", Tensor({3}, {1, 0.333f, -70000}), Stored::f16);
  record.set("brain", Tensor({2}, {3.14159f, -1e30f}), Stored::bf16);
  record.set("bytes", Tensor({2, 1}, {0, 255}), Stored::u8);
  record.set("small", Tensor({4}, {-0.5f, 0.25f, 0.1f, 0}), Stored::i8);
  record.set("none", Tensor({0, 4}));
  record.set("words", "dense 10\n# µ \"quoted\"");
  record.set_number("rate", 1e-3);
  return record;
}

TEST(Safetensors, HeaderIsAsPublished) {
  Record record;
  record.set("w", Tensor({1, 2}, {1, 2}));
  record.set("a", "b");
  const std::vector<uint8_t> file = to_safetensors(record);
  EXPECT_EQ(header_of(file), R"({"__metadata__":{"a":"b"},"w":{"data_offsets":[0,8],"dtype":"F32","shape":[1,2]}})" +
                                 std::string(7, ' '));
  EXPECT_EQ(file.size(), 8 + header_of(file).size() + 8);
  EXPECT_THAT(std::vector<uint8_t>(file.end() - 8, file.end()), ElementsAre(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40));
}

TEST(Safetensors, SaveLoadSaveIsByteIdentical) {
  const std::vector<uint8_t> file = to_safetensors(sample_record());
  const Record again = from_safetensors(file, "again");
  EXPECT_EQ(to_safetensors(again), file);
}

TEST(Safetensors, LoadsWhatWasSaved) {
  const Record record = from_safetensors(to_safetensors(sample_record()), "sample");
  EXPECT_THAT(record.tensor_names(), ElementsAre("z", "half", "brain", "bytes", "small", "none"));
  EXPECT_EQ(record.tensor("z").shape(), Shape({2, 3}));
  EXPECT_THAT(record.tensor("z").values(), ElementsAre(1, -2, 3.5f, 0, 1e-30f, 5));
  EXPECT_THAT(record.tensor("half").values(), ElementsAre(1, 0x1.55p-2f, -INFINITY));
  EXPECT_THAT(record.tensor("brain").values(), ElementsAre(3.140625f, testing::FloatNear(-1e30f, 4e27f)));
  EXPECT_THAT(record.tensor("bytes").values(), ElementsAre(0, 255));
  EXPECT_EQ(record.tensor("none").shape(), Shape({0, 4}));
  EXPECT_EQ(record.text("words"), "dense 10\n# µ \"quoted\"");
  EXPECT_EQ(record.number("rate"), 1e-3);
  for (int i = 0; i < 4; ++i)  // half a step of the largest / 127
    EXPECT_NEAR(record.tensor("small")(i), sample_record().tensor("small")(i), 0.5f / 127 / 2 + 1e-7f);
}

TEST(Safetensors, QuantisedTensorKeepsItsScale) {
  const auto file =
      file_of(R"({"__metadata__":{"w.scale":"0.25"},"w":{"dtype":"I8","shape":[3],"data_offsets":[0,3]}})",
              std::string("\x80\xff\x7f", 3));
  const Record record = from_safetensors(file, "q");
  EXPECT_THAT(record.tensor("w").values(), ElementsAre(-32, -0.25f, 31.75f));
  const Record again = from_safetensors(to_safetensors(record), "again");
  EXPECT_THAT(again.tensor("w").values(), ElementsAreArray(record.tensor("w").values()));
}

TEST(Safetensors, ASingleNumberIsATensorOfOne) {
  const auto file = file_of(R"({"w":{"dtype":"U8","shape":[],"data_offsets":[0,1]}})", "\x07");
  EXPECT_EQ(from_safetensors(file, "one").tensor("w").shape(), Shape({1}));
  EXPECT_EQ(from_safetensors(file, "one").tensor("w")(0), 7);
}

TEST(Safetensors, TheDataMayStandInAnyOrderAndTheHeaderMayBePadded) {
  const auto file = file_of(R"({"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},)"
                            R"("a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}     )",
                            "\x01\x02");
  EXPECT_THAT(from_safetensors(file, "order").tensor_names(), ElementsAre("a", "b"));
  EXPECT_EQ(from_safetensors(file, "order").tensor("b")(0), 2);
}

TEST(Safetensors, ThousandRandomRecordsSurvive) {
  Rng rng(3, Purpose::test);
  for (int trial = 0; trial < 1000; ++trial) {
    Record record;
    for (int t = rng.below(4); t >= 0; --t) {
      Tensor value({1 + rng.below(3), rng.below(4)});
      const auto as = static_cast<Stored>(rng.below(5));
      for (float& v : value.values()) v = as == Stored::u8 ? static_cast<float>(rng.below(256)) : rng.normal();
      record.set("t" + std::to_string(rng.below(9)), std::move(value), as);
    }
    const auto file = to_safetensors(record);
    ASSERT_EQ(to_safetensors(from_safetensors(file, "random")), file) << header_of(file);
  }
}

TEST(Record, SaysWhatIsMissing) {
  const Record record = sample_record();
  EXPECT_TRUE(record.has_tensor("z"));
  EXPECT_FALSE(record.has_tensor("words"));
  EXPECT_TRUE(record.has_text("small.scale"));
  EXPECT_ERROR(record.tensor("y"), data, "no tensor y");
  EXPECT_ERROR(record.text("z"), data, "no text z");
  EXPECT_ERROR(record.number("words"), data, "words: expected a number, got \"dense");
}

TEST(Record, SettingAgainReplaces) {
  Record record = sample_record();
  record.set("z", Tensor({1}, {8}));
  EXPECT_THAT(record.tensor("z").values(), ElementsAre(8));
  EXPECT_EQ(record.tensor_names().size(), 6u);
  EXPECT_EQ(record.tensor_names()[0], "z");
}

TEST(Record, RefusesWhatTheFormatCannotHold) {
  Record record;
  EXPECT_ERROR(record.set("__metadata__", Tensor({1})), usage, "__metadata__");
  record.set("w", Tensor({2}, {0, 256}), Stored::u8);
  EXPECT_ERROR(to_safetensors(record), usage, "tensor w: U8 holds whole numbers from 0 to 255, got 256");
  record.set("w", Tensor({1}, {0.5f}), Stored::u8);
  EXPECT_ERROR(to_safetensors(record), usage, "got 0.5");
  record.set("w", Tensor({1}));
  record.set("bad", "\xff");
  EXPECT_ERROR(to_safetensors(record), usage, "expected names and texts in UTF-8");
}

}  // namespace
}  // namespace thimble
