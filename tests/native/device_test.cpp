// --device without a GPU: what is said.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "native/program.h"

namespace {

using program::Finished;
using program::run;
using testing::HasSubstr;

TEST(Device, TheCpuIsAlwaysThere) {
  const Finished r = run({"info", "--devices"});
  EXPECT_EQ(r.code, 0);
  EXPECT_THAT(r.out, HasSubstr("cpu     "));
  EXPECT_THAT(run({"info", "--devices", "--json"}).out, HasSubstr("\"devices\""));
}

TEST(Device, AnUnknownOneIsRefused) {
  const Finished r = run({"train", "--net", "flatten, dense 10", "--device", "tpu"});
  EXPECT_EQ(r.code, 2);
  EXPECT_THAT(r.err, HasSubstr("--device: expected one of cpu"));
}

TEST(Device, WhereThereIsNoGpuItSaysWhy) {
  const Finished devices = run({"info", "--devices"});
  if (devices.out.find("no GPU: ") == std::string::npos) GTEST_SKIP() << "there is a GPU here";
  for (const program::Words& words :
       {program::Words{"train", "--net", "flatten, dense 10"}, program::Words{"bench", "gemm"}}) {
    program::Words asked = words;
    asked.insert(asked.end(), {"--device", "cuda"});
    const Finished r = run(asked);
    EXPECT_EQ(r.code, 2) << words[0];
    EXPECT_THAT(r.err, HasSubstr("--device cuda: ")) << words[0];
  }
}

TEST(Device, AGpuSearchesPixelsInL2) {
  const Finished r = run({"knn", "--device", "cuda", "--metric", "l1"});
  EXPECT_EQ(r.code, 2);
  EXPECT_THAT(r.err,
              HasSubstr("--device cuda: expected --metric l2 on pixels, the search that a GPU has, got l1 on pixels"));
}

TEST(Device, ClassicalCommandsSayWhyThereIsNoGpu) {
  const Finished devices = run({"info", "--devices"});
  if (devices.out.find("no GPU: ") == std::string::npos) GTEST_SKIP() << "there is a GPU here";
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"knn"}, {"pca"}, {"mpp", "--case", "1"}, {"kmeans"}}) {
    std::vector<std::string> words = command;
    words.insert(words.end(), {"--device", "cuda"});
    const Finished r = run(words);
    EXPECT_EQ(r.code, 2) << command[0];
    EXPECT_THAT(r.err, HasSubstr("--device cuda: ")) << command[0];
  }
}

}  // namespace
