#include "native/report_html.h"

#include "core/error.h"
#include "plot/chart.h"
#include "plot/markup.h"

namespace thimble {

namespace {

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

std::string pictures(const std::string& title, const std::string& note, const std::vector<ReportTile>& tiles) {
  if (tiles.empty()) return "";
  return section(title, note, tiles_html(tiles), true);
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
  return page(
      {"Thimble training report", r.title, r.subtitle, r.command, r.headline},
      learning(r) + reported(r) + confusion_section(r.test, r.class_names) + class_section(r.test, r.class_names) +
          pictures("Predictions",
                   "What the network says of test pictures that it never trained on, and how sure it is.", r.gallery) +
          pictures("Sure and wrong", "The mistakes that the network is surest of.", r.mistakes) + setup(r),
      "thimble train --report");
}

}  // namespace thimble
