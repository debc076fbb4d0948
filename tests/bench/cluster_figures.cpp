// What docs/results/clusters.json holds: every clustering method over some seeds on Fashion-MNIST, as JSON on stdout.
//   cluster_figures [SEEDS [THREADS [METHOD]]]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "classic/mini_batch_kmeans.h"
#include "classic/winner_take_all.h"
#include "core/error.h"
#include "core/threads.h"
#include "data/source.h"
#include "learn/cluster_measures.h"
#include "learn/cross_validation.h"

namespace thimble {
namespace {

struct Job {
  const char* name;
  std::function<std::unique_ptr<Clusterer>(uint64_t seed)> make;
};

const std::vector<Job> kJobs = {
    {"kmeans_10", [](uint64_t seed) { return std::make_unique<KMeans>(KMeansOptions{.k = 10, .seed = seed}); }},
    {"wta_10",
     [](uint64_t seed) { return std::make_unique<WinnerTakeAll>(WinnerTakeAllOptions{.k = 10, .seed = seed}); }},
    {"mini_batch_kmeans_10",
     [](uint64_t seed) { return std::make_unique<MiniBatchKMeans>(MiniBatchKMeansOptions{.k = 10, .seed = seed}); }},
    {"som_2x5",
     [](uint64_t seed) { return std::make_unique<Kohonen>(KohonenOptions{.rows = 2, .columns = 5, .seed = seed}); }},
    {"kmeans_100", [](uint64_t seed) { return std::make_unique<KMeans>(KMeansOptions{.k = 100, .seed = seed}); }},
    {"wta_100",
     [](uint64_t seed) { return std::make_unique<WinnerTakeAll>(WinnerTakeAllOptions{.k = 100, .seed = seed}); }},
};

void print_list(const char* name, const std::vector<double>& values, const char* end) {
  std::printf("      \"%s\": {\"mean\": %.4f, \"sd\": %.4f, \"each\": [", name, mean_of(values), deviation_of(values));
  for (size_t i = 0; i < values.size(); ++i) std::printf("%s%.4f", i == 0 ? "" : ", ", values[i]);
  std::printf("]}%s\n", end);
}

void run(const Job& job, const TrainTest& data, int seeds, bool last) {
  std::vector<double> train, test, nmi, ari, per_sample, seconds, steps;
  const int classes = data.train.classes();
  for (int seed = 0; seed < seeds; ++seed) {
    const std::unique_ptr<Clusterer> clusterer = job.make(static_cast<uint64_t>(seed));
    const auto begin = std::chrono::steady_clock::now();
    clusterer->start(data.train.x);
    int count = 1;
    while (clusterer->step()) ++count;
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    steps.push_back(count);
    const std::vector<int> of_train = clusterer->assign(data.train.x), of_test = clusterer->assign(data.test.x);
    const Contingency table(of_train, data.train.labels, clusterer->size(), classes);
    const std::vector<int> majority = majority_classes(table);
    train.push_back(majority_accuracy(table));
    test.push_back(majority_accuracy(Contingency(of_test, data.test.labels, clusterer->size(), classes), majority));
    nmi.push_back(normalized_mutual_information(table));
    ari.push_back(adjusted_rand_index(table));
    per_sample.push_back(inertia(data.train.x, clusterer->centroids(), of_train) / data.train.size());
  }
  std::printf("    \"%s\": {\n", job.name);
  print_list("train_accuracy", train, ",");
  print_list("test_accuracy", test, ",");
  print_list("nmi", nmi, ",");
  print_list("ari", ari, ",");
  print_list("inertia_per_sample", per_sample, ",");
  print_list("steps", steps, ",");
  print_list("seconds", seconds, "");
  std::printf("    }%s\n", last ? "" : ",");
  std::fflush(stdout);
}

}  // namespace
}  // namespace thimble

int main(int argc, char** argv) {
  using namespace thimble;
  const int seeds = argc > 1 ? std::atoi(argv[1]) : 10, count = argc > 2 ? std::atoi(argv[2]) : 0;
  const std::string only = argc > 3 ? argv[3] : "";
  try {
    set_threads(count);
    const TrainTest data = load_data("");
    std::printf("{\n  \"command\": \"build/release/tests/bench/cluster_figures %d\",\n  \"data\": \"%s\",\n", seeds,
                data.name.c_str());
    std::printf("  \"threads\": %d,\n  \"methods\": {\n", threads());
    for (const Job& job : kJobs)
      if (only.empty() || only == job.name) run(job, data, seeds, &job == &kJobs.back() || only == job.name);
    std::printf("  }\n}\n");
  } catch (const Error& e) {
    std::fprintf(stderr, "cluster_figures: %s\n", e.what());
    return e.kind;
  }
}
