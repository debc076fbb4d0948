#include "classic/mpp.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/functions.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "learn/restored.h"

namespace thimble {

namespace {

constexpr int kMostMeans = 1 << 28;  // values in them
constexpr int kRows = 512;           // samples at a time
constexpr float kLeast = -80;        // e^-80 = 2e-35 beside 1: as good as 0, and called that
constexpr float kVanishing = 2e-35f;

size_t index(int i) { return static_cast<size_t>(i); }

}  // namespace

Mpp::Mpp(MppOptions options) : options_(std::move(options)) {
  const int which = static_cast<int>(options_.which);
  check(which >= 1 && which <= 3, "mpp: expected case 1, 2 or 3, got ", which);
  check(options_.ridge >= 0 && std::isfinite(options_.ridge), "mpp: expected a ridge of 0 or more, got ",
        options_.ridge);
  check(options_.shrink >= 0 && options_.shrink <= 1, "mpp: expected a shrinkage from 0 to 1, got ", options_.shrink);
}

void Mpp::discriminants(const Samples& x, Tensor& g) const {
  input_.expect("mpp", x);
  if (options_.which == MppCase::own)
    quadratic_.apply(input_, x, g);
  else
    linear_.apply(input_, x, g);  // (1), (2)
  const int classes = input_.classes();
  std::vector<double> constant(index(classes));
  for (int k = 0; k < classes; ++k)
    if (priors_[index(k)] > 0) constant[index(k)] = log_exact(priors_[index(k)]) - 0.5 * log_determinants_[index(k)];
  parallel_for(x.size(), kRows, [&](int begin, int end) {
    float* of_sample = g.row(begin).data();
    for (int n = begin; n < end; ++n, of_sample += classes)
      for (int k = 0; k < classes; ++k) {
        if (priors_[index(k)] == 0)
          of_sample[k] = -std::numeric_limits<float>::infinity();
        else if (options_.which == MppCase::own)
          of_sample[k] = static_cast<float>(-0.5 * static_cast<double>(of_sample[k]) + constant[index(k)]);  // (3)
      }
  });
}

void Mpp::log_posteriors(const Samples& x, Tensor& s) const {
  discriminants(x, s);
  parallel_for(s.dim(0), kRows, [&](int begin, int end) {
    for (int n = begin; n < end; ++n) {
      const std::span<float> g = s.row(n);
      const double largest = static_cast<double>(*std::max_element(g.begin(), g.end()));
      double sum = 0;
      for (const float value : g)
        if (!std::isinf(value)) sum += exp_exact(static_cast<double>(value) - largest);
      const double log_sum = largest + log_exact(sum);  // ln sum_j e^g_j: tutorial 06 (6.11)
      for (float& value : g) value = static_cast<float>(static_cast<double>(value) - log_sum);
    }
  });
}

void Mpp::scores(const Samples& x, Tensor& s) {
  discriminants(x, s);
  parallel_for(s.dim(0), kRows, [&](int begin, int end) {
    const int classes = s.dim(1), values = (end - begin) * classes;
    float *all = s.row(begin).data(), *last = all + values;
    for (float* p = all; p != last; p += classes) {
      const float largest = *std::max_element(p, p + classes);
      for (int k = 0; k < classes; ++k) p[k] = std::max(p[k] - largest, kLeast);
    }
    kernels::active().exp(values, all, all);
    for (float* p = all; p != last; p += classes) {
      double sum = 0;
      for (int k = 0; k < classes; ++k) {
        if (p[k] <= kVanishing) p[k] = 0;
        sum += static_cast<double>(p[k]);
      }
      for (int k = 0; k < classes; ++k) p[k] = static_cast<float>(static_cast<double>(p[k]) / sum);
    }
  });
}

void Mpp::save(Record& record) const {
  check(!priors_.empty(), "mpp: fit it first");
  const int classes = input_.classes();
  record.set("thimble.kind", name());
  record.set("thimble.version", "1");
  input_.save(record);
  record.set("mpp.case", text(static_cast<int>(options_.which)));
  record.set_number("mpp.ridge", options_.ridge);
  record.set_number("mpp.shrink", options_.shrink);
  record.set("mpp.priors", priors_text(options_.priors));
  for (int k = 0; k < classes; ++k) {
    record.set_number(text("mpp.prior.", k), priors_[index(k)]);
    record.set_number(text("mpp.log_determinant.", k), log_determinants_[index(k)]);
  }
  record.set("mpp.means", means_);
  if (options_.which == MppCase::own)
    quadratic_.save("mpp.", record);
  else
    linear_.save("mpp.", record);
}

Mpp Mpp::load(const Record& record) {
  expect_kind(record, "mpp");
  MppOptions options;
  options.which = static_cast<MppCase>(whole_number(record, "mpp.case", 1, 3));
  options.ridge = finite_number(record, "mpp.ridge");
  options.shrink = finite_number(record, "mpp.shrink");
  expect_stored(options.ridge >= 0, "mpp.ridge", "a number of 0 or more", record.text("mpp.ridge"));
  expect_stored(options.shrink >= 0 && options.shrink <= 1, "mpp.shrink", "a number from 0 to 1",
                record.text("mpp.shrink"));
  Mpp mpp(options);
  mpp.input_ = Input::load(record);
  const int classes = mpp.input_.classes(), width = mpp.input_.width();
  expect_stored(classes >= 2 && int64_t{classes} * width <= kMostMeans, "thimble.class_names",
                text("two names or more, at most ", kMostMeans / width), text(classes));
  bool any = false;
  for (int k = 0; k < classes; ++k) {
    const std::string key = text("mpp.prior.", k);
    mpp.priors_.push_back(finite_number(record, key));
    expect_stored(mpp.priors_.back() >= 0 && mpp.priors_.back() <= 1, key, "a number from 0 to 1", record.text(key));
    mpp.log_determinants_.push_back(finite_number(record, text("mpp.log_determinant.", k)));
    any = any || mpp.priors_.back() > 0;
  }
  expect_stored(any, "mpp.prior", "one above 0", "none");
  mpp.means_ = restored(record, "mpp.means", {classes, width});
  if (options.which == MppCase::own) {
    mpp.quadratic_ = Quadratic::load("mpp.", record, width, classes);
  } else {
    mpp.linear_ = Affine::load("mpp.", record, width);
    expect_stored(mpp.linear_.outputs() == classes, "mpp.matrix", text(classes, " columns"),
                  text(mpp.linear_.outputs()));
  }
  try {
    mpp.options_.priors = parse_priors(record.text("mpp.priors"));
  } catch (const Error& e) {
    fail(Error::data, std::string("mpp.priors: ") + e.what());
  }
  return mpp;
}

}  // namespace thimble
