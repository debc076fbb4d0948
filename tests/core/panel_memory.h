// Panels for the tests of the ops that work on them.
#pragma once

#include <gtest/gtest.h>

#include "core/panels.h"

namespace thimble::testing {

// Panels with memory of their own, what lay there before being no zeros.
struct Memory {
  Tensor tensor;
  Panels panels;
  Memory(const PanelShape& shape, int images) : tensor(Shape{static_cast<int>(shape.floats(images))}, 55) {
    panels = {tensor.data(), shape, images};
  }
  Memory(const Tensor& x, const PanelShape& shape) : Memory(shape, x.dim(0)) { to_panels(x, 0, 0, panels); }
  Tensor read() const {
    const PanelShape& s = panels.shape;
    Tensor x({panels.images, s.channels, s.height, s.width});
    from_panels(panels, x);
    return x;
  }
};

inline void expect_zero_lanes(const Panels& p) {
  for (int place = 0; place < p.shape.places(); ++place)
    for (int n = 0; n < p.images; ++n)
      for (int c = p.shape.channels; c < p.shape.blocks() * p.shape.lanes; ++c)
        ASSERT_EQ(p.at(c / p.shape.lanes, place)[n * p.shape.lanes + c % p.shape.lanes], 0) << "channel " << c;
}

}  // namespace thimble::testing
