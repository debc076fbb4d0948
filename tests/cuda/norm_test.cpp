#include <gtest/gtest.h>

#include "agreement.h"

namespace thimble {
namespace {

class CudaNorm : public OnGpu {};

TEST_F(CudaNorm, AgreesForwardAndBackward) {
  for (const Shape& shape : {Shape{5, 1}, Shape{7, 33}, Shape{3, 5, 7, 9}, Shape{70, 2, 9, 9}}) {
    const Shape channels{shape[1]};
    Tensor x = random_tensor(shape, 1);
    for (float& value : x.values()) value = 3 * value + 5;
    expect_agreement(
        {x, Tensor(channels), Tensor(channels), random_tensor(channels, 2), random_tensor(channels, 3), Tensor(shape),
         Tensor(shape), random_tensor(shape, 4), random_tensor(channels, 5), random_tensor(channels, 6), Tensor(shape)},
        [](std::vector<Tensor>& t) {
          channel_moments(t[0], t[1], t[2]);
          normalise(t[0], t[1], t[2], 1e-3f, t[3], t[4], t[5], t[6]);
          normalise_backward(t[7], t[5], t[2], 1e-3f, t[3], t[8], t[9], t[10]);
        },
        1e-5);
  }
}

TEST_F(CudaNorm, WhatNobodyWantsIsLeftOut) {
  const Shape shape{3, 2, 4, 4}, channels{2};
  expect_agreement({random_tensor(shape, 1), Tensor(channels, 0.5f), Tensor(channels, 2), Tensor(channels, 1.5f),
                    Tensor(channels, -1), Tensor(), Tensor(shape), random_tensor(shape, 2), Tensor(channels),
                    Tensor(channels), Tensor()},
                   [](std::vector<Tensor>& t) {
                     normalise(t[0], t[1], t[2], 1e-3f, t[3], t[4], t[5], t[6]);
                     normalise_backward(t[7], t[0], t[2], 1e-3f, t[3], t[8], t[9], t[10]);
                   });
}

}  // namespace
}  // namespace thimble
