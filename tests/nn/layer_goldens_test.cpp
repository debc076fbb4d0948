// Layers and losses against PyTorch 1.13: goldens/make_layers.py writes the file.
#include <gtest/gtest.h>

#include "core/file.h"
#include "core/ops.h"
#include "learn/safetensors.h"
#include "nn/layer_support.h"
#include "nn/loss.h"
#include "nn/spec.h"

namespace thimble {
namespace {

const Record& goldens() {
  static const Record record = [] {
    const std::string path = THIMBLE_SOURCE_DIR "/tests/nn/goldens/layers.safetensors";
    return from_safetensors(read_file(path), path);
  }();
  return record;
}

TEST(LayerGoldens, LayersMatchPyTorch) {
  int cases = 0;
  for (const auto& [key, layer_text] : goldens().texts()) {
    const std::string name = key.substr(0, key.find('.'));
    const auto golden = [&](const std::string& what) { return goldens().tensor(name + '.' + what); };
    Sequential net = parse_network(layer_text);
    Layer& layer = net.layer(0);
    const Tensor x = golden("x");
    const Shape out = build_for(layer, x);
    for (Parameter* p : layer.parameters())
      if (p->trainable) p->value = golden(p->name);

    const Results r = run(layer, out, x, golden("dy"));
    expect_near(r.y, golden("y"), 2e-6, name + ".y");
    expect_near(r.dx, golden("dx"), 5e-6, name + ".dx");
    for (Parameter* p : layer.parameters()) {
      if (p->trainable)
        expect_near(p->grad, golden(p->name + ".grad"), 5e-6, name + '.' + p->name);
      else
        expect_near(p->value, golden(p->name), 2e-6, name + '.' + p->name);
    }
    ++cases;
  }
  EXPECT_EQ(cases, 17);
}

struct LossGolden {
  explicit LossGolden(const std::string& name)
      : z(goldens().tensor(name + ".z")),
        dz(goldens().tensor(name + ".dz")),
        targets(goldens().tensor(name + ".targets")),
        loss(goldens().tensor(name + ".loss")(0)) {
    for (float t : targets.values()) labels.push_back(static_cast<int>(t));
  }
  Tensor z, dz, targets;
  double loss;
  std::vector<int> labels;
};

TEST(LayerGoldens, CrossEntropyMatchesPyTorch) {
  const LossGolden g("cross_entropy");
  Tensor dz(g.z.shape());
  EXPECT_NEAR(softmax_cross_entropy(g.z, g.labels, dz), g.loss, 1e-6);
  expect_near(dz, g.dz, 1e-6);
  EXPECT_NEAR(softmax_cross_entropy(g.z, one_hot(g.labels, 5), dz), g.loss, 1e-6);
  expect_near(dz, g.dz, 1e-6);
}

TEST(LayerGoldens, SoftTargetsMatchPyTorch) {
  const LossGolden soft("cross_entropy_soft"), smooth("cross_entropy_smoothed");
  Tensor dz(soft.z.shape());
  EXPECT_NEAR(softmax_cross_entropy(soft.z, soft.targets, dz), soft.loss, 1e-6);
  expect_near(dz, soft.dz, 1e-6);
  EXPECT_NEAR(softmax_cross_entropy(smooth.z, smoothed(smooth.labels, 5, 0.1f), dz), smooth.loss, 1e-6);
  expect_near(dz, smooth.dz, 1e-6);
}

TEST(LayerGoldens, SquaredErrorMatchesPyTorch) {
  const LossGolden g("squared_error");
  Tensor dz(g.z.shape());
  EXPECT_NEAR(squared_error(g.z, g.targets, dz), g.loss, 1e-6);
  expect_near(dz, g.dz, 1e-6);
}

}  // namespace
}  // namespace thimble
