// Muon: momentum whose every step turns a weight matrix by an orthogonal one (Jordan et al. 2024, "Muon: an optimizer for
// hidden layers in neural networks").
//
//   m <- mu m + g      u = g + mu m      w <- w - eta o,   o = U V^T where u = U S V^T
//
// The direction with a large gradient and the one with a small one move alike. A kernel (F, C, K, K) is the matrix
// (F, C K^2). o is not computed from a singular value decomposition, but by five steps of Newton and Schulz's iteration,
// which are products of matrices alone:
//
//   x = u / |u|;   five times x <- a x + (b A + c A^2) x,   A = x x^T   (x^T x from the right where u is taller than wide)
//
// with a, b, c = 3.4445, -4.7750, 2.0315: every singular value s becomes a s + b s^3 + c s^5 each time, and ends between
// .68 and 1.14 where it began above .01. What is no matrix, biases and the numbers of a batch normalisation, is moved by
// Nesterov's momentum (nn/optimizer.h) at the same rate.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nn/optimizer.h"

namespace thimble {

// The iteration for u of any shape, seen as a matrix (first axis, all others). Keeps its working memory.
class NewtonSchulz {
 public:
  const Tensor& operator()(const Tensor& u);  // o, of u's size; zeros where u is zero

 private:
  struct Work {
    Tensor x, next, a, square;
  };
  std::map<std::vector<int>, Work> work_;  // one for each shape of matrix
};

struct MuonOptions {
  float momentum = 0.6f;
};

class Muon : public Optimizer {
 public:
  explicit Muon(MuonOptions options = {}) : options_(options) {}
  std::string name() const override { return "muon"; }
  void step(std::span<Parameter* const> parameters, float learning_rate) override;
  void save(std::span<Parameter* const> parameters, Record& record) const override;
  void load(std::span<Parameter* const> parameters, const Record& record) override;

 private:
  MuonOptions options_;
  std::vector<Tensor> m_;  // of a matrix m, of what is none Nesterov's v
  Tensor u_;
  NewtonSchulz orthogonal_;
};

}  // namespace thimble
