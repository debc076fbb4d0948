// thimble info: the data set, the machine, the recipes and the networks that come along.

#include <algorithm>
#include <memory>

#include "app/recipe.h"
#include "app/shipped_models.h"
#include "core/error.h"
#include "core/threads.h"
#include "data/source.h"
#include "kernels/kernels.h"
#include "native/columns.h"
#include "native/command_line.h"
#include "native/devices.h"
#include "native/json_output.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Pixels {
  int low = 255, high = 0;
  double mean = 0;  // of byte / 255
};

Pixels pixels_of(const Dataset& data) {
  Pixels p;
  int64_t sum = 0;
  for (const uint8_t byte : data.x.all_bytes()) {
    p.low = std::min<int>(p.low, byte);
    p.high = std::max<int>(p.high, byte);
    sum += byte;
  }
  p.mean = static_cast<double>(sum) / (255.0 * static_cast<double>(data.x.all_bytes().size()));
  return p;
}

Json part_json(const Dataset& data) {
  if (data.size() == 0) return nullptr;
  Json shape = Json::array();
  for (const int extent : data.x.sample()) shape.push_back(extent);
  const Pixels p = pixels_of(data);
  return {{"count", data.size()}, {"shape", shape}, {"low", p.low},
          {"high", p.high},       {"mean", p.mean}, {"class_counts", data.class_counts()}};
}

Json machine_json() {
  Json available = Json::array();
  for (const kernels::Kernels* k : kernels::available()) available.push_back(k->isa);
  return {{"cores", cores()}, {"threads", threads()}, {"isa", kernels::active().isa}, {"available", available}};
}

std::string part_text(const std::string& name, const Dataset& data) {
  if (data.size() == 0) return "";
  const Pixels p = pixels_of(data);
  return text(name, grouped(data.size()), " pictures ", data.x.sample().text(), ", bytes ", p.low, " to ", p.high,
              ", mean of byte/255 ", decimal(p.mean, 6), "\n");
}

std::string classes_text(const TrainTest& source) {
  const std::vector<int> train = source.train.class_counts();
  const std::vector<int> test = source.test.size() > 0 ? source.test.class_counts() : std::vector<int>(train.size());
  std::string lines = "class                     train       test\n";
  for (size_t k = 0; k < train.size(); ++k) {
    std::string name = text(k, ' ', source.train.class_names[k]);
    name.resize(std::max<size_t>(name.size(), 20), ' ');
    const std::string a = grouped(train[k]), b = grouped(test[k]);
    lines += name + std::string(11 - std::min<size_t>(10, a.size()), ' ') + a +
             std::string(11 - std::min<size_t>(10, b.size()), ' ') + b + "\n";
  }
  return lines;
}

std::string machine_text() {
  std::string sets;
  for (const kernels::Kernels* k : kernels::available()) sets += std::string(sets.empty() ? "" : " ") + k->isa;
  std::string recipes;
  for (const std::string& id : builtin_recipes()) recipes += (recipes.empty() ? "" : " ") + id;
  std::string models;
  for (const ShippedModel& m : shipped_models()) models += "          " + left(m.name, 8) + " " + m.what + "\n";
  models.replace(0, 6, "models");
  return text("machine   ", cores(), " cores; instruction set ", kernels::active().isa, " of ", sets, "\nrecipes   ",
              recipes, "\n", models);
}

// One line a device, or why there is none but the CPU.
void info_devices(const Shared& shared) {
  const std::string why = why_no_gpu();
  if (shared.wants_json()) {
    Json list = Json::array({{{"name", "cpu"}, {"description", kernels::active().isa}}});
    for (const Device* d : devices()) list.push_back({{"name", d->name}, {"description", d->description}});
    Json result = {{"devices", list}};
    if (!why.empty()) result["no_gpu"] = why;
    return print_out(shared.jsonl ? one_line(result) : pretty(result));
  }
  std::string lines = text("cpu     ", cores(), " cores, instruction set ", kernels::active().isa, "\n");
  for (const Device* d : devices()) lines += text(d->name, "  ", d->description, "\n");
  print_out(lines + (why.empty() ? "" : "no GPU: " + why + "\n"));
}

void info(const Shared& shared) {
  Json models = Json::array();
  for (const ShippedModel& m : shipped_models()) models.push_back(m.name);
  Json result = {
      {"version", THIMBLE_VERSION}, {"machine", machine_json()}, {"recipes", builtin_recipes()}, {"models", models}};
  TrainTest source;
  try {
    source = load_data(shared.data);
  } catch (const Error& e) {
    if (!shared.data.empty() || e.kind != Error::io) throw;
    result["data"] = nullptr;
    if (shared.wants_json()) return print_out(shared.jsonl ? one_line(result) : pretty(result));
    return print_out(machine_text() + "data      none: " + e.what() + "\n");
  }
  if (shared.wants_json()) {
    result["data"] = {{"name", source.name},
                      {"sha256", source.sha256},
                      {"warnings", source.warnings},
                      {"classes", source.train.class_names},
                      {"train", part_json(source.train)},
                      {"test", part_json(source.test)}};
    return print_out(shared.jsonl ? one_line(result) : pretty(result));
  }
  for (const std::string& warning : source.warnings) print_note("warning: " + warning + "\n");
  print_out(machine_text() + "data      " + data_set_name(source.name) + " (SHA-256 of the training pictures " +
            source.sha256.substr(0, 16) + "...)\n" + part_text("train     ", source.train) +
            part_text("test      ", source.test) + "\n" + classes_text(source));
}

}  // namespace

void add_info(CLI::App& app, Shared& shared) {
  CLI::App& command = add_command(app, "info", "Show the data set, the machine and the recipes",
                                  "  thimble info\n  thimble info --data pictures/ --json\n  thimble info --devices");
  add_data_option(command, shared);
  const auto only_devices = std::make_shared<bool>(false);
  command.add_flag("--devices", *only_devices, "Where networks can live: the CPU, and GPUs");
  command.callback([only_devices, &shared] {
    shared.command = [only_devices, &shared] { *only_devices ? info_devices(shared) : info(shared); };
  });
}

}  // namespace thimble
