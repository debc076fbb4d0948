#include "nn/spec.h"

#include <gtest/gtest.h>

#include "nn/words.h"
#include "support/throws.h"

namespace thimble {
namespace {

const char* kEveryWord =
    "conv 8 3x5 same stride 2 l2 0.01 init he_normal no_bias, batch_norm momentum 0.9 epsilon 1e-05, relu, "
    "conv 4 3x3 pad 1 init glorot_normal, conv 4 3x3 init dirac, max_pool 3 stride 2, sigmoid, avg_pool 2, tanh, "
    "dropout 0.25, flatten, "
    "dense 12 l2 0.125 init he_uniform no_bias, softmax, dense 10, residual ( dense 10, relu, dense 10 ), scale 0.25";

TEST(NetworkText, ReadsBackWhatItWrites) {
  EXPECT_EQ(parse_network(kEveryWord).text(), kEveryWord);
  EXPECT_EQ(parse_network(parse_network("dropout 0.1, dense 3 l2 0.0001234567").text()).text(),
            "dropout 0.1, dense 3 l2 0.0001234567");
}

TEST(NetworkText, BuildsTheNetworkItNames) {
  Sequential net = parse_network("conv 32 3x3, relu, max_pool 2, flatten, dense 128, relu, dense 10");
  net.build({1, 28, 28}, 0);
  EXPECT_EQ(net.size(), 7);
  EXPECT_EQ(net.parameter_count(), 693962);
}

TEST(NetworkText, SeparatesLayersByCommasNewlinesOrBoth) {
  const char* text =
      "# the first one\n"
      "  flatten,\n"
      "dense 128 ,relu   # hidden, and a comma in a comment\n"
      "\r\n"
      ",dense\t10,";
  EXPECT_EQ(parse_network(text).text(), "flatten, dense 128, relu, dense 10");
  EXPECT_EQ(parse_network("relu# comment to the end").text(), "relu");
}

TEST(NetworkText, GivesTheDefaultInitToLayersThatNameNone) {
  EXPECT_EQ(parse_network("conv 2 3x3, dense 3, dense 4 init glorot_normal", Init::he_normal).text(),
            "conv 2 3x3 init he_normal, dense 3 init he_normal, dense 4 init glorot_normal");
}

TEST(NetworkText, TakesAFinalSoftmaxOff) {
  EXPECT_EQ(parse_network(without_final_softmax("dense 10, softmax")).text(), "dense 10");
  EXPECT_EQ(parse_network(without_final_softmax("dense 10\nsoftmax # to the loss\n")).text(), "dense 10");
  EXPECT_EQ(without_final_softmax("softmax, dense 10"), "softmax, dense 10");
  EXPECT_EQ(without_final_softmax("softmax"), "softmax");
}

void expect_message(const std::string& text, const std::string& part) {
  EXPECT_ERROR(parse_network(text), usage, part);
}

TEST(NetworkText, NamesLayerWordAndWhatIsKnown) {
  expect_message("", "network text: expected at least one layer, got none");
  expect_message(" # nothing\n,,\n", "expected at least one layer");
  expect_message(
      "relu, flatten, max_pol 2",
      "network text, layer 3 \"max_pol 2\": unknown layer; known: conv, dense, max_pool, avg_pool, batch_norm, "
      "dropout, flatten, relu, sigmoid, tanh, softmax, scale, residual; did you mean max_pool?");
  expect_message("xyzzy", "tanh, softmax");
  expect_message("conv", "layer 1 \"conv\": expected a number of filters, got nothing");
  expect_message("conv 8", "expected a window such as 3x3, got nothing");
  expect_message("conv 8 3", "expected a window such as 3x3, got \"3\"");
  expect_message("conv 8 3x", "got \"3x\"");
  expect_message("conv 8 0x3", "got \"0x3\"");
  expect_message("conv 8 3x3 sam",
                 "unknown word \"sam\"; known: same, pad, stride, l2, init, no_bias, whitening; did you mean same?");
  expect_message("conv 8 3x3 same pad 1", "expected same or pad, got both");
  expect_message("conv 8 3x3 whitening no_bias", "whitening filters are not learned: expected no l2 and no no_bias");
  expect_message("conv 9 3x3 whitening", "expected an even number of whitening filters, one of each sign, got 9");
  EXPECT_EQ(parse_network("conv 8 3x3 same whitening", Init::he_normal).text(), "conv 8 3x3 same whitening");
  expect_message("conv 8 3x3 stride 0", "expected a stride from 1 to 1000, got \"0\"");
  expect_message("dense ten", "expected a number of units from 1 to 1000000, got \"ten\"");
  expect_message("dense 99999999999999999999", "got \"99999999999999999999\"");
  expect_message("dense -1", "got \"-1\"");
  expect_message("dense 10 l2", "expected a penalty, got nothing");
  expect_message("dense 10 l2 nan", "got \"nan\"");
  expect_message("scale", "layer 1 \"scale\": expected a factor, got nothing");
  expect_message("scale 2 3", "expected nothing after scale, got \"3\"");
  expect_message("dense 10 init he", "unknown initialisation \"he\"; known: glorot_uniform, glorot_normal");
  expect_message("dense 10 dense 10", "unknown word \"dense\"; known: l2, init, no_bias");
  expect_message("max_pool 17", "expected a window size from 1 to 16, got \"17\"");
  expect_message("max_pool 2 strid 2", "did you mean stride?");
  expect_message("batch_norm momentum 2", "expected a momentum from 0 to 1, got \"2\"");
  expect_message("batch_norm epsilon 0", "expected an epsilon");
  expect_message("dropout", "expected a probability, got nothing");
  expect_message("dropout 1", "expected a probability from 0 to 0.999, got \"1\"");
  expect_message("dropout 0,5", "network text, layer 2 \"5\": unknown layer");
  expect_message("relu 3", "expected nothing after relu, got \"3\"");
  expect_message(std::string("dense 10\0 relu", 14), "layer 1");
}

TEST(NetworkText, ReadsResidualBlocks) {
  const char* text =
      "conv 4 3x3 same\n"
      "residual (      # two layers, and a bracket ) in a comment\n"
      "  conv 4 3x3 same,\n"
      "  relu )\n"
      "residual(conv 4 1x1)   # (\n"
      "relu";
  EXPECT_EQ(parse_network(text).text(),
            "conv 4 3x3 same, residual ( conv 4 3x3 same, relu ), residual ( conv 4 1x1 ), relu");
  EXPECT_EQ(parse_network("residual ( dense 3 )", Init::he_normal).text(), "residual ( dense 3 init he_normal )");
}

TEST(NetworkText, NamesWhatIsWrongWithABlock) {
  expect_message("residual", "layer 1 \"residual\": expected residual ( layers ) with both brackets");
  expect_message("relu, residual ( relu", "layer 2 \"residual ( relu\": expected residual ( layers ) with both");
  expect_message("residual relu )", "with both brackets");
  expect_message("flatten\nresidual ( relu # a comment takes its bracket along )", "layer 2 \"residual");
  expect_message("residual ( relu # a comment takes its bracket along )", "with both brackets");
  expect_message("residual ( relu ) relu", "with both brackets");
  expect_message("residual ( )", "layer 1 \"residual ( )\": expected at least one layer, got none");
  expect_message("residual ( relu, max_pol 2 )",
                 "network text, layer 1 \"residual ( relu, max_pol 2 )\": layer 2 \"max_pol 2\": unknown layer");
  expect_message("residual ( residual ( relu ) )", "expected no block inside a block");
  expect_message("residuals ( relu )", "unknown layer");
  expect_message("relu )", "expected nothing after relu, got \")\"");
  expect_message(std::string(100000, '('), "unknown layer");
  std::string nested;
  for (int i = 0; i < 100000; ++i) nested += "residual(";
  expect_message(nested, "with both brackets");
}

TEST(NetworkText, ParsesCheaplyWhateverItSays) {
  std::string thousand;
  for (int i = 0; i < 1000; ++i) thousand += "dense 1000000\n";
  EXPECT_EQ(parse_network(thousand).size(), 1000);
  expect_message(thousand + "relu", "expected at most 1000 layers");
  expect_message(std::string(1 << 20, 'x'), "xxx...\": unknown layer");
}

TEST(Words, NearestNeedsFewEdits) {
  const std::vector<std::string> known = {"stride", "same", "pad"};
  EXPECT_EQ(nearest_word("strde", known), "stride");
  EXPECT_EQ(nearest_word("strideee", known), "stride");
  EXPECT_EQ(nearest_word("pda", known), "pad");  // neighbours swapped: one mistake
  EXPECT_EQ(nearest_word("", known), "");
  EXPECT_EQ(nearest_word("something else", known), "");
}

TEST(Words, NumbersAreDecimalAndWhole) {
  EXPECT_EQ(to_number("-2.5e-1"), -0.25);
  for (const char* bad : {"", "0x10", "1e999", "inf", "nan", "1.5x", "1,5", "--1", " 1"})
    EXPECT_FALSE(to_number(bad)) << bad;
  EXPECT_EQ(to_count("2147483647"), 2147483647);
  for (const char* bad : {"", "+1", "-1", "2147483648", "1.0", "1e3", "0x1"}) EXPECT_FALSE(to_count(bad)) << bad;
}

}  // namespace
}  // namespace thimble
