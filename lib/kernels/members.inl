// The members of struct Kernels in order, as every set fills them. THIMBLE_ISA_NAME is the set's name in quotes.
// clang-format off
THIMBLE_ISA_NAME,
product, transpose,
sum, dot, squared_distance, max, add, axpy, scale_shift, centre_scale, bytes_scale_shift,
exp, log, tanh, sigmoid, relu, relu_backward, tanh_backward, sigmoid_backward,
norm_backward, max_pool_2x2,
max_of, to_winner, masked_scale, lane_sums, lane_products, lane_squares, lane_affine, lane_blend,
philox, dropout, fma_peak, sgd_step, adam_step,
sum_u8, dot_u8, squared_distance_u8, kByteRows, kByteCols, kByteGroup, gemm_tile_u8,
dots_f64, rank2_f64, reflect_f64, rotate_f64,
