// The members of struct Kernels in order, as every set fills them. THIMBLE_ISA_NAME is the set's name in quotes.
// clang-format off
THIMBLE_ISA_NAME,
product, dots, transpose,
sum, dot, squared_distance, max, add, axpy, scale_shift, centre_scale, bytes_scale_shift,
exp, log, tanh, sigmoid, relu, relu_backward, tanh_backward, sigmoid_backward,
norm_backward, max_pool_2x2, conv_pool, conv_winners, kPicked, gather_winners, spread_winners,
max_of, to_winner, masked_scale, lane_sums, lane_products, lane_squares, lane_affine, lane_blend,
philox, dropout, fma_peak, sgd_step, adam_step,
sum_u8, dot_u8, squared_distance_u8,
absolute_distance_u8, cubic_distance_u8, largest_difference_u8, absolute_distance, cubic_distance, largest_difference,
least_distance, within_distance, kByteRows, kByteCols, kByteGroup, 1, gemm_tiles_u8,
to_bf16, to_bf16_pairs, product_bf16,
dots_f64, rank2_f64, reflect_f64, rotate_f64,
