#include "native/report_html.h"

#include <gtest/gtest.h>

#include "plot/xml_checker.h"

namespace thimble {
namespace {

ReportTile tile(const std::string& truth, const std::string& predicted) {
  return {2, 2, {0, 80, 160, 255}, truth, predicted, 0.9312};
}

RunReport example() {
  RunReport r;
  r.title = "A <network> & its run";
  r.subtitle = "three epochs";
  r.command = "thimble train --net 'dense 2'";
  r.recipe = "net = dense 2";
  r.network = "dense (Dense)   (None, 2)   10";
  r.headline = {{"test accuracy", "0.9000", "9 of 10"}};
  r.options = {{"batch", "32"}, {"schedule", "a<b"}};
  r.machine = {{"threads", "2"}};
  for (int i = 0; i < 3; ++i) {
    Progress p;
    p.epoch = i;
    p.learning_rate = 0.001f;
    p.train = {1.0 / (i + 1), 0.5 + 0.1 * i};
    p.validation = {1.2 / (i + 1), 0.45 + 0.1 * i};
    p.has_validation = true;
    r.history.push_back(p);
  }
  r.test = ConfusionMatrix(2);
  r.test.add(0, 0, 5);
  r.test.add(0, 1, 1);
  r.test.add(1, 1, 4);
  r.class_names = {"Shirt", "Bag & <co>"};
  r.reported = {{"test accuracy", "0.9000", "0.8961", "close", true}, {"loss", "0.9", "0.3", "worse by 0.6", false}};
  r.gallery = {tile("Shirt", "Shirt"), tile("Shirt", "Bag & <co>")};
  r.mistakes = {tile("Bag & <co>", "Shirt")};
  return r;
}

std::string without_doctype(const std::string& page) {
  const std::string doctype = "<!DOCTYPE html>\n";
  EXPECT_EQ(page.substr(0, doctype.size()), doctype);
  return page.substr(doctype.size());
}

TEST(ReportHtml, EveryTagIsClosedAndEveryWordEscaped) {
  EXPECT_EQ(xml_error(without_doctype(report_html(example()))), "");
}

TEST(ReportHtml, NeedsNothingFromElsewhereAndRunsNothing) {
  const std::string page = report_html(example());
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<link"), std::string::npos);
  EXPECT_EQ(page.find("@import"), std::string::npos);
  EXPECT_EQ(page.find("url("), std::string::npos);
  EXPECT_EQ(occurrences(page, "http"), occurrences(page, "xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_EQ(occurrences(page, "src="), occurrences(page, "src=\"data:image/png;base64,"));
}

TEST(ReportHtml, ShowsEverySection) {
  const std::string page = report_html(example());
  for (const char* heading : {"Learning", "Beside the report", "What is taken for what", "Class by class",
                              "Predictions", "Sure and wrong", "How it was made"}) {
    EXPECT_EQ(occurrences(page, std::string("<h2>") + heading + "</h2>"), 1) << heading;
  }
  EXPECT_EQ(occurrences(page, "<svg"), 3);
  EXPECT_EQ(occurrences(page, "<h1>"), 1);
}

TEST(ReportHtml, WhatIsMissingHasNoSection) {
  RunReport empty;
  empty.title = "Nothing";
  const std::string page = report_html(empty);
  EXPECT_EQ(xml_error(without_doctype(page)), "");
  EXPECT_EQ(occurrences(page, "<h2>"), 0);
}

TEST(ReportHtml, RightAndWrongAreSignedNotOnlyColoured) {
  const std::string page = report_html(example());
  EXPECT_EQ(occurrences(page, "class=\"tile wrong\""), 2);
  EXPECT_EQ(occurrences(page, "class=\"sign bad\">✗"), 2) << "on the pictures";
  EXPECT_EQ(occurrences(page, "class=\"sign good\">✓"), 1);
  EXPECT_NE(page.find("<span class=\"sign\">✗</span> worse by 0.6"), std::string::npos);
}

TEST(ReportHtml, IsReadableWithoutEyes) {
  const std::string page = report_html(example());
  EXPECT_NE(page.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_EQ(occurrences(page, "<img "), occurrences(page, " alt=\""));
  EXPECT_NE(page.find("alt=\"Shirt, recognised as Bag &amp; &lt;co&gt; with 93.1%\""), std::string::npos);
  EXPECT_EQ(occurrences(page, "<table"), occurrences(page, "<caption"));
  EXPECT_EQ(occurrences(page, "<svg"), occurrences(page, "role=\"img\" aria-label=\""));
}

TEST(ReportHtml, TheMostConfusedPairsAreCounted) {
  const std::string page = report_html(example());
  EXPECT_NE(
      page.find(
          "<th scope=\"row\">Shirt</th><td>Bag &amp; &lt;co&gt;</td><td class=\"n\">1</td><td class=\"n\">16.7%</td>"),
      std::string::npos);
}

TEST(ReportHtml, ANanLossLeavesAGap) {
  RunReport r = example();
  r.history[1].train.loss = 0.0 / r.history[0].epoch;
  EXPECT_EQ(xml_error(without_doctype(report_html(r))), "");
}

}  // namespace
}  // namespace thimble
