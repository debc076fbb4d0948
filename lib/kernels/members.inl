// The members of struct Kernels in order, as every set fills them. THIMBLE_ISA_NAME is the set's name in quotes.
// clang-format off
THIMBLE_ISA_NAME, kRows, kCols,
gemm_tile, transpose,
sum, dot, squared_distance, max, add, axpy, scale_shift, centre_scale, bytes_scale_shift,
exp, log, tanh, sigmoid, relu, relu_backward, tanh_backward, sigmoid_backward,
norm_backward, max_pool_2x2, philox, sgd_step, adam_step,
