#include "native/reproduce_page.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "native/page.h"
#include "native/reproduce_plots.h"
#include "native/reproduce_sections.h"
#include "native/reproduce_text.h"
#include "native/terminal.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct ReportWords {
  const char *id, *title, *words;
};

constexpr ReportWords kReports[] = {
    {"S0", "Report S0: four tiny networks, and classical methods in prose",
     "The same network of 3,210 weights four times: on raw bytes, on scaled pixels, with a rate that rises, and for "
     "twice as long. Gaussian "
     "classifiers, neighbours, components, clusters and cross-validation are described without a figure; what is set "
     "beside ours there comes "
     "from the course project whose text the report quotes."},
    {"S1", "Report S1: a perceptron and a deep convolutional network",
     "Both validate on the first 5,000 training pictures, and both are shown as confusion matrices of training and "
     "test set."},
    {"S2", "Report S2: three convolutional networks",
     "One is measured on the test set, one on validation data only, and one was never trained to its end."},
    {"S3", "Report S3: one network with everything against overfitting",
     "Batch normalisation, dropout, penalties and augmentation, and a rate that falls by a tenth every epoch."},
    {"S4", "Report S4: two grids of perceptrons, three convolutional networks",
     "Twelve settings for each perceptron, then optimizers and dropout for a convolutional network."},
};

const ReportWords* report_of(const std::string& id) {
  for (const ReportWords& report : kReports)
    if (id.compare(0, 2, report.id) == 0 && id.size() > 2 && id[2] == '-') return &report;
  return nullptr;
}

// ", with several seeds", where that is so, and what a quick run is not.
std::string how_often(const std::vector<Reproduced>& systems) {
  size_t most = 0;
  bool quick = false;
  for (const Reproduced& r : systems) {
    most = std::max(most, r.seeds.size());
    quick = quick || !r.plan.quick.empty();
  }
  return std::string(most > 1    ? ", with several seeds"
                     : most == 1 ? ", with one seed"
                                 : "") +
         (quick ? " and cut short" : "");
}

std::string row_html(const Reproduced& r) {
  const std::string figure = headline_figure(r.plan.recipe);
  const std::optional<double> reported = reported_figure(r.plan.recipe, figure);
  const std::optional<OverSeeds> ours = over_seeds(r.seeds, figure);
  const std::string id = escape_xml(r.plan.id);
  std::string mean = "–";
  if (ours)
    mean = "<b>" + figure_text(figure, ours->mean) + "</b>" +
           (ours->count > 1 ? " <span class=\"sd\">± " + decimal(ours->sd, 4) + "</span>" : "");
  return "<tr><th scope=\"row\"><a href=\"#" + id + "\">" + id + "</a><span class=\"say\">" +
         escape_xml(title_of(r.plan.recipe)) + "</span></th><td class=\"n\" data-name=\"reported\">" +
         (reported ? figure_text(figure, *reported) : "–") + "</td><td class=\"n\" data-name=\"ours\">" + mean +
         "</td><td class=\"whisker\">" + whisker_svg(r) + "</td><td class=\"n\" data-name=\"seeds\">" +
         (ours ? text(ours->count) : std::string("–")) + "</td><td>" + badge_html(r.verdict) + "</td></tr>\n";
}

std::string table_html(const std::vector<Reproduced>& systems) {
  std::string rows;
  const ReportWords* last = nullptr;
  for (const Reproduced& r : systems) {
    const ReportWords* report = report_of(r.plan.id);
    if (report != nullptr && report != last)
      rows += "<tr class=\"group\"><th colspan=\"6\" scope=\"rowgroup\">" + escape_xml(report->title) + "</th></tr>\n";
    last = report;
    rows += row_html(r);
  }
  return section("All systems",
                 "Test accuracy, or what the report gives in its place. The dot is our mean, the thick line its "
                 "standard deviation over the seeds, the thin "
                 "one from worst to best; the diamond is the report's figure; the band is what a reproduction should "
                 "reach. Each row has a scale of its own.",
                 "<table class=\"systems\"><caption class=\"sr\">Every system: reported, ours, "
                 "verdict</caption><thead><tr><th scope=\"col\">system</th>"
                 "<th scope=\"col\" class=\"n\">reported</th><th scope=\"col\" class=\"n\">ours</th><td></td><th "
                 "scope=\"col\" class=\"n\">seeds</th>"
                 "<th scope=\"col\">verdict</th></tr></thead>\n<tbody>\n" +
                     rows + "</tbody></table>\n",
                 true);
}

std::vector<Fact> counted(const std::vector<Reproduced>& systems) {
  std::map<Verdict::Kind, int> counts;
  double seconds = 0;
  int runs = 0;
  for (const Reproduced& r : systems) {
    ++counts[r.verdict.kind];
    runs += static_cast<int>(r.runs.size());
    seconds += all_seconds(r);
  }
  std::vector<Fact> facts;
  for (const auto& [kind, count] : counts)
    facts.push_back({kind_words(kind), text(count), count == 1 ? "system" : "systems"});
  facts.push_back({"computed for", in_seconds(seconds), text(runs, runs == 1 ? " run" : " runs")});
  return facts;
}

std::string data_section(const TrainTest& source) {
  if (source.train.size() == 0) return "";
  return section("The data",
                 escape_xml(text(grouped(source.train.size()), " pictures to train on, ", grouped(source.test.size()),
                                 " to test, in ", source.train.classes(),
                                 " classes. SHA-256 of the training pictures: ", source.sha256, ".")),
                 "<figure class=\"plot wide\">" + class_balance_svg(source) + "</figure>\n");
}

}  // namespace

std::string reproduce_html(const std::vector<Reproduced>& systems, const TrainTest& source,
                           const std::string& command) {
  std::string chapters;
  const ReportWords* last = nullptr;
  for (const Reproduced& r : systems) {
    const ReportWords* report = report_of(r.plan.id);
    if (report != nullptr && report != last)
      chapters += "<div class=\"chapter\"><h2>" + escape_xml(report->title) + "</h2>\n<p class=\"lead\">" +
                  escape_xml(report->words) + "</p></div>\n";
    last = report;
    chapters += system_section(r, source);
  }
  const bool whole = systems.size() > 1;
  const std::string title = whole             ? "The reports, reproduced"
                            : systems.empty() ? "Nothing"
                                              : systems[0].plan.id + ", reproduced";
  return page({"Thimble reproduction", title,
               "Every system trained from scratch" +
                   (source.name.empty() || source.name == "unknown" ? "" : " on " + source.name) + how_often(systems) +
                   ", beside what the reports say. No figure was chosen on the test set.",
               command, counted(systems)},
              table_html(systems) + data_section(source) + chapters, "thimble reproduce");
}

}  // namespace thimble
