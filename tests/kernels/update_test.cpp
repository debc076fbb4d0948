#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

TEST(Update, SgdFollowsItsFormula) {
  for_every_set([](const Kernels& set) {
    for (bool nesterov : {false, true})
      for (int n = 0; n <= kLongest; ++n) {
        const Row g(n, 1), v0(n, 2), p0(n, 3);
        Row v = v0, p = p0, v_expected = v0, p_expected = p0;
        set.sgd_step(n, 0.1f, 0.9f, nesterov, g.data(), v.data(), p.data());
        for (int i = 0; i < n; ++i) {
          const double next = 0.9 * v0[i] - 0.1 * g[i];
          v_expected.data()[i] = static_cast<float>(next);
          p_expected.data()[i] = static_cast<float>(p0[i] + (nesterov ? 0.9 * next - 0.1 * g[i] : next));
        }
        expect_close(v, v_expected, 1e-6, 1e-6);
        expect_close(p, p_expected, 1e-6, 1e-6);
      }
  });
}

TEST(Update, AdamFollowsItsFormula) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= kLongest; ++n) {
      const Row g(n, 1), m0(n, 2), v0(n, 3, 0.01f, 2), p0(n, 4);
      Row m = m0, v = v0, p = p0, m_expected = m0, v_expected = v0, p_expected = p0;
      set.adam_step(n, {0.01f, 0.9f, 0.999f, 1e-4f}, g.data(), m.data(), v.data(), p.data());
      for (int i = 0; i < n; ++i) {
        const double mi = 0.9 * m0[i] + 0.1 * g[i], vi = 0.999 * v0[i] + 0.001 * g[i] * g[i];
        m_expected.data()[i] = static_cast<float>(mi);
        v_expected.data()[i] = static_cast<float>(vi);
        p_expected.data()[i] = static_cast<float>(p0[i] - 0.01 * mi / (std::sqrt(vi) + 1e-4));
      }
      expect_close(m, m_expected, 1e-6, 1e-6);
      expect_close(v, v_expected, 1e-6, 1e-6);
      expect_close(p, p_expected, 1e-6, 1e-6);
    }
  });
}

}  // namespace
}  // namespace thimble::kernels
