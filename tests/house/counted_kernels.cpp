#include "house/counted_jobs.h"
#include "kernels/kernels.h"

namespace house {
namespace {

using thimble::kernels::AdamStep;
using thimble::kernels::DropoutStream;
using thimble::kernels::Product;
using thimble::kernels::Term;

constexpr int kRows = 128, kLanes = 32, kValues = kRows * kLanes;
constexpr size_t kFloats = size_t{1} << 18;

// Harmless operands, never freed; every kernel writes only into z, m and v.
struct Operands {
  std::vector<float> x = std::vector<float>(kFloats, 0.5f), y = std::vector<float>(kFloats, 0.25f);
  std::vector<float> z = x, m = y, v = y;
  std::vector<uint8_t> winner = std::vector<uint8_t>(kFloats);
  std::vector<uint32_t> units = std::vector<uint32_t>(1 << 14, 0x01010101u);
  std::vector<int32_t> sums = std::vector<int32_t>(1 << 12);
};
Operands& operands() {
  static Operands o;
  return o;
}

const thimble::kernels::Kernels& set() { return thimble::kernels::active(); }

// A convolution of 32 channels: a term for each of nine taps, for two blocks of 32 filters and 128 images.
void convolution() {
  Operands& o = operands();
  static const std::vector<Term> taps = [] {
    std::vector<Term> t;
    for (int i = 0; i < 9; ++i) t.push_back({i * kValues, i * kLanes * kLanes});
    return t;
  }();
  set().product({.rows = kRows,
                 .cols = 64,
                 .depth = kLanes,
                 .terms = 9,
                 .term = taps.data(),
                 .a = o.x.data(),
                 .row_step = kLanes,
                 .k_step = 1,
                 .b = o.y.data(),
                 .b_row = kLanes,
                 .b_panel = 9 * kLanes * kLanes,
                 .c = o.z.data(),
                 .c_row = kLanes,
                 .c_panel = kValues,
                 .start = o.m.data(),
                 .relu = true});
}

// The first layer's: one channel, so that the taps are the rows of dW.
void first_weights_gradient() {
  Operands& o = operands();
  static const ptrdiff_t at[9] = {0, 128, 256, 3584, 3712, 3840, 7168, 7296, 7424};
  static const Term terms[4] = {{0, 0}, {128, kValues}, {256, 2 * kValues}, {384, 3 * kValues}};
  set().product({.rows = 9,
                 .cols = kLanes,
                 .depth = kRows,
                 .terms = 4,
                 .term = terms,
                 .a = o.x.data(),
                 .row_step = 0,
                 .k_step = 1,
                 .row_at = at,
                 .b = o.y.data(),
                 .b_row = kLanes,
                 .b_panel = kValues,
                 .c = o.z.data(),
                 .c_row = kLanes,
                 .c_panel = kLanes});
}

// A dense layer of 784 inputs and 10 units, for 100 images: rows in no panel, and 16 columns.
void dense() {
  Operands& o = operands();
  static const Term one{0, 0};
  set().product({.rows = 100,
                 .cols = 16,
                 .depth = 784,
                 .terms = 1,
                 .term = &one,
                 .a = o.x.data(),
                 .row_step = 784,
                 .k_step = 1,
                 .b = o.y.data(),
                 .b_row = 16,
                 .b_panel = 784 * 16,
                 .c = o.z.data(),
                 .c_row = 16,
                 .c_panel = 1600,
                 .start = o.m.data()});
}

// dW (32, 96) = X^T dY: the images are the depth.
void weights_gradient() {
  Operands& o = operands();
  static const Term terms[2] = {{0, 0}, {kValues, kValues}};
  set().product({.rows = kLanes,
                 .cols = 96,
                 .depth = kRows,
                 .terms = 2,
                 .term = terms,
                 .a = o.x.data(),
                 .row_step = 1,
                 .k_step = kLanes,
                 .b = o.y.data(),
                 .b_row = kLanes,
                 .b_panel = 3 * kValues,
                 .c = o.z.data(),
                 .c_row = 96,
                 .c_panel = kLanes});
}

void pooling() {
  Operands& o = operands();
  const float* const window[4] = {o.x.data(), o.y.data(), o.m.data(), o.v.data()};
  set().max_of(kValues, 4, 0, window, o.z.data(), o.winner.data());
}

void dropout() {
  Operands& o = operands();
  const DropoutStream stream{1, 1000, 0, 16384, 4 / 3.0f};  // p = 1/4
  set().dropout(kRows, kLanes, stream, 3, nullptr, 0, o.x.data(), o.z.data());
}

void adam() {
  Operands& o = operands();
  set().adam_step(kValues, AdamStep{1e-3f, 0.9f, 0.999f, 1e-7f}, o.x.data(), o.m.data(), o.v.data(), o.z.data());
}

void blend() {
  Operands& o = operands();
  set().lane_blend(kRows, kLanes, o.x.data(), o.x.data(), o.y.data(), true, o.x.data(), o.y.data(), o.z.data());
}

void byte_tile() {
  Operands& o = operands();
  set().gemm_tiles_u8(1, 784 / set().byte_group, o.units.data(), o.units.data(), o.sums.data(), set().byte_cols);
}

}  // namespace

std::vector<Job> counted_kernels() {
  const auto warm = [](std::string name, std::function<void()> run) { return Job{std::move(name), run, run}; };
  Operands& o = operands();
  const float* x = o.x.data();
  const float* y = o.y.data();
  float* z = o.z.data();
  return {
      warm("product/convolution", convolution),
      warm("product/dense", dense),
      warm("product/weights_gradient", weights_gradient),
      warm("product/first_weights_gradient", first_weights_gradient),
      warm("gemm_tiles_u8", byte_tile),
      warm("transpose", [=] { set().transpose(kRows, kLanes, x, kLanes, z, kRows); }),
      warm("exp", [=] { set().exp(kValues, x, z); }),
      warm("relu", [=] { set().relu(kValues, x, z); }),
      warm("max_of", pooling),
      warm("to_winner", [=, &o] { set().to_winner(kValues, 1, o.winner.data(), x, z); }),
      warm("dropout", dropout),
      warm("lane_sums", [=] { set().lane_sums(kRows, kLanes, x, z); }),
      warm("lane_products", [=] { set().lane_products(kRows, kLanes, x, y, z); }),
      warm("lane_squares", [=] { set().lane_squares(kRows, kLanes, y, x, z); }),
      warm("lane_affine", [=] { set().lane_affine(kRows, kLanes, y, y, x, z); }),
      warm("lane_blend", blend),
      warm("adam_step", adam),
  };
}

}  // namespace house
