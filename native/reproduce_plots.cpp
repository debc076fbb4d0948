#include "native/reproduce_plots.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "native/report_html.h"
#include "plot/chart.h"

namespace thimble {

namespace {

// Places on a drawing of a certain width, for values from low to high.
struct Scale {
  double low, high, left, right;
  double operator()(double value) const { return left + (value - low) / (high - low) * (right - left); }
};

using Place = double (*)(const Progress&);

double epoch_of(const Progress& p) { return p.epoch + 1.0; }
double rate_of(const Progress& p) { return static_cast<double>(p.learning_rate); }

// A rate that grows from epoch to epoch is a range test.
bool is_range_test(const std::vector<Progress>& history) {
  return history.size() > 2 && history.front().learning_rate * 2 < history.back().learning_rate &&
         std::is_sorted(history.begin(), history.end(),
                        [](const Progress& a, const Progress& b) { return a.learning_rate < b.learning_rate; });
}

std::string curve(const std::vector<Progress>& ours, const std::vector<Progress>& theirs, double Score::*figure,
                  Place x, ChartOptions options) {
  std::vector<Series> all;
  const auto add = [&](const char* name, const std::vector<Progress>& history, Score Progress::*part) {
    Series series{name, {}};
    for (const Progress& p : history)
      if (part == &Progress::train || p.has_validation) series.points.push_back({x(p), p.*part.*figure});
    if (!series.points.empty()) all.push_back(series);
  };
  add("training", ours, &Progress::train);
  add("validation", ours, &Progress::validation);
  add("training, reported", theirs, &Progress::train);
  add("validation, reported", theirs, &Progress::validation);
  options.width = 430;
  options.height = 310;
  return "<figure class=\"plot\">" + line_chart(all, options) + "</figure>\n";
}

}  // namespace

std::string whisker_svg(const Reproduced& r) {
  const std::string figure = headline_figure(r.plan.recipe);
  const std::optional<double> reported = reported_figure(r.plan.recipe, figure);
  const std::optional<OverSeeds> ours = over_seeds(r.seeds, figure);
  const auto expected = r.plan.recipe.tolerance.find(figure);
  std::vector<double> values;
  if (reported) values.push_back(*reported);
  if (ours) values.insert(values.end(), {ours->best, ours->worst, ours->mean - ours->sd, ours->mean + ours->sd});
  const bool band = expected != r.plan.recipe.tolerance.end();
  const bool open =
      band && expected->second.high - expected->second.low > 0.2;  // "at least": only its lower end says much
  if (band) values.push_back(expected->second.low);
  if (band && !open) values.push_back(expected->second.high);
  if (values.empty()) return "";
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double room = std::max((*high - *low) * 0.12, 0.001);
  const Scale at{*low - room, *high + room, 8, 192};
  constexpr double kMiddle = 13;

  Canvas canvas(200, 26, figure_words(figure) + " of " + r.plan.id);
  std::string words = ours ? "ours " + figure_text(figure, ours->mean) : "not rebuilt";
  if (reported) words += ", reported " + figure_text(figure, *reported);
  canvas.describe(words);
  if (band) {
    const double from = at(expected->second.low), to = open ? at.right + 6 : at(expected->second.high);
    canvas.rect({from - 1, 3}, std::max(to - from + 2, 3.0), 20,
                {.fill = Ink::series0, .opacity = 0.16, .round = 3, .tip = "expected"});
  }
  canvas.line({4, kMiddle}, {196, kMiddle}, {.stroke = Ink::grid, .width = 1});
  if (ours) {
    canvas.line({at(std::min(ours->best, ours->worst)), kMiddle}, {at(std::max(ours->best, ours->worst)), kMiddle},
                {.stroke = Ink::text, .width = 1.2});
    canvas.line({at(ours->mean - ours->sd), kMiddle}, {at(ours->mean + ours->sd), kMiddle},
                {.stroke = Ink::text, .width = 4});
    canvas.circle({at(ours->mean), kMiddle}, 4.5, {.fill = Ink::text});
  }
  if (reported)
    canvas.marker(Marker::diamond, {at(*reported), kMiddle}, 6,
                  {.stroke = Ink::series1, .width = 2, .fill = Ink::paper});
  return canvas.svg();
}

std::string curves_html(const Reproduced& r) {
  if (r.runs.empty() || shown_run(r).history.empty()) return "";
  const std::vector<Progress>& ours = shown_run(r).history;
  std::vector<Progress> theirs = reported_history(r.plan.recipe);
  const bool range = is_range_test(ours);
  for (Progress& p : theirs)  // the report's epochs had the rates of ours
    if (range && p.epoch < static_cast<int>(ours.size()))
      p.learning_rate = ours[static_cast<size_t>(p.epoch)].learning_rate;
  const std::string x_label = range ? "learning rate" : "epoch";
  const Place place = range ? rate_of : epoch_of;
  return "<div class=\"pair\">\n" +
         curve(ours, theirs, &Score::loss, place,
               {.title = "Loss", .x_label = x_label, .y_label = "cross-entropy; less is better", .log_x = range}) +
         curve(ours, theirs, &Score::accuracy, place,
               {.title = "Accuracy", .x_label = x_label, .y_label = "share of right answers", .log_x = range}) +
         "</div>\n";
}

std::string class_balance_svg(const TrainTest& source) {
  const auto bars = [](const std::string& name, const Dataset& data) {
    Series series{name, {}};
    int k = 0;
    for (const int count : data.class_counts())
      series.points.push_back({static_cast<double>(k++), static_cast<double>(count)});
    return series;
  };
  std::vector<Series> series = {bars("training", source.train)};
  if (source.test.size() > 0) series.push_back(bars("test", source.test));
  return bar_chart(source.train.class_names, series,
                   {.title = "Pictures of each class", .y_label = "pictures", .width = 900, .height = 300});
}

}  // namespace thimble
