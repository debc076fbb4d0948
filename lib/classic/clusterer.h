// What every method that groups samples without being told their classes can do: it keeps k centres, and a sample belongs
// to the nearest.
//   X (N, sample shape)   centroids C (k, width), in the units of x = scale value + shift
//   cluster of x = argmin_j |x - c_j|^2                        tutorial 09 (9.2)
//
// The caller owns time: start() places the first centres, each step() moves them a little, and in between anyone may look
// at centroids(). A terminal, a test and a browser tab drive the same loop.
#pragma once

#include <string>
#include <vector>

#include "core/tensor.h"
#include "learn/dataset.h"
#include "learn/input.h"
#include "learn/safetensors.h"

namespace thimble {

class Clusterer {
 public:
  virtual ~Clusterer() = default;
  virtual std::string name() const = 0;

  // Forgets what was learned and places the first centres. `x` must outlive the steps. usage errors "kmeans: expected 1
  // to 60000 centres for 60000 samples, got 0", data error "kmeans: sample 3: value 5 is nan".
  virtual void start(const Samples& x) = 0;
  virtual bool step() = 0;  // false once nothing is left to do
  void fit(const Samples& x);

  const Tensor& centroids() const { return centroids_; }
  int size() const { return centroids_.empty() ? 0 : centroids_.dim(0); }
  const Input& input() const { return input_; }
  std::vector<int> assign(const Samples& x) const;  // the nearest centre of each sample, ties to the smaller

  virtual void save(Record& record) const;  // the key "thimble.kind" names the method

 protected:
  void expect_samples(const Samples& x, int centres);  // what start() says, and notes what the samples are like
  void expect_centres(const Tensor& centres) const;    // usage error unless their width is the samples'
  void restore(const Record& record);                  // what save() wrote; data error where it makes no sense

  Input input_;
  Tensor centroids_;
};

}  // namespace thimble
