#include "native/reproduce_sections.h"

#include <algorithm>
#include <set>

#include "app/grid_table.h"
#include "core/error.h"
#include "learn/number.h"
#include "native/page.h"
#include "native/picture_parts.h"
#include "native/reproduce_plots.h"
#include "native/terminal.h"
#include "native/tiles.h"
#include "nn/words.h"
#include "plot/markup.h"

namespace thimble {

namespace {

constexpr size_t kGallery = 25, kMistakes = 16;

std::string part(const std::string& title, const std::string& body) {
  return body.empty() ? "" : "<h3>" + title + "</h3>\n" + body;
}

std::string cell(const std::string& words) { return "<td class=\"n\">" + words + "</td>"; }

// What is trained or fitted, in a sentence or two.
std::string what_it_is(const Recipe& r) {
  if (r.net.empty() && r.method.empty()) return "";
  if (!r.method.empty())
    return "<p>The command line does the same: <code>thimble " + escape_xml(r.method) + "</code>.</p>\n";
  const std::string schedule = r.schedule == "constant" ? "" : ", schedule " + r.schedule,
                    validation =
                        r.validation == "none" ? "no pictures kept aside for validation" : "validation " + r.validation;
  std::string words;
  for (const RecipeAxis& axis : r.over)
    for (const std::string& key : axis.keys) words += (words.empty() ? "Every combination of " : ", ") + key;
  if (words.empty())
    words = text(std::string(r.optimizer == "sgd"    ? "SGD"
                             : r.optimizer == "adam" ? "Adam"
                                                     : "Muon"),
                 " at ", number_text(r.lr), schedule, ", mini-batches of ", r.batch);
  words += text(", at most ", r.epochs, r.epochs == 1 ? " epoch" : " epochs", ", ", validation);
  if (r.patience > 0) words += text(", stopped after ", r.patience, " epochs without a smaller validation loss");
  if (r.augment != "none") words += "; augmented: " + r.augment;
  words += r.scale == 1           ? "; pixels as 0 to 255."
           : r.scale == 1 / 255.0 ? "; pixels as 0 to 1."
                                  : "; pixels times " + number_text(r.scale) + ".";
  return "<pre>" + escape_xml(r.net) + "</pre>\n<p class=\"note\">" + escape_xml(words) + "</p>\n";
}

std::string facts_html(const Reproduced& r) {
  const std::string figure = headline_figure(r.plan.recipe);
  const std::optional<OverSeeds> ours = over_seeds(r.seeds, figure);
  const std::optional<double> reported = reported_figure(r.plan.recipe, figure);
  std::vector<Fact> facts;
  if (ours)
    facts.push_back({figure_words(figure), figure_text(figure, ours->mean),
                     ours->count > 1 ? text("+- ", decimal(ours->sd, 4), " over ", ours->count, " seeds") : "one run"});
  facts.push_back({"reported", reported ? figure_text(figure, *reported) : "nothing",
                   ours && reported ? (ours->mean < *reported ? "ours is less by " : "ours is more by ") +
                                          figure_text(figure, std::max(ours->mean - *reported, *reported - ours->mean))
                                    : ""});
  if (ours && ours->count > 1)
    facts.push_back({"best and worst", figure_text(figure, ours->best), "worst " + figure_text(figure, ours->worst)});
  if (const auto seconds = over_seeds(r.seeds, "seconds")) {
    const auto epochs = over_seeds(r.seeds, "epochs"), gflops = over_seeds(r.seeds, "gflops");
    facts.push_back({"a run takes", in_seconds(seconds->mean),
                     (epochs ? short_decimal(epochs->mean) + " epochs" : std::string()) +
                         (gflops ? ", " + decimal(gflops->mean, 1) + " GFLOP/s" : std::string())});
  }
  return facts_list(facts);
}

// Reported, ours, and what is expected, figure by figure.
std::string figure_table(const Reproduced& r) {
  if (r.seeds.empty()) return "";
  std::vector<std::string> names = {
      "train_accuracy", "train_loss", "validation_accuracy", "validation_loss",     "test_accuracy", "test_loss",
      "accuracy",       "epochs",     "parameters",          "final_train_accuracy"};
  const std::set<std::string> first(names.begin(), names.end());
  for (const auto& [name, range] : r.plan.recipe.tolerance)
    if (first.count(name) == 0 && r.seeds[0].count(name) != 0) names.push_back(name);
  std::string rows;
  for (const std::string& name : names) {
    const std::optional<OverSeeds> s = over_seeds(r.seeds, name);
    if (!s) continue;
    const std::optional<double> reported = reported_figure(r.plan.recipe, name);
    const auto range = r.plan.recipe.tolerance.find(name);
    const bool expected = range != r.plan.recipe.tolerance.end(), varies = s->best < s->worst || s->worst < s->best;
    rows +=
        "<tr><th scope=\"row\">" + escape_xml(figure_words(name)) + "</th>" +
        cell(reported ? figure_text(name, *reported) : "") + cell("<b>" + figure_text(name, s->mean) + "</b>") +
        cell(varies ? decimal(s->sd, 4) : "") + cell(varies ? figure_text(name, s->best) : "") +
        cell(varies ? figure_text(name, s->worst) : "") +
        cell(expected ? figure_text(name, range->second.low) + " to " + figure_text(name, range->second.high) : "") +
        "</tr>\n";
  }
  return "<div class=\"scroll\"><table><caption class=\"sr\">Figures of " + escape_xml(r.plan.id) +
         "</caption><thead><tr><th scope=\"col\">figure</th><th scope=\"col\" class=\"n\">reported</th><th "
         "scope=\"col\" "
         "class=\"n\">mean</th><th scope=\"col\" class=\"n\">s.d.</th><th scope=\"col\" class=\"n\">best</th><th "
         "scope=\"col\" "
         "class=\"n\">worst</th><th scope=\"col\" class=\"n\">expected</th></tr></thead>\n<tbody>\n" +
         rows + "</tbody></table></div>\n";
}

std::string grid_table(const Reproduced& r) {
  if (r.plan.recipe.over.empty() || r.runs.empty()) return "";
  const std::vector<Figures> reported = reported_grid(r.plan.recipe);
  const std::optional<int> theirs = reported_choice(r.plan.recipe);
  const int ours = static_cast<int>(r.seeds[0].at("chosen_row")) - 1;
  const Figures none;
  const auto shown = [](const Figures& f, const char* name) {
    const auto found = f.find(name);
    return cell(found == f.end() ? "" : decimal(found->second, 4));
  };
  std::string rows;
  for (size_t i = 0; i < r.runs.size() && r.runs[i].seed == r.runs[0].seed; ++i) {
    const Figures &f = r.runs[i].figures, &said = i < reported.size() ? reported[i] : none;
    const bool chosen = static_cast<int>(i) == ours, chosen_there = theirs == static_cast<int>(i);
    rows += std::string("<tr") + (chosen ? " class=\"chosen\"" : "") + "><th scope=\"row\">" +
            escape_xml(r.runs[i].setting) + (chosen ? " <b class=\"good\">● chosen here</b>" : "") +
            (chosen_there ? " <b class=\"bad\">◇ the report's choice</b>" : "") + "</th>" +
            shown(f, "validation_accuracy") + shown(said, "validation_accuracy") + shown(f, "test_accuracy") +
            shown(said, "test_accuracy") + cell(f.count("epochs") != 0 ? figure_text("epochs", f.at("epochs")) : "") +
            "</tr>\n";
  }
  return "<p class=\"note\">Chosen here by validation accuracy" +
         std::string(theirs ? "; the report chose by test accuracy" : "") +
         ".</p>\n<div class=\"scroll\"><table>"
         "<caption class=\"sr\">Every setting</caption><thead><tr><th scope=\"col\">setting</th><th scope=\"col\" "
         "class=\"n\">"
         "validation</th><th scope=\"col\" class=\"n\">reported</th><th scope=\"col\" class=\"n\">test</th><th "
         "scope=\"col\" "
         "class=\"n\">reported</th><th scope=\"col\" class=\"n\">epochs</th></tr></thead>\n<tbody>\n" +
         rows + "</tbody></table></div>\n";
}

// The report's matrix, where it prints one.
std::string reported_matrix(const Recipe& recipe, const std::string& key, const std::vector<std::string>& names) {
  const auto found = recipe.reported.find(key);
  if (found == recipe.reported.end()) return "";
  const std::vector<std::string> words = split_words(found->second);
  const int n = static_cast<int>(names.size());
  if (words.size() != names.size() * names.size()) return "";
  ConfusionMatrix matrix(n);
  for (int i = 0; i < n * n; ++i) {
    const auto count = parse_integer(words[static_cast<size_t>(i)], 0, 1 << 30);
    if (!count) return "";
    matrix.add(i / n, i % n, *count);
  }
  return "<details><summary>The report's own</summary>\n<figure class=\"plot wide\">" +
         confusion_picture(matrix, names) + "</figure></details>\n";
}

std::string matrices(const Reproduced& r, const std::vector<std::string>& names) {
  if (r.runs.empty()) return "";
  const RunResult& run = shown_run(r);
  if (run.test.classes() == 0 || static_cast<size_t>(run.test.classes()) != names.size()) return "";
  std::string out = part("What is taken for what",
                         confusion_body(run.test, names) + reported_matrix(r.plan.recipe, "test_confusion", names));
  out += part("Class by class", class_table(run.test, names));
  if (run.train.classes() > 0)
    out += part("The training pictures, with the final weights",
                "<figure class=\"plot wide\">" + confusion_picture(run.train, names) + "</figure>\n" +
                    reported_matrix(r.plan.recipe, "train_confusion", names));
  return out;
}

std::string pictures(const std::vector<ShownPicture>& shown, size_t most, const Dataset& test) {
  const PictureSize size = picture_size(test.x);
  if (!size) return "";
  std::vector<ReportTile> tiles;
  for (const ShownPicture& p : shown) {
    if (tiles.size() == most || p.index < 0 || p.index >= test.size() || p.answer < 0 || p.answer >= test.classes())
      break;
    tiles.push_back({size.width, size.height, pixels_of(test.x, p.index),
                     class_name(test, test.labels[static_cast<size_t>(p.index)]), class_name(test, p.answer),
                     p.probability});
  }
  return tiles.empty() ? "" : tiles_html(tiles);
}

std::string seeds_table(const Reproduced& r) {
  const std::string figure = headline_figure(r.plan.recipe);
  if (r.seeds.size() < 2) return "";
  std::string items;
  for (size_t i = 0; i < r.seeds.size(); ++i) {
    const auto found = r.seeds[i].find(figure);
    items += (i == 0 ? "" : " · ") + (found == r.seeds[i].end() ? "-" : figure_text(figure, found->second));
  }
  return "<p class=\"note\">Seed by seed: " + items + "</p>\n";
}

// Said where it is not the first seed whose run is shown.
std::string other_seed(const Reproduced& r) {
  if (r.runs.empty() || shown_run(r).seed == r.runs[0].seed) return "";
  return text("<p class=\"note\">Seed ", shown_run(r).seed, ", for the training with seed ", r.runs[0].seed,
              " ran away.</p>\n");
}

}  // namespace

std::string badge_html(const Verdict& v) {
  const char *sign = "–", *look = "plain";
  switch (v.kind) {
    case Verdict::reproduced:
      sign = "✓", look = "good";
      break;
    case Verdict::better:
      sign = "▲", look = "good";
      break;
    case Verdict::not_as_written:
      sign = "≠", look = "bad";
      break;
    case Verdict::not_reached:
      sign = "✗", look = "bad";
      break;
    case Verdict::quick:
      sign = "◔", look = "plain";
      break;
    case Verdict::not_judged:
    case Verdict::not_rebuilt:
    case Verdict::no_runs:
      break;
  }
  return std::string("<span class=\"badge ") + look + "\"><span class=\"sign\">" + sign + "</span> " +
         escape_xml(kind_words(v.kind)) + "</span>";
}

std::string title_of(const Recipe& recipe) {
  const size_t colon = recipe.title.find(": ");
  return colon == std::string::npos ? recipe.title : recipe.title.substr(colon + 2);
}

std::string system_section(const Reproduced& r, const TrainTest& source) {
  const Recipe& recipe = r.plan.recipe;
  const std::vector<std::string>& names = source.train.class_names;
  std::string body = "<p>" + badge_html(r.verdict) + "</p>\n";
  if (r.verdict.words != kind_words(r.verdict.kind))
    body += "<p class=\"note\">" + escape_xml(r.verdict.words) + "</p>\n";
  if (!recipe.finding.empty()) body += "<p class=\"finding\"><b>Finding.</b> " + escape_xml(recipe.finding) + "</p>\n";
  body += what_it_is(recipe) + facts_html(r) + seeds_table(r) + part("Figures", figure_table(r)) +
          part("Every setting", grid_table(r)) + part("Learning", other_seed(r) + curves_html(r)) + matrices(r, names);
  if (!r.runs.empty()) {
    const RunResult& run = shown_run(r);
    const std::string first = pictures(run.first, kGallery, source.test),
                      wrong = pictures(run.mistakes, kMistakes, source.test);
    body += part("Predictions: the first test pictures", first) + part("Sure and wrong", wrong);
    if (!run.network.empty())
      body += "<details><summary>The network, layer by layer</summary>\n<pre>" + escape_xml(run.network) +
              "</pre></details>\n";
  }
  return "<div class=\"system\" id=\"" + escape_xml(r.plan.id) + "\">\n" +
         section("<span class=\"id\">" + escape_xml(r.plan.id) + "</span> " + escape_xml(title_of(recipe)), "", body,
                 true) +
         "</div>\n";
}

}  // namespace thimble
