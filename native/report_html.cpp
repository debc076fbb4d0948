#include "native/report_html.h"

#include <algorithm>

#include "core/error.h"
#include "native/report_style.h"
#include "plot/chart.h"
#include "plot/heatmap.h"
#include "plot/markup.h"
#include "plot/png.h"

namespace thimble {

namespace {

std::string percent(double share) { return decimal(100 * share, 1) + "%"; }

std::string section(const std::string& title, const std::string& note, const std::string& body, bool breaks = false) {
  return "<section" + std::string(breaks ? " class=\"flow\"" : "") + ">\n<h2>" + title + "</h2>\n" +
         (note.empty() ? "" : "<p class=\"note\">" + note + "</p>\n") + body + "</section>\n";
}

std::string headline(const std::vector<Fact>& facts) {
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

std::string curve(const RunReport& r, double Score::*figure, const std::string& title, const std::string& y_label) {
  Series train{"training", {}}, validation{"validation", {}}, reported{"validation, reported", {}};
  for (const Progress& p : r.history) {
    train.points.push_back({p.epoch + 1.0, p.train.*figure});
    if (p.has_validation) validation.points.push_back({p.epoch + 1.0, p.validation.*figure});
  }
  for (const Progress& p : r.reported_history) {
    if (p.has_validation) reported.points.push_back({p.epoch + 1.0, p.validation.*figure});
  }
  return "<figure class=\"plot\">" +
         line_chart({train, validation, reported},
                    {.title = title, .x_label = "epoch", .y_label = y_label, .width = 430, .height = 300}) +
         "</figure>\n";
}

std::string history_table(const std::vector<Progress>& history) {
  std::string out =
      "<details><summary>The same as numbers</summary>\n<div class=\"scroll\"><table><caption>Every epoch. Training "
      "figures "
      "are running means while the weights change; validation is a full pass at the end.</caption>\n<thead><tr>"
      "<th scope=\"col\">epoch</th><th scope=\"col\" class=\"n\">loss</th><th scope=\"col\" class=\"n\">accuracy</th>"
      "<th scope=\"col\" class=\"n\">validation loss</th><th scope=\"col\" class=\"n\">validation accuracy</th>"
      "<th scope=\"col\" class=\"n\">learning rate</th></tr></thead>\n<tbody>\n";
  const auto cell = [](const std::string& s) { return "<td class=\"n\">" + s + "</td>"; };
  for (const Progress& p : history) {
    out += "<tr><th scope=\"row\">" + std::to_string(p.epoch + 1) + "</th>" + cell(decimal(p.train.loss, 4)) +
           cell(decimal(p.train.accuracy, 4)) + cell(p.has_validation ? decimal(p.validation.loss, 4) : "") +
           cell(p.has_validation ? decimal(p.validation.accuracy, 4) : "") + cell(text(p.learning_rate)) + "</tr>\n";
  }
  return out + "</tbody></table></div></details>\n";
}

std::string learning(const RunReport& r) {
  if (r.history.empty()) return "";
  return section("Learning", "",
                 "<div class=\"pair\">\n" + curve(r, &Score::loss, "Loss", "cross-entropy; less is better") +
                     curve(r, &Score::accuracy, "Accuracy", "share of right answers") + "</div>\n" +
                     history_table(r.history));
}

std::string reported(const RunReport& r) {
  if (r.reported.empty()) return "";
  std::string rows;
  for (const ReportedFigure& f : r.reported) {
    rows += "<tr><th scope=\"row\">" + escape_xml(f.name) + "</th><td class=\"n\">" + escape_xml(f.reported) +
            "</td><td class=\"n\">" + escape_xml(f.ours) + "</td><td class=\"" + (f.good ? "good" : "bad") +
            "\"><span class=\"sign\">" + (f.good ? "✓" : "✗") + "</span> " + escape_xml(f.verdict) + "</td></tr>\n";
  }
  return section("Beside the report", escape_xml(r.reported_note),
                 "<div class=\"scroll\"><table><caption class=\"sr\">Reported figures beside those of this "
                 "run</caption><thead><tr><th scope=\"col\">figure</th><th scope=\"col\" class=\"n\">"
                 "reported</th><th scope=\"col\" class=\"n\">this run</th><th scope=\"col\">verdict</th></tr></thead>\n"
                 "<tbody>\n" +
                     rows + "</tbody></table></div>\n");
}

std::string name_of(const RunReport& r, int k) {
  const size_t i = static_cast<size_t>(k);
  return i < r.class_names.size() ? r.class_names[i] : std::to_string(k);
}

std::string confused_pairs(const RunReport& r) {
  const std::vector<Confusion> pairs = most_confused(r.test);
  if (pairs.empty()) return "";
  std::string rows;
  const auto most = static_cast<double>(pairs[0].count);
  for (size_t i = 0; i < std::min<size_t>(8, pairs.size()); ++i) {
    const Confusion& c = pairs[i];
    rows += "<tr><th scope=\"row\">" + escape_xml(name_of(r, c.truth)) + "</th><td>" +
            escape_xml(name_of(r, c.predicted)) + "</td><td class=\"n\">" + grouped(c.count) + "</td><td class=\"n\">" +
            percent(static_cast<double>(c.count) / static_cast<double>(r.test.row_total(c.truth))) +
            "</td><td><span class=\"bar mistake\"><i style=\"width:" +
            decimal(100 * static_cast<double>(c.count) / most, 0) + "%\"></i></span></td></tr>\n";
  }
  return "<h3>Most confused</h3>\n<div class=\"scroll\"><table><caption class=\"sr\">The most frequent "
         "mistakes</caption><thead><tr><th scope=\"col\">true</th><th scope=\"col\">"
         "taken for</th><th scope=\"col\" class=\"n\">times</th><th scope=\"col\" class=\"n\">of its "
         "class</th><td></td></tr></thead>\n<tbody>\n" +
         rows + "</tbody></table></div>\n";
}

std::string confusion(const RunReport& r) {
  if (r.test.classes() == 0 || r.test.total() == 0) return "";
  std::vector<std::vector<int64_t>> counts;
  std::vector<std::string> names;
  for (int i = 0; i < r.test.classes(); ++i) {
    counts.emplace_back();
    names.push_back(name_of(r, i));
    for (int j = 0; j < r.test.classes(); ++j) counts.back().push_back(r.test(i, j));
  }
  return section(
      "What is taken for what",
      "Each row is a true class, each column an answer. The blue diagonal is right; the stronger a cell off it, "
      "the more of that class go there.",
      "<figure class=\"plot wide\">" + heatmap(counts, names, {.cell = r.test.classes() <= 12 ? 58.0 : 40.0}) +
          "</figure>\n" + confused_pairs(r));
}

std::string by_class(const RunReport& r) {
  if (r.test.classes() == 0 || r.test.total() == 0) return "";
  const auto cell = [](double v) {
    return "<td class=\"n\">" + decimal(v, 3) + "<span class=\"bar\"><i style=\"width:" + decimal(100 * v, 1) +
           "%\"></i></span></td>";
  };
  std::string rows;
  for (int k = 0; k < r.test.classes(); ++k) {
    rows += "<tr><th scope=\"row\">" + escape_xml(name_of(r, k)) + "</th>" + cell(r.test.precision(k)) +
            cell(r.test.recall(k)) + cell(r.test.f1(k)) + "<td class=\"n\">" + grouped(r.test.row_total(k)) +
            "</td></tr>\n";
  }
  return section(
      "Class by class",
      "Precision: of all answers with this name, how many are right. Recall: of all pictures of this class, how "
      "many are found. F1: their harmonic mean.",
      "<div class=\"scroll\"><table><caption class=\"sr\">Precision, recall and F1 of every "
      "class</caption><thead><tr><th scope=\"col\">class</th><th scope=\"col\" class=\"n\">"
      "precision</th><th scope=\"col\" class=\"n\">recall</th><th scope=\"col\" class=\"n\">F1</th>"
      "<th scope=\"col\" class=\"n\">pictures</th></tr></thead>\n<tbody>\n" +
          rows + "</tbody></table></div>\n");
}

std::string tile(const ReportTile& t) {
  const bool right = t.truth == t.predicted;
  std::vector<uint8_t> shown = t.pixels;
  for (uint8_t& p : shown) p = static_cast<uint8_t>(255 - p);
  const std::string alt = t.truth + ", recognised as " + t.predicted + " with " + percent(t.probability);
  return std::string("<li><figure class=\"tile ") + (right ? "right" : "wrong") +
         "\"><span class=\"frame\"><img class=\"shot\" width=\"112\" height=\"112\" alt=\"" + escape_xml(alt) +
         "\" src=\"data:image/png;base64," + base64(grey_png(shown, t.width, t.height)) + "\"/></span><figcaption>" +
         (right ? "<span class=\"sign good\">✓</span> <b>" : "<span class=\"sign bad\">✗</span> <b>") +
         escape_xml(t.predicted) + "</b><span class=\"say\">" + percent(t.probability) +
         (right ? "" : "</span><span class=\"say\">is " + escape_xml(t.truth)) + "</span></figcaption></figure></li>\n";
}

std::string pictures(const std::string& title, const std::string& note, const std::vector<ReportTile>& tiles) {
  if (tiles.empty()) return "";
  std::string items;
  for (const ReportTile& t : tiles) items += tile(t);
  return section(title, note, "<ul class=\"tiles\">\n" + items + "</ul>\n", true);
}

std::string setup(const RunReport& r) {
  std::string body;
  if (!r.network.empty()) body += "<h3>Network</h3>\n<pre>" + escape_xml(r.network) + "</pre>\n";
  if (!r.options.empty()) body += "<h3>Options</h3>\n" + keys(r.options);
  if (!r.machine.empty()) body += "<h3>Machine and time</h3>\n" + keys(r.machine);
  if (!r.recipe.empty()) body += "<h3>Recipe</h3>\n<pre>" + escape_xml(r.recipe) + "</pre>\n";
  return body.empty() ? "" : section("How it was made", "", body, true);
}

}  // namespace

std::string report_html(const RunReport& r) {
  const std::string title = escape_xml(r.title);
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>\n<title>" +
         title + " - Thimble</title>\n<style>" + report_style + "</style>\n</head>\n<body>\n<header>\n" +
         "<p class=\"brand\">Thimble training report</p>\n<h1>" + title + "</h1>\n" +
         (r.subtitle.empty() ? "" : "<p class=\"lead\">" + escape_xml(r.subtitle) + "</p>\n") +
         (r.command.empty() ? "" : "<code class=\"command\">" + escape_xml(r.command) + "</code>\n") +
         headline(r.headline) + "</header>\n<main>\n" + learning(r) + reported(r) + confusion(r) + by_class(r) +
         pictures("Predictions", "What the network says of test pictures that it never trained on, and how sure it is.",
                  r.gallery) +
         pictures("Sure and wrong", "The mistakes that the network is surest of.", r.mistakes) + setup(r) +
         "</main>\n<footer><p>Written by <code>thimble train --report</code>. Everything on this page is inside this "
         "one "
         "file.</p></footer>\n</body>\n</html>\n";
}

}  // namespace thimble
