// thimble gradcheck: is a layer's backward pass the derivative of its forward pass?

#include <memory>

#include "core/error.h"
#include "native/command_line.h"
#include "native/json_output.h"
#include "native/network_argument.h"
#include "nn/gradient_check.h"
#include "nn/words.h"
#include "plot/markup.h"

namespace thimble {

namespace {

// Float against double: what rounding alone may leave.
constexpr double kTolerance = 1e-4;

struct Arguments {
  std::string layer, shape;
  int batch = 3;
};

Shape shape_of(const Arguments& a) {
  if (!a.shape.empty()) return parse_shape(a.shape, "--shape");
  const std::vector<std::string> words = split_words(a.layer);
  const bool flat = !words.empty() && (words[0] == "dense" || words[0] == "softmax");
  return flat ? Shape{12} : Shape{2, 7, 7};
}

std::string scientific(double value) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%12.2e", value);
  return digits;
}

// A gradient of zeros against zeros proves nothing.
bool passes(const GradientError& g) { return g.relative <= kTolerance && g.norm > 0; }

void gradcheck(const Arguments& a, const Shared& shared) {
  const Shape shape = shape_of(a);
  const GradientCheck result = check_gradients(a.layer, shape, a.batch, shared.seed.value_or(0));
  bool passed = result.forward_error <= kTolerance;
  Json gradients = Json::array();
  std::string table =
      "gradient of       relative error        norm\nforward       " + scientific(result.forward_error) + "\n";
  for (const GradientError& g : result.gradients) {
    passed = passed && passes(g);
    gradients.push_back({{"name", g.name}, {"relative", g.relative}, {"norm", g.norm}});
    std::string name = g.name;
    name.resize(14, ' ');
    table += name + scientific(g.relative) + "    " + scientific(g.norm) + "   " +
             coloured(passes(g) ? "ok" : "wrong", passes(g) ? Colour::green : Colour::red) + "\n";
  }
  if (shared.wants_json()) {
    Json extents = Json::array();
    for (const int extent : shape) extents.push_back(extent);
    const Json all = {{"layer", a.layer},       {"shape", extents},
                      {"batch", a.batch},       {"forward_error", result.forward_error},
                      {"gradients", gradients}, {"passed", passed}};
    print_out(shared.jsonl ? one_line(all) : pretty(all));
  } else {
    print_out(a.layer + " on a batch of " + text(a.batch, " samples of shape ", shape.text(), "\n") + table);
  }
  if (!passed)
    fail(Error::numeric,
         text("gradcheck \"", a.layer, "\": a relative error above ", kTolerance, ", or a gradient of zeros"));
}

}  // namespace

void add_gradcheck(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "gradcheck", "Compare a layer's gradients with finite differences",
                                  "  thimble gradcheck 'conv 4 3x3 same'\n"
                                  "  thimble gradcheck 'dense 5 l2 0.01' --shape 20 --batch 7 --json");
  command.add_option("LAYER", a->layer, "One layer of a network text")->required();
  command.add_option("--shape", a->shape, "Of one sample: 12 or 2x7x7");
  command.add_option("--batch", a->batch, "Samples")->check(whole_number_between(1, 64));
  command.callback([a, &shared] { shared.command = [a, &shared] { gradcheck(*a, shared); }; });
}

}  // namespace thimble
