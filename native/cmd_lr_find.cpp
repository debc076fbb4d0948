// thimble lr-find: which learning rate suits a network.

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include "core/error.h"
#include "core/file.h"
#include "native/checkpoint_file.h"
#include "native/command_line.h"
#include "native/json_output.h"
#include "native/terminal.h"
#include "native/train_options.h"
#include "native/training.h"
#include "nn/lr_finder.h"
#include "nn/net_classifier.h"
#include "plot/chart.h"

namespace thimble {

namespace {

struct Arguments {
  TrainArguments train;
  double from = 1e-6, to = 1;
  int steps = 150;
  std::string out;
};

std::string chart(const RateSweep& sweep) {
  Series raw{"loss of the mini-batch", {}}, smoothed{"smoothed", {}};
  for (const RatePoint& p : sweep.points) {
    raw.points.push_back({p.rate, p.loss});
    smoothed.points.push_back({p.rate, p.smoothed});
  }
  ChartOptions options;
  options.title = "Learning-rate range test";
  options.x_label = "learning rate";
  options.y_label = "loss";
  options.log_x = true;
  return line_chart({raw, smoothed}, options);
}

// Twelve characters, also where the loss has run away.
std::string loss_text(double loss) {
  char words[40];
  std::snprintf(words, sizeof words, loss < 1e4 ? "  %10.4f" : "  %10.4g", loss);
  return words;
}

Json to_json(const RateSweep& sweep) {
  Json points = Json::array();
  for (const RatePoint& p : sweep.points)
    points.push_back({{"lr", p.rate}, {"loss", p.loss}, {"smoothed", p.smoothed}});
  return {{"points", points}, {"steepest", sweep.steepest}, {"a_tenth", sweep.a_tenth}};
}

// "37/150 mini-batches, 21 a second, 5s left", redrawn in place.
void draw(int done, int steps, std::chrono::steady_clock::time_point begin) {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const double rate = done / std::max(seconds, 1e-3);
  print_note(text("\r", done, "/", steps, " mini-batches, ", static_cast<int>(rate), " a second, ",
                  in_seconds((steps - done) / rate), " left\033[K"));
}

void find(const Arguments& a, const Shared& shared) {
  check(a.from < a.to, "lr-find: expected --from below --to, got ", a.from, " and ", a.to);
  check(a.out.empty() || a.out.ends_with(".svg"), "lr-find: expected --out NAME.svg, got ", a.out);
  check_output_place(a.out);
  const Recipe recipe = merged(a.train, shared.seed);
  const TrainingSet data = training_set(shared.data, recipe, shared.quiet);
  Sequential net = network_for(recipe.net, data.train, parse_init(recipe.init), recipe.seed);
  net.compute(parse_compute(recipe.compute));
  const std::unique_ptr<Optimizer> optimizer = make_optimizer(recipe);
  RateSweepOptions options;
  options.from = static_cast<float>(a.from);
  options.to = static_cast<float>(a.to);
  options.steps = a.steps;
  options.batch_size = recipe.batch;
  options.seed = recipe.seed;
  if (!shared.quiet)
    print_note(text("up to ", a.steps, " mini-batches of ", std::min(recipe.batch, data.train.size()),
                    " at rates from ", options.from, " to ", options.to, "\n"));
  const bool live = !shared.quiet && isatty(STDERR_FILENO) != 0;
  const auto begin = std::chrono::steady_clock::now();
  if (live) options.watch = [begin, &a](int done) { draw(done, a.steps, begin); };
  const RateSweep sweep = find_learning_rate(net, *optimizer, data.train, options);
  if (live) print_note("\r\033[K");

  if (!a.out.empty()) write_file(a.out, chart(sweep));
  if (!shared.quiet) note_written({a.out});
  if (shared.wants_json()) return print_out(shared.jsonl ? one_line(to_json(sweep)) : pretty(to_json(sweep)));
  if (!shared.quiet) {
    print_out("learning rate        loss    smoothed\n");
    const size_t every = sweep.points.size() / 20 + 1;
    for (size_t i = 0; i < sweep.points.size(); i += every) {
      char line[80];
      const RatePoint& p = sweep.points[i];
      std::snprintf(line, sizeof line, "%13.3e", static_cast<double>(p.rate));
      print_out(line + loss_text(p.loss) + loss_text(p.smoothed) + "\n");
    }
    print_out("\n");
  }
  print_out(
      text("steepest fall at ", sweep.steepest, "; a tenth of the rate of the smallest loss: ", sweep.a_tenth, "\n"));
}

}  // namespace

void add_lr_find(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "lr-find", "Raise the learning rate batch by batch and watch the loss",
                                  "  thimble lr-find --net S2-1 --out rates.svg\n"
                                  "  thimble lr-find --net S4-1 --optimizer sgd --from 1e-4 --to 10 --json");
  add_net_option(command, a->train);
  add_data_option(command, shared);
  add_step_options(command, a->train);
  command.add_option("--from", a->from, "The first rate")->check(number_between(1e-12, 1e6));
  command.add_option("--to", a->to, "The last rate")->check(number_between(1e-12, 1e6));
  command.add_option("--steps", a->steps, "How many mini-batches")->check(whole_number_between(2, 100000));
  command.add_option("--out", a->out, "An SVG chart to write: NAME.svg");
  command.callback([a, &shared] { shared.command = [a, &shared] { find(*a, shared); }; });
}

}  // namespace thimble
