// What all self-contained pages are made of: the head, sections, facts, a confusion matrix. HTML that is XML too; nothing
// is loaded from elsewhere, no script, light and dark, screen and paper.
#pragma once

#include <string>
#include <vector>

#include "learn/metrics.h"

namespace thimble {

struct Fact {
  std::string name, value, note = {};
};

struct PageHead {
  std::string brand, title, subtitle, command;
  std::vector<Fact> facts;  // the first is the most important
};

std::string page(const PageHead& head, const std::string& sections, const std::string& written_by);

std::string percent(double share);  // "93.1%"
// `title`, `note` and `body` are HTML. `breaks`: may be parted between sheets of paper.
std::string section(const std::string& title, const std::string& note, const std::string& body, bool breaks = false);
std::string keys(const std::vector<Fact>& facts);  // names and values in two columns

std::string facts_list(const std::vector<Fact>& facts);  // large figures side by side

std::string confusion_picture(const ConfusionMatrix& matrix, const std::vector<std::string>& names,
                              const std::string& title = "");
std::string confusion_body(const ConfusionMatrix& matrix, const std::vector<std::string>& names);  // and the pairs
std::string class_table(const ConfusionMatrix& matrix, const std::vector<std::string>& names);
// Sections; empty for a matrix without samples.
std::string confusion_section(const ConfusionMatrix& matrix, const std::vector<std::string>& names);
std::string class_section(const ConfusionMatrix& matrix, const std::vector<std::string>& names);

}  // namespace thimble
