#include "nn/residual_op.h"

#include "core/ops_lanes.h"

namespace thimble {

ResidualOp::ResidualOp(const PanelShape& panels, Residual& block) : body_(block.body()) { body_.run_in(&panels); }

void ResidualOp::forward(const Flow& x, Flow& y, const Pass& pass) {
  add_panels(x.panels, body_.run(x, pass).panels, y.panels);  // Y = X + f(X)
}

// The layers may overwrite dY on their way back: what goes past them is taken out first.
void ResidualOp::backward(const Flow&, const Flow&, Flow& dy, Flow& dx) {
  const bool wants_dx = dx.panels.data != nullptr;
  if (wants_dx) copy_panels(dy.panels, dx.panels);
  through_.resize({static_cast<int>(dy.panels.floats())});
  Flow through;
  through.panels = dy.panels;
  through.panels.data = through_.data();
  body_.run_back(dy, through);
  if (wants_dx) add_panels(dx.panels, through.panels, dx.panels);  // dX = dY + df/dX^T dY
}

bool ResidualOp::set_gradients() {
  body_.expect_set_gradients();
  return true;
}

}  // namespace thimble
