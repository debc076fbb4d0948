// From nearest mean to Gaussians: eight points and three kinds of border; small pictures and a covariance that cannot be
// inverted; and with --whole FOLDER the published mistake on all of Fashion-MNIST, as JSON.

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "classic/mpp.h"
#include "classic/pca.h"
#include "core/error.h"
#include "core/file.h"
#include "data/source.h"
#include "regions.h"

using namespace thimble;

namespace {

const char* const kPenalties[] = {"log_determinant", "log_frobenius", "none"};

Mpp fitted(MppOptions options, const Dataset& data) {
  Mpp mpp(std::move(options));
  mpp.fit(data);
  return mpp;
}

// [small]
// 28 x 28 pixels to 7 x 7: the mean of each square of 4 x 4, between 0 and 1.
Dataset small(const Dataset& data) {
  Tensor x({data.size(), 49});
  for (int n = 0; n < data.size(); ++n)
    for (int i = 0; i < 784; ++i)
      x(n, i / 112 * 7 + i % 28 / 4) += static_cast<float>(data.x.bytes(n)[size_t(i)]) / (16 * 255.0f);
  return {Samples(std::move(x)), data.labels, data.class_names};
}
// [end]

void published_mistake(const char* folder) {
  const TrainTest data = load_data(folder);
  Pca pca({.components = 84});
  pca.fit(data.train);
  const std::vector<Gaussian> classes = fit_gaussians(transformed(pca, data.train));
  const Samples test = transformed(pca, data.test.x);
  const char* separator = "{";
  for (const Penalty which : {Penalty::log_determinant, Penalty::log_frobenius, Penalty::none}) {
    const double accuracy = share_right(predict(classes, test, which), data.test.labels);
    std::vector<double> halves;  // what is subtracted from each class's g
    for (const Gaussian& k : classes) halves.push_back(penalty(k, which) / 2);
    const auto [least, most] = std::minmax_element(halves.begin(), halves.end());
    std::printf("%s\n  \"%s\": {\"accuracy\": %.4f, \"spread\": %.2f}", separator, kPenalties[size_t(which)], accuracy,
                *most - *least);
    separator = ",";
  }
  std::printf("\n}\n");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--whole") == 0) {
    published_mistake(argv[2]);
    return 0;
  }
  Canvas canvas(640, 240, "What is called A, in three cases");
  std::printf("at (2, 2)          g_A - g_B   P(A | x)   with P_A = 0.2\n");
  for (int which = 1; which <= 3; ++which) {
    Mpp mpp = fitted({static_cast<MppCase>(which)}, eight_points());
    Mpp rare = fitted({static_cast<MppCase>(which), 0, 0, {Priors::given, {0.2, 0.8}}}, eight_points());
    Tensor g, p, q;
    const Samples query(Tensor({1, 2}, {2, 2}));
    mpp.discriminants(query, g);
    mpp.scores(query, p);
    rare.scores(query, q);
    std::printf("%-16s %11.4f %10.4f %16.4f\n", kCases[which - 1], double(g(0, 0) - g(0, 1)), double(p(0, 0)),
                double(q(0, 0)));
    draw_regions(canvas, 15 + 210 * (which - 1), which, mpp);
  }
  write_file("figures/regions.svg", canvas.svg());

  const TrainTest data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  const Dataset train = small(data.train), test = small(data.test);
  std::string refusal;
  std::printf("\nshrinkage: right of 100 small pictures in cases 1, 2, 3\n");
  for (const double shrink : {0.0, 0.01, 0.05, 0.2, 0.5, 0.9, 1.0}) {
    std::printf("%9.2f", shrink);
    for (int which = 1; which <= 3; ++which) {
      try {
        Mpp mpp = fitted({static_cast<MppCase>(which), 0, shrink}, train);
        std::printf("%9.0f", 100 * share_right(mpp.predict(test.x), test.labels));
      } catch (const Error& e) {
        refusal = e.what();
        std::printf("%9s", "refused");
      }
    }
    std::printf("\n");
  }
  std::printf("\n%s\n", refusal.c_str());
}
