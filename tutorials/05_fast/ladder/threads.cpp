#include "core/threads.h"

#include <algorithm>

#include "core/ops.h"
#include "ladder/ladder.h"
#include "ladder/panels.h"

namespace thimble::ladder {

void threads(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y) {
  const Tile& t = tile();
  Tensor& panels = room_for_panels(w, t);
  parallel_for(panels.dim(0), 1, [&](int p, int) { pack(w, p, panels); });
  parallel_for(x.dim(0), kBlock, [&](int begin, int end) { multiply(t, x, panels, nullptr, begin, end, y); });
  add_to_rows(b, y);
  relu(y, y);
}

}  // namespace thimble::ladder
