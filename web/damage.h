// What of a frame differs from the frame before, so that only that has to be drawn again. Where a processor draws instead of
// a graphics card, a whole page costs it more than a training step.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

namespace thimble {

struct Box {  // in the page's pixels, or in shares of a texture
  float left = 0, top = 0, right = 0, bottom = 0;
  bool empty() const { return right <= left || bottom <= top; }
};

class Damage {
 public:
  // This part of a texture, in shares of it, has new pixels: what shows it differs.
  void repainted(unsigned texture, const Box& part) { repainted_.push_back({texture, part}); }
  void forget() { known_ = false; }  // the frame before is gone

  // Where the frame differs: a few boxes, rounded outwards to pixels of the screen, together no larger than they must be.
  std::vector<Box> find(const ImDrawData& frame);

 private:
  struct Triangle {
    uint64_t hash;  // of its corners, the texture and what clips it
    Box box;
  };
  struct Texture {
    unsigned name;
    Box part;
  };
  void take(const ImDrawData& frame);

  bool known_ = false;
  std::vector<Triangle> now_, before_;
  std::vector<Texture> repainted_;
  std::vector<Box> differing_;
};

}  // namespace thimble
