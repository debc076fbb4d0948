#include "native/command_line.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <memory>

#include "core/error.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "learn/number.h"
#include "nn/words.h"

namespace thimble {

namespace {

// Examples first: they are kept as the footer, and printed as the beginning of the description.
class ExamplesFirst : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override {
    return "Examples:\n" + app->get_footer() + "\n\n" + app->get_description() + "\n\n";
  }
  std::string make_footer(const CLI::App*) const override { return ""; }
};

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

void use_isa(const std::string& isa) {
  const kernels::Kernels& best = kernels::active();
  const char* unknown = kernels::unknown_isa();
  const std::string who = isa.empty() ? "THIMBLE_ISA" : "--isa";
  const std::string wanted = !isa.empty() ? isa : unknown != nullptr ? unknown : best.isa;
  std::vector<std::string> known;
  for (const kernels::Kernels* k : kernels::available()) known.emplace_back(k->isa);
  check(kernels::use(wanted.c_str()), who, ": this machine has no instruction set \"", wanted, "\"; ",
        known_words(wanted, known));
}

[[noreturn]] void fail_extras(const CLI::App& app) {
  const std::vector<std::string> extras = app.remaining(true);
  const std::string word = extras.empty() ? "" : extras.front().substr(0, extras.front().find('='));
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  std::vector<std::string> known;
  if (chosen.empty() && word.compare(0, 1, "-") != 0) {
    for (const CLI::App* sub : app.get_subcommands(nullptr)) known.push_back(sub->get_name());
    fail(Error::usage, "unknown command \"" + word + "\"; " + known_words(word, known));
  }
  for (const CLI::App* a : {&app, chosen.empty() ? &app : static_cast<const CLI::App*>(chosen.front())})
    for (const CLI::Option* option : a->get_options())
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  const std::string near = nearest_word(word, known);
  const std::string who = chosen.empty() ? "" : chosen.front()->get_name() + ": ";
  const std::string what = word.compare(0, 1, "-") == 0 ? "unknown option " : "one word too many: ";
  fail(Error::usage, who + what + word + (near.empty() ? "" : "; did you mean " + near + "?"));
}

}  // namespace

void add_globals(CLI::App& app, Shared& shared) {
  app.formatter(std::make_shared<ExamplesFirst>());
  app.fallthrough();
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.require_subcommand(0, 1);
  app.set_version_flag("--version", std::string("thimble ") + THIMBLE_VERSION, "Print the version");
  app.add_flag("--json", shared.json, "Results as one JSON object on standard output");
  app.add_flag("--jsonl", shared.jsonl, "As --json, one object a line, with a line for each epoch");
  app.add_flag("--quiet", shared.quiet, "No progress and no notes");
  app.add_option("--seed", shared.seed, "Where random numbers begin; the same seed gives the same bits")
      ->check(whole_number_between(0, INT64_MAX));
  app.add_option("--threads", shared.threads, "1 to 256; default: all cores. The result is the same for any number")
      ->check(whole_number_between(1, 256));
  app.add_option("--isa", shared.isa, "The instruction set to use, as THIMBLE_ISA: see thimble info");
  app.add_option("--color", shared.colour, "auto, always or never; NO_COLOR is respected")
      ->check(one_of({"auto", "always", "never"}));
}

CLI::App& add_command(CLI::App& app, const std::string& name, const std::string& description,
                      const std::string& examples) {
  CLI::App& command = *app.add_subcommand(name, description);
  command.footer(examples);
  return command;
}

void add_data_option(CLI::App& command, Shared& shared) {
  command.add_option("--data", shared.data,
                     "A folder of IDX files, or TRAIN.csv[.gz][,TEST.csv[.gz]]; default: $THIMBLE_DATA, ./data, then "
                     "Debian's dataset-fashion-mnist");
}

CLI::Validator number_between(double low, double high) {
  return CLI::Validator(
      [=](const std::string& word) {
        const auto value = parse_number(word);
        if (value && *value >= low && *value <= high) return std::string();
        return text("expected a number from ", low, " to ", high, ", got \"", word, "\"");
      },
      "");
}

CLI::Validator whole_number_between(long long low, long long high) {
  return CLI::Validator(
      [=](const std::string& word) {
        if (parse_integer(word, low, high)) return std::string();
        return text("expected a whole number from ", low, " to ", high, ", got \"", word, "\"");
      },
      "");
}

CLI::Validator one_of(const std::vector<std::string>& words) {
  return CLI::Validator(
      [=](const std::string& word) {
        for (const std::string& known : words)
          if (word == known) return std::string();
        return "expected one of " + joined(words) + ", got \"" + word + "\"";
      },
      "");
}

std::string quoted(const std::string& word) {
  const std::string plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:,+-";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

void parse(CLI::App& app, Shared& shared, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    fail_extras(app);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() != 0) fail(Error::usage, e.what());
    shared.command = nullptr;
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    const bool version = dynamic_cast<const CLI::CallForVersion*>(&e) != nullptr;
    print_out(version ? std::string(e.what()) + "\n" : chosen.empty() ? app.help() : chosen.front()->help());
    return;
  }
  shared.words.assign(argv + std::min(argc, 1), argv + argc);
  shared.line = "thimble";
  for (int i = 1; i < argc; ++i) shared.line += " " + quoted(argv[i]);
  check(bool(shared.command), "expected a command; thimble --help lists them");
  set_colours(shared.colour);
  set_threads(shared.threads);
  use_isa(shared.isa);
}

}  // namespace thimble
