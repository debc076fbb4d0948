#include "nn/avg_pool.h"

#include "nn/pooling.h"

namespace thimble {

AvgPool::AvgPool(int size, int stride) : window_(pooling_window("avg_pool", size, stride, 1024)) {}

std::string AvgPool::text() const { return pooling_text("avg_pool", window_); }

Shape AvgPool::build(const Shape& in, Rng&) { return pooled_shape("avg_pool", window_, in); }

void AvgPool::forward(const Tensor& x, Tensor& y, const Pass&) {
  avg_pool(x, window_, y);  // y[n,c,p,q] = 1/K^2 sum_{u,v} x[n,c, p s + u, q s + v]
}

void AvgPool::backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor& dx) {
  avg_pool_backward(dy, window_, dx);  // dx = 1/K^2 sum of dy over the windows that hold it
}

}  // namespace thimble
