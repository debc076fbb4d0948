// Which of a tile's squared distances are small enough: the few that are kept of many. Plain loops are the specification;
// AVX-512 writes the places of 16 at a time, AVX2 looks closer only where one of 8 is.

inline int within_one(uint32_t limit, uint32_t of_row, uint32_t of_col, int32_t product) {
  return of_row + of_col - 2 * static_cast<uint32_t>(product) <= limit;
}

int within_distance(int n, uint32_t limit, uint32_t of_row, const uint32_t* of_col, const int32_t* products,
                    int* found) {
  int count = 0, j = 0;
#if defined(__AVX512BW__)
  const __m512i row = _mm512_set1_epi32(static_cast<int>(of_row)), most = _mm512_set1_epi32(static_cast<int>(limit));
  __m512i place = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (; j + 16 <= n; j += 16) {
    const __m512i sum = _mm512_add_epi32(row, _mm512_loadu_si512(of_col + j));
    const __m512i d = _mm512_sub_epi32(sum, _mm512_slli_epi32(_mm512_loadu_si512(products + j), 1));
    const __mmask16 near = _mm512_cmple_epu32_mask(d, most);
    _mm512_storeu_si512(found + count, _mm512_maskz_compress_epi32(near, place));
    count += __builtin_popcount(near);
    place = _mm512_add_epi32(place, _mm512_set1_epi32(16));
  }
#elif defined(__AVX2__)
  const __m256i row = _mm256_set1_epi32(static_cast<int>(of_row)), most = _mm256_set1_epi32(static_cast<int>(limit));
  for (; j + 8 <= n; j += 8) {
    const __m256i sum = _mm256_add_epi32(row, _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(of_col + j)));
    const __m256i twice = _mm256_slli_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(products + j)), 1);
    const __m256i d = _mm256_sub_epi32(sum, twice);
    const __m256i near = _mm256_cmpeq_epi32(_mm256_min_epu32(d, most), d);
    for (int bits = _mm256_movemask_ps(_mm256_castsi256_ps(near)); bits != 0; bits &= bits - 1)
      found[count++] = j + __builtin_ctz(static_cast<unsigned>(bits));
  }
#endif
  for (; j < n; ++j) {
    found[count] = j;
    count += within_one(limit, of_row, of_col[j], products[j]);
  }
  return count;
}
