// thimble bench: how fast the parts and the whole are on this machine, beside what it can do at most.

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "core/error.h"
#include "core/rng.h"
#include "core/threads.h"
#include "data/source.h"
#include "kernels/kernels.h"
#include "native/bench_jobs.h"
#include "native/bench_machine.h"
#include "native/command_line.h"
#include "native/devices.h"
#include "native/json_output.h"
#include "native/train_options.h"

namespace thimble {

namespace {

constexpr double kGiga = 1e-9;

const std::vector<std::string> kWhat = {"gemm", "conv", "layers", "train", "infer", "all"};
const std::vector<std::string> kConvolutional = {"S2-1", "S4-5", "S3-1"}, kLayered = {"S4-1", "S2-1", "S4-5", "S3-1"},
                               kTrained = {"S4-1", "S1-A", "S0-2", "S2-1", "S4-5", "S3-1"},
                               kInferred = {"S4-1", "S2-1", "S3-1"};

struct Arguments {
  std::string what = "all";
  std::vector<std::string> names;
  std::string compute = "float32", device = "cpu";
  double seconds = 1;
  int batch = 0;  // 0: the recipe's; 256 and 1 in inference
};

struct BenchData {
  Dataset pictures;
  std::string name;
};

// Without a data set bytes at random do as well: no job here looks at what it has learned.
BenchData random_pictures() {
  constexpr int kCount = 10000, kValues = 28 * 28;
  Rng rng(0, Purpose::synthetic);
  std::vector<uint8_t> bytes(size_t{kCount} * kValues);
  for (uint8_t& b : bytes) b = static_cast<uint8_t>(rng.next() & 255);
  BenchData data{{Samples(Shape{28, 28}, std::move(bytes)), {}, numbered_classes(10)},
                 "10000 pictures of random bytes"};
  for (int i = 0; i < kCount; ++i) data.pictures.labels.push_back(i % 10);
  return data;
}

BenchData bench_data(const std::string& where) {
  try {
    TrainTest source = load_data(where);
    return {std::move(source.train), source.name};
  } catch (const Error& e) {
    if (!where.empty() || e.kind != Error::io) throw;
    return random_pictures();
  }
}

struct Plan {
  std::vector<ProductShape> products;
  std::vector<Recipe> conv, layers, train, infer;
};

// Everything is looked up before anything is measured.
Plan plan_of(const Arguments& a) {
  const bool all = a.what == "all";
  const auto recipes = [&](const char* job, const std::vector<std::string>& usual) {
    std::vector<Recipe> found;
    if (all || a.what == job)
      for (const std::string& name : a.names.empty() ? usual : a.names) found.push_back(bench_recipe(name));
    return found;
  };
  Plan plan;
  if (a.what == "gemm" || (all && a.names.empty()))
    for (const std::string& name : a.names.empty() ? bench_products() : a.names)
      plan.products.push_back(parse_product(name));
  plan.conv = recipes("conv", kConvolutional);
  if (a.device == "cpu") plan.layers = recipes("layers", kLayered);
  plan.train = recipes("train", kTrained);
  plan.infer = recipes("infer", kInferred);
  return plan;
}

void measure(const Plan& plan, const Arguments& a, const Dataset& pictures, const BenchSink& sink) {
  const auto batch = [&](const Recipe& r) { return a.batch > 0 ? a.batch : r.batch; };
  const double part = a.seconds / 4;
  const Compute compute = parse_compute(a.compute);
  const Device* device = chosen_device(a.device);
  bench_gemm(plan.products, device, part, sink);
  for (const Recipe& r : plan.conv) bench_conv(r, batch(r), device, part, sink);
  for (const Recipe& r : plan.layers) bench_layers(r, batch(r), compute, part, sink);
  for (const Recipe& r : plan.train) bench_train(r, pictures, batch(r), compute, device, a.seconds, sink);
  for (const Recipe& r : plan.infer)
    for (const int n : a.batch > 0 ? std::vector<int>{a.batch} : std::vector<int>{256, 1})
      bench_infer(r, pictures, n, compute, device, a.seconds, sink);
}

// On a device the CPU's instruction set and peak mean nothing.
Json of_device(Json row, const Device& device) {
  for (const char* key : {"threads", "isa", "share_of_peak"}) row.erase(key);
  row["device"] = device.name + ", " + device.description;
  return row;
}

Json to_json(const BenchRow& row, const std::string& compute, double peak) {
  const double rate = row.flop / row.seconds;
  Json json{{"job", row.job},
            {"name", row.name},
            {"batch", row.batch},
            {"threads", threads()},
            {"isa", kernels::active().isa},
            {"images_per_second", row.batch / row.seconds},
            {"gflops", rate * kGiga},
            {"share_of_peak", rate / peak}};
  if (compute != "float32") json["compute"] = compute;
  return json;
}

std::string formatted(const char* format, auto... values) {
  char line[200];
  std::snprintf(line, sizeof line, format, values...);
  return line;
}

// A layer that multiplies nothing has only its bytes to show.
std::string human(const BenchRow& row, double peak) {
  const double rate = row.flop / row.seconds;
  const std::string share = peak > 0 ? formatted("%8.1f %%", 100 * rate / peak) : "          ";
  const std::string flop = row.flop > 0 ? formatted("%.1f %s", rate * kGiga, share.c_str()) : "";
  const std::string bytes = row.bytes > 0 ? formatted("%.1f", row.bytes / row.seconds * kGiga) : "";
  return formatted("%-7s %-34s %6d %12.0f %21s %8s\n", row.job.c_str(), row.name.c_str(), row.batch,
                   row.batch / row.seconds, flop.c_str(), bytes.c_str());
}

// The two ceilings, on one thread and on all; returns the peak of all.
double print_machine(double seconds) {
  print_out(formatted("isa %s%32s %9s\n", kernels::active().isa, "1 thread", text(threads(), " threads").c_str()));
  const double one = fma_peak(1, seconds), all = threads() == 1 ? one : fma_peak(threads(), seconds);
  print_out(formatted("multiply-adds in registers  %10.1f %9.1f GFLOP/s\n", one * kGiga, all * kGiga));
  for (const auto& [what, bytes] :
       {std::pair("second cache, 256 KiB", kInSecondCache), {"memory, 128 MiB", kBeyondCaches}}) {
    const double alone = read_bandwidth(1, bytes, seconds), together = read_bandwidth(threads(), bytes, seconds);
    print_out(formatted("read: %-21s %10.1f %9.1f GB/s\n", what, alone * kGiga, together * kGiga));
  }
  return all;
}

void bench(const Arguments& a, const Shared& shared) {
  const Device* device = chosen_device(a.device);
  check(device == nullptr || a.what != "layers", "--device ", a.device,
        ": expected gemm, conv, train, infer or all, got layers");
  check(device != nullptr || a.compute != "tf32", "--compute tf32: expected --device cuda, got cpu");
  check(device != nullptr || a.compute == "float32" || a.what == "layers" || a.what == "train" || a.what == "infer",
        "--compute bf16: expected layers, train or infer, got ", a.what);
  compute_in(device, parse_compute(a.compute));
  const Plan plan = plan_of(a);
  BenchData data;
  if (!plan.train.empty() || !plan.infer.empty()) data = bench_data(shared.data);
  const double moment = std::min(0.2, a.seconds / 2);
  if (shared.wants_json()) {
    std::vector<BenchRow> measured;
    const double before = fma_peak(threads(), moment);
    measure(plan, a, data.pictures, [&](const BenchRow& row) { measured.push_back(row); });
    const double peak = std::max(before, fma_peak(threads(), moment));
    Json rows = Json::array();
    for (const BenchRow& row : measured) {
      rows.push_back(to_json(row, a.compute, peak));
      if (device != nullptr) rows.back() = of_device(rows.back(), *device);
    }
    if (!shared.jsonl) return print_out(pretty(rows));
    for (const Json& row : rows) print_out(one_line(row));
    return;
  }
  if (device != nullptr) print_out("device " + device_label(device) + "\n");
  const double peak = device != nullptr ? 0 : print_machine(moment);
  if (!shared.quiet && device == nullptr) note_compute(parse_compute(a.compute));
  if (!data.name.empty()) print_out("data: " + data.name + "\n");
  print_out(formatted("\n%-7s %-34s %6s %12s %10s %9s %8s\n", "job", "name", "batch", "images/s", "GFLOP/s", "of peak",
                      "GB/s"));
  measure(plan, a, data.pictures, [&](const BenchRow& row) {
    print_out(human(row, peak));
    flush_out();
  });
}

}  // namespace

void add_bench(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "bench", "Measure this machine and how fast the program is on it",
                                  "  thimble bench\n"
                                  "  thimble bench train S2-1 S4-5 --threads 1\n"
                                  "  thimble bench gemm 512x784x256 --isa avx2\n"
                                  "  thimble bench infer S3-1 --batch 1 --json");
  command.add_option("WHAT", a->what, "gemm, conv, layers, train, infer or all")->check(one_of(kWhat));
  command.add_option("NAME", a->names,
                     "Recipes (S1-B-same: S1-B with padding), network texts or files; of gemm: rows x depth x columns");
  add_data_option(command, shared);
  add_compute_option(command, a->compute);
  add_device_option(command, a->device);
  command.add_option("--seconds", a->seconds, "Of each measurement; a quarter for gemm, conv and layers")
      ->check(number_between(0.001, 600));
  command.add_option("--batch", a->batch, "Pictures in a batch; default: the recipe's, in inference 256 and 1")
      ->check(whole_number_between(1, 65536));
  command.callback([a, &shared] { shared.command = [a, &shared] { bench(*a, shared); }; });
}

}  // namespace thimble
