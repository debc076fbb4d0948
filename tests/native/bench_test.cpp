// What `thimble bench` prints. How fast anything is, is nobody's claim here.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "native/program.h"

namespace {

using nlohmann::ordered_json;
using program::run;
using program::tiny;
using program::Words;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const char* const kNet = "conv 4 3x3, relu, max_pool 2, flatten, dense 10";

ordered_json rows_of(Words words) {
  words.insert(words.begin(), "bench");
  words.insert(words.end(), {"--data", tiny, "--seconds", "0.01", "--json"});
  const auto r = run(words);
  EXPECT_EQ(r.code, 0) << r.err;
  return ordered_json::parse(r.out);
}

std::vector<std::string> names_of(const ordered_json& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(row.at("name"));
  return names;
}

TEST(Bench, RowsHaveTheKeysThatOthersRead) {
  for (const Words& words : {Words{"gemm", "16x8x4"}, Words{"conv", kNet}, Words{"layers", kNet},
                             Words{"train", "S0-2"}, Words{"infer", "S0-2"}}) {
    const ordered_json rows = rows_of(words);
    ASSERT_FALSE(rows.empty()) << words[0];
    for (const auto& row : rows) {
      std::vector<std::string> keys;
      for (const auto& item : row.items()) keys.push_back(item.key());
      EXPECT_THAT(
          keys, ElementsAre("job", "name", "batch", "threads", "isa", "images_per_second", "gflops", "share_of_peak"));
      EXPECT_EQ(row.at("job"), words[0]);
      EXPECT_GT(row.at("images_per_second"), 0);
      EXPECT_GE(row.at("gflops"), 0);
      EXPECT_GE(row.at("share_of_peak"), 0);
      EXPECT_LT(row.at("share_of_peak"), 10);
    }
  }
}

TEST(Bench, RowsInBf16SayThatTheyAre) {
  for (const char* what : {"layers", "train", "infer"})
    for (const auto& row : rows_of({what, "flatten, dense 20, relu, dense 20, relu, dense 10", "--compute", "bf16"}))
      EXPECT_EQ(row.at("compute"), "bf16") << what;
}

TEST(Bench, RatesBelongToOneMeasurement) {
  const auto gemm = rows_of({"gemm", "64x32x16"})[0];
  EXPECT_EQ(gemm.at("batch"), 64);
  const double a_row = gemm.at("gflops").get<double>() * 1e9 / gemm.at("images_per_second").get<double>();
  EXPECT_NEAR(a_row, 2 * 32 * 16, 1e-6 * a_row);
  const double macs = 784 * 4 + 4 * 4 + 4 * 10;
  const auto train = rows_of({"train", "S0-2"})[0], infer = rows_of({"infer", "S0-2"})[0];
  const auto a_picture = [](const ordered_json& row) {
    return row.at("gflops").get<double>() * 1e9 / row.at("images_per_second").get<double>();
  };
  EXPECT_NEAR(a_picture(infer), 2 * macs, 1e-3);
  EXPECT_NEAR(a_picture(train), 6 * macs - 2 * 784 * 4, 1e-3);  // nobody wants the pictures' gradient
}

TEST(Bench, NamesEveryConvolutionAndEveryLayer) {
  EXPECT_THAT(names_of(rows_of({"conv", "S2-1", "--batch", "2"})),
              ElementsAre("S2-1/conv2d/forward", "S2-1/conv2d/input_gradient", "S2-1/conv2d/weight_gradient"));
  EXPECT_THAT(names_of(rows_of({"layers", "S0-2"})),
              ElementsAre("S0-2/dense+re_lu/forward", "S0-2/dense_1+re_lu_1/forward", "S0-2/dense_2/forward",
                          "S0-2/dense_2/backward", "S0-2/dense_1+re_lu_1/backward", "S0-2/dense+re_lu/backward"));
}

TEST(Bench, SeveralNamesAndBothBatchesOfInference) {
  const ordered_json rows = rows_of({"infer", "S0-2", "S1-A"});
  EXPECT_THAT(names_of(rows), ElementsAre("S0-2", "S0-2", "S1-A", "S1-A"));
  EXPECT_EQ(rows[0].at("batch"), 256);
  EXPECT_EQ(rows[1].at("batch"), 1);
  EXPECT_EQ(rows_of({"train", "S1-A"})[0].at("batch"), 32);
  EXPECT_EQ(rows_of({"train", "S1-A", "--batch", "7"})[0].at("batch"), 7);
}

TEST(Bench, SamePadsEveryConvolutionOfARecipe) {
  const auto macs = [](const char* name) {
    double sum = 0;
    for (const auto& row : rows_of({"conv", name, "--batch", "1"}))
      if (row.at("name").get<std::string>().ends_with("/forward"))
        sum += row.at("gflops").get<double>() * 1e9 / row.at("images_per_second").get<double>() / 2;
    return sum;
  };
  EXPECT_NEAR(macs("S2-1"), 26 * 26 * 32 * 9, 1);
  EXPECT_NEAR(macs("S2-1-same"), 28 * 28 * 32 * 9, 1);
}

TEST(Bench, ThreadsAndInstructionSetAreTheOnesAskedFor) {
  const auto row = rows_of({"gemm", "16x16x16", "--threads", "1", "--isa", "scalar"})[0];
  EXPECT_EQ(row.at("threads"), 1);
  EXPECT_EQ(row.at("isa"), "scalar");
}

TEST(Bench, TheTableShowsTheMachineFirst) {
  const auto r = run({"bench", "train", "S0-2", "--data", tiny, "--seconds", "0.01"});
  EXPECT_EQ(r.code, 0) << r.err;
  for (const char* words : {"GFLOP/s", "GB/s", "second cache", "memory", "data: ", "of peak", "S0-2"})
    EXPECT_THAT(r.out, HasSubstr(words));
  EXPECT_THAT(r.out, Not(HasSubstr("nan")));
  EXPECT_EQ(r.err, "");
}

TEST(Bench, JsonlIsOneRowALine) {
  const auto r = run({"bench", "gemm", "8x8x8", "4x4x4", "--seconds", "0.01", "--jsonl"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(program::lines(r.out), 2);
}

TEST(Bench, WrongWordsAreUsageErrorsInOneLine) {
  for (const Words& words : {Words{"speed"}, Words{"gemm", "512x784"}, Words{"gemm", "0x1x1"}, Words{"gemm", "S2-1"},
                             Words{"train", "S9-9"}, Words{"conv", "S9-9-same"}, Words{"train", "S0-2", "--batch", "0"},
                             Words{"train", "S0-2", "--seconds", "-1"}}) {
    Words all{"bench"};
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--data", tiny});
    const auto r = run(all);
    EXPECT_EQ(r.code, 2) << words.back() << r.out;
    EXPECT_EQ(program::lines(r.err), 1) << r.err;
    EXPECT_EQ(r.out.find("GFLOP/s\n"), std::string::npos) << "something was measured: " << words.back();
  }
  const auto narrow = run({"bench", "infer", "flatten, dense 3", "--data", tiny});
  EXPECT_EQ(narrow.code, 2);
  EXPECT_EQ(program::lines(narrow.err), 1) << narrow.err;
  EXPECT_EQ(run({"bench", "train", "S0-2", "--data", "/no/such/folder"}).code, 4);
}

}  // namespace
