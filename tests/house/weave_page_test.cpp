#include "weave/page.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "weave/citations.h"
#include "weave/json_values.h"
#include "weave/tree.h"

namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

// A small tree of its own with one source, one output, one result and a page.
class WeavePage : public testing::Test {
 protected:
  WeavePage() {
    std::filesystem::create_directories(root_ + "/tutorials/07_pca");
    file("a.cpp", "int twice(int x) {\n  return 2 * x;\n}\n");
    file("out.txt", "start\n\nloss 0.25\n");
    file("r.json",
         R"({"test": {"accuracy": 0.89613, "confusion": [[1, 2], [3, 4]]}, "parameters": 693962, "isa": "avx2"})");
  }
  ~WeavePage() override { std::filesystem::remove_all(root_); }

  void file(const std::string& name, const std::string& text) { weave::write(root_ + "/" + name, text); }
  weave::Woven woven(const std::string& page) {
    file("page.md", page);
    return weave::weave_page(root_, "page.md");
  }
  std::vector<std::string> faults(const std::string& page) {
    std::vector<std::string> all;
    for (const weave::Problem& p : woven(page).problems) all.push_back(std::to_string(p.line) + ": " + p.what);
    return all;
  }

  const std::string root_ =
      testing::TempDir() + "weave_" + testing::UnitTest::GetInstance()->current_test_info()->name();
};

const std::string kFresh =
    "Text\n<!-- code: a.cpp twice -->\n```cpp\nint twice(int x) {\n  return 2 * x;\n}\n```\nMore\n";

TEST_F(WeavePage, AFreshPageHasNoProblemsAndStaysAsItIs) {
  EXPECT_THAT(woven(kFresh).problems, IsEmpty());
  EXPECT_EQ(woven(kFresh).text, kFresh);
}

TEST_F(WeavePage, StaleCodeIsNamedAndRefreshed) {
  const std::string stale = "Text\n<!-- code: a.cpp twice -->\n```cpp\nint twice(int x) {\n  return x;\n}\n```\nMore\n";
  EXPECT_THAT(faults(stale),
              ElementsAre(HasSubstr("2: code a.cpp twice differs from its source: line 2 is \"return 2 * x;\"")));
  EXPECT_EQ(woven(stale).text, kFresh);
}

TEST_F(WeavePage, AMissingBlockIsWritten) {
  EXPECT_THAT(faults("Text\n<!-- code: a.cpp twice -->\nMore\n"), ElementsAre(HasSubstr("no fenced block")));
  EXPECT_EQ(woven("Text\n<!-- code: a.cpp twice -->\nMore\n").text, kFresh);
}

TEST_F(WeavePage, WhatDoesNotExistIsNamed) {
  EXPECT_THAT(faults("<!-- code: a.cpp thrice -->\n"), ElementsAre(HasSubstr("no thrice in a.cpp")));
  EXPECT_THAT(faults("<!-- code: b.cpp twice -->\n"), ElementsAre(HasSubstr("b.cpp: cannot be read")));
  EXPECT_THAT(faults("<!-- code: a.cpp [part] -->\n"), ElementsAre(HasSubstr("for tutorials and tests")));
  EXPECT_THAT(faults("<!-- output: out.txt accuracy -->\n"), ElementsAre(HasSubstr("no block starting")));
  EXPECT_THAT(faults("a [link](nowhere.md#x) and [one](https://example.org)\n"), ElementsAre(HasSubstr("nowhere.md")));
  EXPECT_THAT(faults("a [link](page.md)\n"), IsEmpty());
}

TEST_F(WeavePage, OutputsAreComparedByTheNumberRule) {
  EXPECT_THAT(faults("<!-- output: out.txt loss -->\n```text\nloss 0.2501\n```\n"), IsEmpty());
  EXPECT_THAT(faults("<!-- output: out.txt loss -->\n```text\nloss 0.26\n```\n"), ElementsAre(HasSubstr("loss 0.25")));
}

TEST_F(WeavePage, WhatIsInsideABlockIsNotADirective) {
  EXPECT_THAT(faults("```text\n<!-- code: b.cpp twice -->\n```\n"), IsEmpty());
  EXPECT_THAT(faults("`<!-- result: b.json x -->`\n"), IsEmpty());
}

TEST_F(WeavePage, ResultsAreRoundedAsThePagePrintsThem) {
  EXPECT_THAT(faults("| .896<!-- result: r.json test.accuracy --> |\n"), IsEmpty());
  EXPECT_THAT(faults("| 693,962<!-- result: r.json parameters --> | avx2<!-- result: r.json isa --> |\n"), IsEmpty());
  EXPECT_THAT(faults("**89.61 %** 89.61<!-- result: r.json test.accuracy percent -->\n"), IsEmpty());
  EXPECT_THAT(faults("3<!-- result: r.json test.confusion.1.0 -->\n"), IsEmpty());
}

TEST_F(WeavePage, AStaleResultIsNamedAndRefreshed) {
  const std::string stale = "| .897<!-- result: r.json test.accuracy --> | 1,000<!-- result: r.json parameters --> |\n";
  EXPECT_THAT(faults(stale), ElementsAre(HasSubstr("is .896, the page has .897"), HasSubstr("is 693,962")));
  EXPECT_EQ(woven(stale).text,
            "| .896<!-- result: r.json test.accuracy --> | 693,962<!-- result: r.json parameters --> |\n");
  EXPECT_EQ(woven("?<!-- result: r.json test.accuracy -->\n").text, "0.89613<!-- result: r.json test.accuracy -->\n");
  EXPECT_THAT(faults("1<!-- result: r.json test.loss -->\n"), ElementsAre(HasSubstr("no value test.loss")));
}

TEST_F(WeavePage, CitationsLeadToEquations) {
  const std::string cite = "// tutorial 07 ";
  file("tutorials/07_pca/README.md", "$$ x \\tag{7.1} $$\n$$ y \\tag{7.3} $$\n");
  file("good.cpp", cite + "(7.3)\n");
  EXPECT_THAT(weave::check_citations(root_, {"good.cpp", "tutorials/07_pca/README.md"}), IsEmpty());
  file("bad.cpp", "\n" + cite + "(7.2)\n");
  EXPECT_THAT(weave::check_citations(root_, {"bad.cpp", "tutorials/07_pca/README.md"}),
              ElementsAre(Field(&weave::Problem::line, 2)));
  file("tutorials/07_pca/README.md", "\\tag{7.1}\n\\tag{7.1}\n\\tag{8.1}\n");
  EXPECT_THAT(weave::check_citations(root_, {"tutorials/07_pca/README.md"}),
              ElementsAre(Field(&weave::Problem::what, HasSubstr("twice")), Field(&weave::Problem::line, 3)));
}

TEST(WeaveJson, WhatIsNotJsonIsRefused) {
  EXPECT_EQ(weave::json_values("[1, {\"a\": \"b\\\"c\"}]").at("1.a"), "b\"c");
  EXPECT_THROW(weave::json_values("{\"a\" 1}"), std::runtime_error);
  EXPECT_THROW(weave::json_values("[1, 2"), std::runtime_error);
  EXPECT_THROW(weave::json_values("{} x"), std::runtime_error);
}

}  // namespace
