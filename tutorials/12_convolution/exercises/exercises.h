// The exercises of chapter 12: a smaller network, windows as rows of a matrix, a filter a channel.
#pragma once

#include <string>

#include "core/ops.h"

// 1, modify. The text of a network for pictures of 28 x 28 and ten classes, with at most 20,000 parameters, whose last
// convolution or pool still sees 20 x 20 pixels. As it stands it is S2-1: 693,962 parameters, and 4 x 4 pixels.
std::string lean_network();

// 2, complete. tutorial 12 (12.11): row (n P + p) Q + q holds the window of output (p, q) of picture n, the values in
// the order (c, u, v). Outside the picture is 0.
thimble::Tensor windows_as_rows(const thimble::Tensor& x, const thimble::Window& window);

// 3, make. A depthwise convolution without padding: channel c has a filter of its own, and sees no other channel.
//   Y[n,c,p,q] = sum_{u,v} W[c,u,v] X[n,c, p + u, q + v]     x (N, C, H, W)   w (C, U, V)   y (N, C, P, Q)
void depthwise(const thimble::Tensor& x, const thimble::Tensor& w, thimble::Tensor& y);
// Adds to dw, writes dx.
void depthwise_backward(const thimble::Tensor& x, const thimble::Tensor& w, const thimble::Tensor& dy,
                        thimble::Tensor& dw, thimble::Tensor& dx);
