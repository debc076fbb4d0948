#include <cstdio>

#include "data/synthetic.h"
#include "nn/spec.h"
#include "nn/trainer.h"

int main() {
  const thimble::Dataset moons = thimble::moons(500, 0.1f, 1);  // two interleaved half circles
  thimble::Sequential net = thimble::parse_network("dense 16, tanh, dense 2");
  net.build(moons.x.network_shape(), 1);
  thimble::Adam adam;
  thimble::Trainer trainer(net, adam, moons, nullptr, {.epochs = 60, .learning_rate = thimble::constant(0.01f)});
  trainer.run();
  std::printf("%.1f %% right\n", 100 * thimble::evaluate(net, moons).accuracy);
}
