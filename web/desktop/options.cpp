#include "web/desktop/options.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>

#include "core/error.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "learn/number.h"

namespace thimble {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  thimble ui\n"
    "  thimble ui shirt.png\n"
    "  thimble ui --model my.safetensors --set tab=train --set preset=quick\n"
    "  thimble ui shirt.png --frames 3 --screenshot shirt_seen.png\n";

CLI::Validator whole(long long low, long long high) {
  return CLI::Validator(
      [=](const std::string& word) {
        if (parse_integer(word, low, high)) return std::string();
        return text("expected a whole number from ", low, " to ", high, ", got \"", word, "\"");
      },
      "");
}

// "1280x800"
void read_size(const std::string& words, Options& o) {
  const size_t x = words.find('x');
  const auto width = parse_integer(words.substr(0, x), 320, 8192),
             height = parse_integer(x == words.npos ? "" : words.substr(x + 1), 320, 8192);
  check(width && height, "--size: expected WIDTHxHEIGHT, each from 320 to 8192, got \"", words, "\"");
  o.width = static_cast<int>(*width), o.height = static_cast<int>(*height);
}

void read_scale(const std::string& words, Options& o) {
  const auto scale = parse_number(words);
  check(scale && *scale >= 0.5 && *scale <= 4, "--scale: expected a number from 0.5 to 4, got \"", words, "\"");
  o.scale = static_cast<float>(*scale);
}

void use_isa(const std::string& isa) {
  std::string known;
  for (const kernels::Kernels* k : kernels::available()) known += (known.empty() ? "" : ", ") + std::string(k->isa);
  const std::string wanted = !isa.empty() ? isa : kernels::unknown_isa() != nullptr ? kernels::unknown_isa() : "";
  check(wanted.empty() || kernels::use(wanted.c_str()), isa.empty() ? "THIMBLE_ISA" : "--isa",
        ": this machine has no instruction set \"", wanted, "\"; it has ", known);
}

}  // namespace

std::optional<Options> read_options(int argc, const char* const* argv) {
  CLI::App app("The page in a window: draw a garment and see it named, watch a network learn, look inside.",
               "thimble ui");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  Options o;
  std::string size, scale, seed, isa;
  std::vector<std::string> settings;
  bool ignored = false;
  app.add_option("FILE", o.files, "Pictures (PNG, JPEG, BMP, GIF) and model files to open");
  app.add_option("--data", o.data, "The pictures to train with, as for thimble train");
  app.add_option("--model", o.model, "A model file to name pictures with; default: the page's network");
  app.add_option("--seed", seed, "Where random numbers begin")->check(whole(0, INT64_MAX));
  app.add_option("--threads", o.threads, "1 to 256; default: all cores")->check(whole(1, 256));
  app.add_option("--isa", isa, "The instruction set to use, as THIMBLE_ISA");
  app.add_option("--set", settings, "KEY=VALUE: a setting of the page, as in its address; any number of them")
      ->take_all()
      ->expected(1);
  app.add_option("--do", o.commands,
                 "A command of the page (docs/page.md), when the files are open; any number of them")
      ->take_all()
      ->expected(1);
  app.add_option("--size", size, "WIDTHxHEIGHT of the window; default: 1280x800");
  app.add_option("--scale", scale, "How large everything is; default: as the monitor says");
  app.add_flag("--dark", o.dark, "Light letters on a dark ground");
  app.add_option("--frames", o.frames,
                 "Draw so many frames, with 40 ms of work behind each, print the state as JSON, and end")
      ->check(whole(1, 1'000'000));
  app.add_option("--screenshot", o.screenshot, "With --frames: the last of them, as a PNG file");
  app.add_option("--out", o.out, "With --frames: the network in training, as a model file");
  for (const char* global : {"--json", "--jsonl", "--quiet"}) app.add_flag(global, ignored)->group("");
  app.add_option_function<std::string>("--color", [](const std::string&) {})->group("");
  app.set_version_flag("--version", "thimble-ui " THIMBLE_VERSION, "Print the version");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() != 0) fail(Error::usage, e.what());
    const bool version = dynamic_cast<const CLI::CallForVersion*>(&e) != nullptr;
    std::puts(version ? e.what() : (kExamples + app.help()).c_str());
    return std::nullopt;
  }
  for (const std::string& line : settings) {
    const size_t equals = line.find('=');
    check(equals != line.npos && equals > 0, "--set: expected KEY=VALUE, got \"", line, "\"");
    o.settings.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
  if (!seed.empty()) o.settings.emplace_back("seed", seed);
  if (!size.empty()) read_size(size, o);
  if (!scale.empty()) read_scale(scale, o);
  check(o.frames > 0 || (o.screenshot.empty() && o.out.empty()), "--screenshot and --out want --frames");
  set_threads(o.threads);
  use_isa(isa);
  return o;
}

}  // namespace thimble
