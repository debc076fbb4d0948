// The network of chapter 02: two inputs, two hidden neurons with a sigmoid, two outputs; eight weights, four biases.
//
//   Z = X W + b,   H = sigmoid(Z),   Y = H V + c,   L = ((y1 - t1)^2 + (y2 - t2)^2) / 2
#pragma once

#include "core/ops.h"
#include "nn/dense.h"
#include "nn/sigmoid.h"

struct TwoTwoTwo {
  using Tensor = thimble::Tensor;

  thimble::Dense first{2}, second{2};
  thimble::Sigmoid sigmoid;
  Tensor x{{1, 2}, {1, 2}}, t{{1, 2}, {1, 0}};
  Tensor z{{1, 2}}, h{{1, 2}}, y{{1, 2}}, dy{{1, 2}}, dh{{1, 2}}, dz{{1, 2}}, dx{{1, 2}};

  TwoTwoTwo() {
    thimble::Rng rng;
    first.build({2}, rng);
    second.build({2}, rng);
    // [weights]
    first.weight().value = Tensor({2, 2}, {0.4f, 0.3f,  //
                                           0.2f, -0.1f});
    first.bias().value = Tensor({2}, {0.2f, 0.4f});
    second.weight().value = Tensor({2, 2}, {0.6f, -0.5f,  //
                                            -0.4f, 0.8f});
    second.bias().value = Tensor({2}, {0.1f, -0.2f});
    // [end]
  }

  // [forward]
  double forward() {
    first.forward(x, z, {});                  // Z = X W + b          tutorial 02 (2.1)
    sigmoid.forward(z, h, {});                // H = sigmoid(Z)       tutorial 02 (2.2)
    second.forward(h, y, {});                 // Y = H V + c          tutorial 02 (2.3)
    return thimble::squared_error(y, t, dy);  // L, and dY = Y - T    tutorial 02 (2.4), (2.6)
  }
  // [end]

  // [backward]
  void backward() {
    for (thimble::Parameter* p : parameters()) p->grad.fill(0);
    second.backward(h, y, dy, dh);   // dV, dc, dH    tutorial 02 (2.7), (2.8), (2.9)
    sigmoid.backward(z, h, dh, dz);  // dZ            tutorial 02 (2.10)
    first.backward(x, z, dz, dx);    // dW, db, dX    the first three again, for the other layer
  }
  // [end]

  // [step]
  void step(float eta) {
    for (thimble::Parameter* p : parameters()) add_scaled(-eta, p->grad, p->value);  // tutorial 02 (2.11)
  }
  // [end]

  std::vector<thimble::Parameter*> parameters() {
    return {&first.weight(), &first.bias(), &second.weight(), &second.bias()};
  }
};
