#include "weave/snippet.h"

#include <gmock/gmock.h>

namespace {

using testing::ElementsAre;
using testing::Optional;
using weave::cut_block;
using weave::cut_part;
using weave::cut_symbol;
using weave::Lines;

const Lines kSource = weave::split(R"(#include "nn/dense.h"

void use(const Dense& d);
void Dense::backward(int n);

// About something else.

// dW += X^T dY
// in one line
void Dense::backward(int n) {
  if (n) {
    add(n);
  }
}

template <class T>
struct Pair {
  T a, b;
};

enum class Mode { train, infer };
constexpr float kHalf = 0.5f;
Tensor& last(Tensor& t) { return t; }
void Dense::backward_all(
    int n) {
  backward(n);
}
TEST(Dense, AddsBias) {
  EXPECT_EQ(1, 1);
}
)");

TEST(WeaveSnippet, ADefinitionComesWithTheCommentAboveIt) {
  EXPECT_THAT(cut_symbol(kSource, "Dense::backward"),
              Optional(ElementsAre("// dW += X^T dY", "// in one line", "void Dense::backward(int n) {", "  if (n) {",
                                   "    add(n);", "  }", "}")));
}

TEST(WeaveSnippet, ATypeComesWithItsTemplateLine) {
  EXPECT_THAT(cut_symbol(kSource, "Pair"),
              Optional(ElementsAre("template <class T>", "struct Pair {", "  T a, b;", "};")));
}

TEST(WeaveSnippet, OneLineIsEnough) {
  EXPECT_THAT(cut_symbol(kSource, "Mode"), Optional(ElementsAre("enum class Mode { train, infer };")));
  EXPECT_THAT(cut_symbol(kSource, "kHalf"), Optional(ElementsAre("constexpr float kHalf = 0.5f;")));
  EXPECT_THAT(cut_symbol(kSource, "last"), Optional(ElementsAre("Tensor& last(Tensor& t) { return t; }")));
  EXPECT_THAT(cut_symbol(kSource, "use"), Optional(ElementsAre("void use(const Dense& d);")));
}

TEST(WeaveSnippet, ALongerNameIsAnotherName) {
  EXPECT_THAT(cut_symbol(kSource, "Dense::backward_all"),
              Optional(ElementsAre("void Dense::backward_all(", "    int n) {", "  backward(n);", "}")));
  EXPECT_EQ(cut_symbol(kSource, "Dense"), std::nullopt);
  EXPECT_EQ(cut_symbol(kSource, "back"), std::nullopt);
  EXPECT_EQ(cut_symbol(kSource, "EXPECT_EQ"), std::nullopt);
}

TEST(WeaveSnippet, ATestIsFoundByItsFirstLine) {
  EXPECT_THAT(cut_symbol(kSource, "TEST(Dense, AddsBias)"),
              Optional(ElementsAre("TEST(Dense, AddsBias) {", "  EXPECT_EQ(1, 1);", "}")));
}

TEST(WeaveSnippet, APartIsShiftedLeft) {
  const Lines source = {"int main() {", "  // [sum]", "  for (;;)", "", "    add();", "  // [end]", "  // [open]", "}"};
  EXPECT_THAT(cut_part(source, "sum"), Optional(ElementsAre("for (;;)", "", "  add();")));
  EXPECT_EQ(cut_part(source, "open"), std::nullopt);
  EXPECT_EQ(cut_part(source, "other"), std::nullopt);
}

TEST(WeaveSnippet, ABlockEndsAtABlankLine) {
  const Lines output = {"data", "epoch 0", "", "epoch 1", "loss 2", "", "end"};
  EXPECT_THAT(cut_block(output, "epoch"), Optional(ElementsAre("epoch 1", "loss 2")));
  EXPECT_THAT(cut_block(output, "end"), Optional(ElementsAre("end")));
  EXPECT_EQ(cut_block(output, "loss"), std::nullopt);
}

}  // namespace
