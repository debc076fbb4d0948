// What becomes of a row of 32 sums of Bf16Product: c, with the values that lie there now and start[0..32).

template <class Change>
inline void finish_with(const float* sums, float* c, Change change) {
  for (int j = 0; j < kBf16Cols; ++j) c[j] = change(sums[j], c[j], j);
}

inline void finish_row(const Bf16Product& p, const float* sums, const float* start, float* c) {
  if (start == nullptr) return finish_with(sums, c, [](float s, float before, int) { return before + s; });
  if (p.gate != 0)
    return finish_with(sums, c, [=, gate = p.gate](float s, float before, int j) {
      return before > 0 ? gate * (start[j] + s) : 0.0f;
    });
  if (p.relu)
    return finish_with(sums, c, [=](float s, float, int j) { return start[j] + s > 0 ? start[j] + s : 0.0f; });
  finish_with(sums, c, [=](float s, float, int j) { return start[j] + s; });
}
