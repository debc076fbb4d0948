// Three exercises: modify, complete, make.
#pragma once

namespace thimble {

// Modify. How many blocks are on a multiprocessor of an H200 together, tutorial 18 (18.1). It asks for threads and registers.
// Let it ask for shared memory too: there are 233,472 bytes, and each block takes 1,024 more than it asks for.
int resident_blocks(int threads, int registers, int shared_bytes);

// Complete. sums[b] = sum of x[256 b] .. x[256 b + 255]. The kernel adds up each warp's 32 values; let the 8 warps of the
// block meet in shared memory. No atomics.
void sums_of_blocks(int blocks, const float* x, float* sums);

// Make. Y = X^T: y[j][i] = x[i][j]      X (rows, cols)   Y (cols, rows)
// Read with load() and write with store() of rungs/traffic.h. A warp reads 32 neighbours and writes 32 neighbours, so that
// no sector is touched twice.
void turn(const float* x, int rows, int cols, float* y);

}  // namespace thimble
