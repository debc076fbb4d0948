#include "web/hand.h"

#include <algorithm>

#include "web/page.h"

namespace thimble {

void Hand::type(Key key, bool fine, std::vector<PointerPoint>& points) {
  const float step = fine ? 0.005f : 0.025f;
  const auto point = [&](PointerPoint::Kind kind) { points.push_back({kind, left + x * side, top + y * side}); };
  if (key == Key::press || (key == Key::end && down)) {
    down = !down;
    point(down ? PointerPoint::Kind::down : PointerPoint::Kind::up);
  }
  if (key == Key::end) on = false;
  if (key == Key::press || key == Key::end) return;
  x = std::clamp(x + (key == Key::right ? step : key == Key::left ? -step : 0), 0.01f, 0.99f);
  y = std::clamp(y + (key == Key::down ? step : key == Key::up ? -step : 0), 0.01f, 0.99f);
  point(PointerPoint::Kind::move);
}

}  // namespace thimble
