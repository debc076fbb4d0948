// k-means: k centres that make the samples' squared distances from their nearest centre small.
//   J = sum_n |x_n - c_{a(n)}|^2                       inertia                              tutorial 09 (9.1)
// Lloyd's algorithm repeats, until no sample changes its centre,
//   a(n) = argmin_j |x_n - c_j|^2                      assignment, ties to the smaller j    tutorial 09 (9.2)
//   c_j  = (1 / n_j) sum_{n : a(n) = j} x_n            update                               tutorial 09 (9.3)
// Neither step makes J larger. A cluster that is left without samples takes the one that is farthest from its centre, of a
// cluster that has others (ties to the smaller row; the next empty cluster the next farthest); if all lie on their
// centres, it stays empty and its centre where it is.
//
// Sums of bytes are exact, so only samples that change are added and taken away, and
//   J = sum_n |x_n|^2 - sum_j n_j |c_j|^2              tutorial 09 (9.5)
// costs nothing. The same seed gives the same bits for any number of threads; for pictures, on any machine.
//
// Sources: Lloyd, "Least squares quantization in PCM", IEEE Trans. Information Theory 28 (1982); Duda, Hart and Stork,
// Pattern Classification, 2nd ed., section 10.4.3; starting_centres.h.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "classic/centre_search.h"
#include "classic/clusterer.h"

namespace thimble {

struct KMeansOptions {
  int k = 10;
  uint64_t seed = 0;
  int restarts = 1;                // runs, each from a start of its own; the one with the least inertia is kept
  int max_iterations = 300;        // of a run
  int candidates = 0;              // for each centre of the start, see plus_plus_rows(); 1 is k-means++ as published
  const Device* device = nullptr;  // for the assignments of pictures (centre_search.h)
};

class KMeans : public Clusterer {
 public:
  explicit KMeans(KMeansOptions options = {});
  std::string name() const override { return "kmeans"; }
  void start(const Samples& x) override;
  void start_from(const Samples& x, const Tensor& centres);  // a single run, from these
  bool step() override;                                      // one assignment and one update
  void save(Record& record) const override;
  static KMeans load(const Record& record);

  const std::vector<int>& labels() const { return labels_; }  // a(n), whose means the centres are; empty when loaded
  double inertia() const { return inertia_; }                 // J of the labels and their means
  int iterations() const { return iterations_; }              // of the present run, or of the one that was kept
  bool converged() const { return converged_; }               // the last step changed no label

 private:
  // What belongs to a run and is kept if it was the best.
  struct Run {
    Tensor centroids;
    std::vector<int> labels;
    double inertia = 0;
    int iterations = 0;
    bool converged = false;
  };

  void prepare(const Samples& x);
  void begin_run(Tensor centres);
  bool end_run();
  void refill_empty(std::vector<int>& labels) const;
  void move_sums(const std::vector<int>& next);
  void update_centres();

  KMeansOptions options_;
  const Samples* x_ = nullptr;  // until the last step
  std::unique_ptr<CentreSearch> search_;
  std::vector<int> labels_, counts_;
  std::vector<double> sums_;  // (k, width), of the values as they are stored
  double squares_ = 0;        // sum_n |x_n|^2
  double inertia_ = 0;
  int iterations_ = 0, run_ = 0, runs_ = 1;
  bool converged_ = false;
  Run best_;
};

}  // namespace thimble
