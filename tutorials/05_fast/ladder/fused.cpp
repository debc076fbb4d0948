#include <algorithm>

#include "core/threads.h"
#include "ladder/ladder.h"
#include "ladder/panels.h"

namespace thimble::ladder {

void fused(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y) {
  const Tile& t = tile();
  Tensor& panels = room_for_panels(w, t);
  static Tensor bias;  // b, as long as the panels are wide
  bias.resize({panels.dim(0) * t.cols});
  bias.fill(0);
  std::copy_n(b.data(), b.size(), bias.data());
  parallel_for(panels.dim(0), 1, [&](int p, int) { pack(w, p, panels); });
  parallel_for(x.dim(0), kBlock, [&](int begin, int end) { multiply(t, x, panels, bias.data(), begin, end, y); });
}

}  // namespace thimble::ladder
