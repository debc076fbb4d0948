// The jobs of `thimble bench`: each measures one thing after the other and hands every row on as soon as it is known.
//
// FLOP are counted as 2 for each multiply-add that the mathematics needs: 2 MAC a picture in inference; in training
// 2 MAC forward, 2 MAC for the weights' gradient and 2 MAC for the input's, which the first layer with weights leaves
// out.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/recipe.h"
#include "core/device.h"
#include "learn/dataset.h"
#include "nn/compute.h"

namespace thimble {

struct BenchRow {
  std::string job, name;  // "train", "S2-1"; "conv", "S2-1/conv2d/forward"; "gemm", "512x784x256"
  int batch = 0;          // pictures, or rows of A
  double seconds = 0;     // of one batch
  double flop = 0;        // of one batch
  double bytes = 0;       // of one batch, read and written at least; 0: not counted
};
using BenchSink = std::function<void(const BenchRow&)>;

// "512x784x256": rows, depth and columns of C = A B. usage error otherwise.
struct ProductShape {
  int rows, depth, cols;
};
ProductShape parse_product(const std::string& name);
std::vector<std::string> bench_products();  // the shapes that are measured where none is named

// A recipe's id, a file or a network text; ID-same is the recipe with every convolution padded to keep its size.
Recipe bench_recipe(const std::string& name);

// On the CPU, or on a device where one is given; layers by themselves only on the CPU.
void bench_gemm(const std::vector<ProductShape>& shapes, const Device* device, double seconds, const BenchSink& sink);
// Every convolution of the network by itself, as the ops of core/ops.h: forward, input gradient, weight gradient.
void bench_conv(const Recipe& recipe, int batch, const Device* device, double seconds, const BenchSink& sink);
// Every layer by itself, not fused with its neighbours: forward and backward.
void bench_layers(const Recipe& recipe, int batch, Compute compute, double seconds, const BenchSink& sink);
// Steps of the trainer without augmentation: shuffled gather from memory, forward, backward, optimizer.
void bench_train(const Recipe& recipe, const Dataset& data, int batch, Compute compute, const Device* device,
                 double seconds, const BenchSink& sink);
// Forward passes of pictures that are floats in memory already.
void bench_infer(const Recipe& recipe, const Dataset& data, int batch, Compute compute, const Device* device,
                 double seconds, const BenchSink& sink);

}  // namespace thimble
