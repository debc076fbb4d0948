#include "native/page.h"

#include <algorithm>

#include "native/report_style.h"
#include "plot/heatmap.h"
#include "plot/markup.h"

namespace thimble {

namespace {

std::string name_of(const std::vector<std::string>& names, int k) {
  const size_t i = static_cast<size_t>(k);
  return i < names.size() ? names[i] : std::to_string(k);
}

std::string confused_pairs(const ConfusionMatrix& matrix, const std::vector<std::string>& names) {
  const std::vector<Confusion> pairs = most_confused(matrix);
  if (pairs.empty()) return "";
  std::string rows;
  const auto most = static_cast<double>(pairs[0].count);
  for (size_t i = 0; i < std::min<size_t>(8, pairs.size()); ++i) {
    const Confusion& c = pairs[i];
    rows += "<tr><th scope=\"row\">" + escape_xml(name_of(names, c.truth)) + "</th><td>" +
            escape_xml(name_of(names, c.predicted)) + "</td><td class=\"n\">" + grouped(c.count) +
            "</td><td class=\"n\">" +
            percent(static_cast<double>(c.count) / static_cast<double>(matrix.row_total(c.truth))) +
            "</td><td><span class=\"bar mistake\"><i style=\"width:" +
            decimal(100 * static_cast<double>(c.count) / most, 0) + "%\"></i></span></td></tr>\n";
  }
  return "<h3>Most confused</h3>\n<div class=\"scroll\"><table><caption class=\"sr\">The most frequent "
         "mistakes</caption><thead><tr><th scope=\"col\">true</th><th scope=\"col\">"
         "taken for</th><th scope=\"col\" class=\"n\">times</th><th scope=\"col\" class=\"n\">of its "
         "class</th><td></td></tr></thead>\n<tbody>\n" +
         rows + "</tbody></table></div>\n";
}

}  // namespace

std::string percent(double share) { return decimal(100 * share, 1) + "%"; }

std::string section(const std::string& title, const std::string& note, const std::string& body, bool breaks) {
  return "<section" + std::string(breaks ? " class=\"flow\"" : "") + ">\n<h2>" + title + "</h2>\n" +
         (note.empty() ? "" : "<p class=\"note\">" + note + "</p>\n") + body + "</section>\n";
}

std::string facts_list(const std::vector<Fact>& facts) {
  if (facts.empty()) return "";
  std::string out = "<dl class=\"facts\">\n";
  for (const Fact& f : facts) {
    out += "<div><dt>" + escape_xml(f.name) + "</dt><dd>" + escape_xml(f.value) +
           (f.note.empty() ? "" : "<small>" + escape_xml(f.note) + "</small>") + "</dd></div>\n";
  }
  return out + "</dl>\n";
}

std::string keys(const std::vector<Fact>& facts) {
  std::string out = "<dl class=\"keys\">\n";
  for (const Fact& f : facts) {
    out += "<dt>" + escape_xml(f.name) + "</dt><dd>" + escape_xml(f.value) +
           (f.note.empty() ? "" : " (" + escape_xml(f.note) + ")") + "</dd>\n";
  }
  return out + "</dl>\n";
}

std::string confusion_picture(const ConfusionMatrix& matrix, const std::vector<std::string>& names,
                              const std::string& title) {
  std::vector<std::vector<int64_t>> counts;
  std::vector<std::string> shown;
  for (int i = 0; i < matrix.classes(); ++i) {
    counts.emplace_back();
    shown.push_back(name_of(names, i));
    for (int j = 0; j < matrix.classes(); ++j) counts.back().push_back(matrix(i, j));
  }
  return heatmap(counts, shown, {.title = title, .cell = matrix.classes() <= 12 ? 58.0 : 40.0});
}

std::string confusion_body(const ConfusionMatrix& matrix, const std::vector<std::string>& names) {
  return "<figure class=\"plot wide\">" + confusion_picture(matrix, names) + "</figure>\n" +
         confused_pairs(matrix, names);
}

std::string confusion_section(const ConfusionMatrix& matrix, const std::vector<std::string>& names) {
  if (matrix.classes() == 0 || matrix.total() == 0) return "";
  return section(
      "What is taken for what",
      "Each row is a true class, each column an answer. The blue diagonal is right; the stronger a cell off it, "
      "the more of that class go there.",
      confusion_body(matrix, names));
}

std::string class_table(const ConfusionMatrix& matrix, const std::vector<std::string>& names) {
  const auto cell = [](double v) {
    return "<td class=\"n\">" + decimal(v, 3) + "<span class=\"bar\"><i style=\"width:" + decimal(100 * v, 1) +
           "%\"></i></span></td>";
  };
  std::string rows;
  for (int k = 0; k < matrix.classes(); ++k) {
    rows += "<tr><th scope=\"row\">" + escape_xml(name_of(names, k)) + "</th>" + cell(matrix.precision(k)) +
            cell(matrix.recall(k)) + cell(matrix.f1(k)) + "<td class=\"n\">" + grouped(matrix.row_total(k)) +
            "</td></tr>\n";
  }
  return "<div class=\"scroll\"><table><caption class=\"sr\">Precision, recall and F1 of every "
         "class</caption><thead><tr><th scope=\"col\">class</th><th scope=\"col\" class=\"n\">"
         "precision</th><th scope=\"col\" class=\"n\">recall</th><th scope=\"col\" class=\"n\">F1</th>"
         "<th scope=\"col\" class=\"n\">pictures</th></tr></thead>\n<tbody>\n" +
         rows + "</tbody></table></div>\n";
}

std::string class_section(const ConfusionMatrix& matrix, const std::vector<std::string>& names) {
  if (matrix.classes() == 0 || matrix.total() == 0) return "";
  return section(
      "Class by class",
      "Precision: of all answers with this name, how many are right. Recall: of all pictures of this class, how "
      "many are found. F1: their harmonic mean.",
      class_table(matrix, names));
}

std::string page(const PageHead& head, const std::string& sections, const std::string& written_by) {
  const std::string title = escape_xml(head.title);
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>\n<title>" +
         title + " - Thimble</title>\n<style>" + report_style + "</style>\n</head>\n<body>\n<header>\n" +
         "<p class=\"brand\">" + escape_xml(head.brand) + "</p>\n<h1>" + title + "</h1>\n" +
         (head.subtitle.empty() ? "" : "<p class=\"lead\">" + escape_xml(head.subtitle) + "</p>\n") +
         (head.command.empty() ? "" : "<code class=\"command\">" + escape_xml(head.command) + "</code>\n") +
         facts_list(head.facts) + "</header>\n<main>\n" + sections + "</main>\n<footer><p>Written by <code>" +
         escape_xml(written_by) +
         "</code>. Everything on this page is inside this one file.</p></footer>\n</body>\n</html>\n";
}

}  // namespace thimble
