// Parts of the classical methods alone, from samples in memory, as one line of JSON on stdout: what no single command of
// `thimble` times by itself.
//   classic_jobs pca | mpp_50 | mpp_50_cv | kmeans K | kmeans_from ROW,ROW,... [THREADS]
// pca         every principal component of the pictures' bytes
// mpp_50      on 50 components that are there already: a Gaussian for each class fitted, and the test set named
// mpp_50_cv   the same, 10 folds of the training set
// kmeans      from its own start until no label changes; kmeans_from: from these pictures
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "classic/kmeans.h"
#include "classic/mpp.h"
#include "classic/pca.h"
#include "classic/starting_centres.h"
#include "core/error.h"
#include "core/threads.h"
#include "data/source.h"
#include "learn/cross_validation.h"

namespace thimble {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

void pca(const TrainTest& data) {
  const auto begin = Clock::now();
  Pca pca;
  pca.fit(data.train);
  std::printf("{\"seconds\": %.6f, \"components\": %d, \"first_share\": %.6f}\n", since(begin), pca.outputs(),
              pca.shares()[0]);
}

void mpp_50(const TrainTest& data, bool folds) {
  Pca pca({.components = 50});
  pca.fit(data.train);
  const Dataset train = transformed(pca, data.train), test = transformed(pca, data.test);
  double accuracy = 0;
  const auto begin = Clock::now();
  if (folds) {
    accuracy = cross_validate([] { return std::make_unique<Mpp>(MppCase::own); }, train, {.parallel = true}).mean;
  } else {
    Mpp mpp(MppCase::own);
    mpp.fit(train);
    const std::vector<int> named = mpp.predict(test.x);
    for (size_t n = 0; n < named.size(); ++n) accuracy += (named[n] == test.labels[n]) / 10000.0;
  }
  std::printf("{\"seconds\": %.6f, \"accuracy\": %.4f}\n", since(begin), accuracy);
}

void kmeans(const TrainTest& data, const std::string& argument, bool from_rows) {
  std::vector<int> rows;
  if (from_rows) {
    std::istringstream words(argument);
    for (std::string word; std::getline(words, word, ',');) rows.push_back(std::atoi(word.c_str()));
  }
  KMeans kmeans({.k = from_rows ? static_cast<int>(rows.size()) : std::atoi(argument.c_str()), .max_iterations = 1000});
  const auto begin = Clock::now();
  if (from_rows)
    kmeans.start_from(data.train.x, centres_at(data.train.x, rows));
  else
    kmeans.start(data.train.x);
  const double start = since(begin);
  while (kmeans.step()) {
  }
  std::printf("{\"seconds\": %.6f, \"start_seconds\": %.6f, \"iterations\": %d, \"inertia\": %.3f}\n", since(begin),
              start, kmeans.iterations(), kmeans.inertia());
}

int run(const std::string& job, const std::string& argument) {
  const TrainTest data = load_data("");
  if (job == "pca")
    pca(data);
  else if (job == "mpp_50" || job == "mpp_50_cv")
    mpp_50(data, job == "mpp_50_cv");
  else if (job == "kmeans" || job == "kmeans_from")
    kmeans(data, argument, job == "kmeans_from");
  else
    return 2;
  return 0;
}

}  // namespace
}  // namespace thimble

int main(int argc, char** argv) {
  using namespace thimble;
  const std::string job = argc > 1 ? argv[1] : "";
  const bool has_argument = job.starts_with("kmeans");
  const int last = has_argument ? 3 : 2;
  try {
    set_threads(argc > last ? std::atoi(argv[last]) : 0);
    return run(job, has_argument && argc > 2 ? argv[2] : "10");
  } catch (const Error& e) {
    std::fprintf(stderr, "classic_jobs: %s\n", e.what());
    return e.kind;
  }
}
