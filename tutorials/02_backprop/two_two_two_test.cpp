// Every number that chapter 02 works out by hand: what its text says is what the library computes.

#include <gtest/gtest.h>

#include "network.h"
#include "support/worked.h"

using thimble::Tensor;

namespace {

const test_support::WorkedNumbers text(THIMBLE_SOURCE_DIR "/tutorials/02_backprop/README.md");

// The text, this file and the library agree on four decimals.
void expect_worked(const std::string& name, double number, float computed) {
  text.expect(name, number, static_cast<double>(computed));
}

struct TwoTwoTwoNetwork : testing::Test {
  TwoTwoTwo net;
  const double loss = net.forward();
};

TEST_F(TwoTwoTwoNetwork, Forward) {
  expect_worked("z_1", 1.0, net.z(0, 0));
  expect_worked("z_2", 0.5, net.z(0, 1));
  expect_worked("h_1", 0.7311, net.h(0, 0));
  expect_worked("h_2", 0.6225, net.h(0, 1));
  expect_worked("y_1", 0.2897, net.y(0, 0));
  expect_worked("y_2", -0.0676, net.y(0, 1));
  expect_worked("L", 0.2546, static_cast<float>(loss));
}

TEST_F(TwoTwoTwoNetwork, Backward) {
  net.backward();
  const Tensor &dv = net.second.weight().grad, &dc = net.second.bias().grad;
  const Tensor &dw = net.first.weight().grad, &db = net.first.bias().grad;
  expect_worked("dy_1", -0.7103, net.dy(0, 0));
  expect_worked("dy_2", -0.0676, net.dy(0, 1));
  expect_worked("dv_{11}", -0.5193, dv(0, 0));
  expect_worked("dv_{12}", -0.0494, dv(0, 1));
  expect_worked("dv_{21}", -0.4422, dv(1, 0));
  expect_worked("dv_{22}", -0.0421, dv(1, 1));
  expect_worked("dc_1", -0.7103, dc(0));
  expect_worked("dc_2", -0.0676, dc(1));
  expect_worked("dh_1", -0.3924, net.dh(0, 0));
  expect_worked("dh_2", 0.2301, net.dh(0, 1));
  expect_worked("dz_1", -0.0772, net.dz(0, 0));
  expect_worked("dz_2", 0.0541, net.dz(0, 1));
  expect_worked("dw_{11}", -0.0772, dw(0, 0));
  expect_worked("dw_{12}", 0.0541, dw(0, 1));
  expect_worked("dw_{21}", -0.1543, dw(1, 0));
  expect_worked("dw_{22}", 0.1081, dw(1, 1));
  expect_worked("db_1", -0.0772, db(0));
  expect_worked("db_2", 0.0541, db(1));
}

TEST_F(TwoTwoTwoNetwork, Step) {
  net.backward();
  net.step(0.1f);
  expect_worked("v_{11}", 0.6519, net.second.weight().value(0, 0));
  expect_worked("w_{21}", 0.2154, net.first.weight().value(1, 0));
  const float after = static_cast<float>(net.forward());
  expect_worked("L_{\\text{after}}", 0.1619, after);
}

// [rates]
TEST_F(TwoTwoTwoNetwork, TooLargeAStepGoesUphill) {
  net.backward();
  net.step(2);
  EXPECT_GT(net.forward(), loss);
}
// [end]

}  // namespace
