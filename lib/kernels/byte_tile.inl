// The tiles of the integer product: gemm_tiles_u8 of kernels.h, for vectors of kLanes units. Whoever includes it has
// defined kLanes, kByteRows, kByteVecs and
//   Ints add_products(Ints sum, Ints a, Ints b)     sum + the products inside each unit
// The sums are added modulo 2^32, so only the result has to fit an int32.

inline Ints load_ints(const uint32_t* p) { return *reinterpret_cast<const LooseInts*>(p); }

[[gnu::noinline]] void gemm_tile_u8(int groups, const uint32_t* a, const uint32_t* b, int32_t* c, int c_stride) {
  if (groups == 0) return;  // or g++ 12 stores acc in every round of the loop, for the way around it
  Ints acc[kByteRows][kByteVecs];
#pragma GCC unroll 32
  for (int i = 0; i < kByteRows; ++i)  // g++ 12 keeps acc in memory if it is cleared by a loop
#pragma GCC unroll 8
    for (int j = 0; j < kByteVecs; ++j) acc[i][j] = Ints{};
  int left = groups;
  do {
    Ints row[kByteVecs];  // and b 16 units ahead is fetched: its panel comes from L2
#pragma GCC unroll 8
    for (int j = 0; j < kByteVecs; ++j) {
      row[j] = load_ints(b + j * kLanes);
      __builtin_prefetch(b + (j + 16 * kByteVecs) * kLanes);
    }
#pragma GCC unroll 32
    for (int i = 0; i < kByteRows; ++i) {
      const Ints unit = Ints{} + static_cast<int32_t>(a[i]);
#pragma GCC unroll 8
      for (int j = 0; j < kByteVecs; ++j) acc[i][j] = add_products(acc[i][j], unit, row[j]);
    }
    a += kByteRows;
    b += kByteVecs * kLanes;
  } while (--left > 0);
#pragma GCC unroll 32
  for (int i = 0; i < kByteRows; ++i, c += c_stride)
#pragma GCC unroll 8
    for (int j = 0; j < kByteVecs; ++j) {
      LooseInts* to = reinterpret_cast<LooseInts*>(c + j * kLanes);
      *to = wrapping_sum(*to, acc[i][j]);
    }
}

void gemm_tiles_u8(int tiles, int groups, const uint32_t* a, const uint32_t* b, int32_t* c, int c_stride) {
  constexpr int kCells = kByteVecs * kLanes;
  for (int t = 0; t < tiles; ++t) gemm_tile_u8(groups, a, b + int64_t{t} * groups * kCells, c + t * kCells, c_stride);
}
