#include "nn/max_pool.h"

#include "nn/pooling.h"

namespace thimble {

MaxPool::MaxPool(int size, int stride) : window_(pooling_window("max_pool", size, stride, 16)) {}

std::string MaxPool::text() const { return pooling_text("max_pool", window_); }

Shape MaxPool::build(const Shape& in, Rng&) { return pooled_shape("max_pool", window_, in); }

void MaxPool::forward(const Tensor& x, Tensor& y, const Pass&) {
  max_pool(x, window_, y, winner_);  // y[n,c,p,q] = max_{u,v} x[n,c, p s + u, q s + v], the winner noted
}

void MaxPool::backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) {
  if (dy.device() == nullptr)
    max_pool_backward(dy, winner_, window_, dx);  // dx = dy at the winner, 0 elsewhere
  else
    max_pool_backward(x, y, dy, window_, dx);
}

}  // namespace thimble
