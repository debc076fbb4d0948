// A pen for those who draw by keyboard: a cross on the sheet that the arrow keys move, and that Enter puts down and lifts.
#pragma once

#include <vector>

namespace thimble {

struct PointerPoint;

struct Hand {
  bool on = false, down = false;
  float x = 0.5f, y = 0.5f;           // of the sheet, 0..1
  float left = 0, top = 0, side = 1;  // where the sheet lies, in the page's pixels
  enum class Key { left, right, up, down, press, end };
  void type(Key key, bool fine, std::vector<PointerPoint>& points);  // what a pointer there would have done
};

}  // namespace thimble
