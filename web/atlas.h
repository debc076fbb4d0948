// One texture that holds all the small pictures of a frame: thumbnails, activation maps, centres. Nobody keeps a handle:
// whoever shows a picture draws it in every frame, and only what differs from the frame before goes to the graphics.
// Neither the browser nor WebGL is named here; who owns the graphics makes the texture and brings it what changed().
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>
#include <vector>

namespace thimble {

class Atlas {
 public:
  static constexpr int kWidth = 1024;         // of the texture, which is square; RGBA, a byte each
  static constexpr int kMostPictures = 1225;  // of a frame; more are drawn as empty frames

  unsigned texture = 0;  // of whoever owns the graphics

  void next_frame() { used_ = 0; }
  // A grey picture of at most 28 x 28, row by row, as large as wanted. Sharp where `size` is a multiple of its pixels.
  void draw(ImDrawList& list, ImVec2 corner, ImVec2 size, std::span<const uint8_t> grey, int columns = 28,
            int rows = 28);
  void draw(ImDrawList& list, ImVec2 corner, float side, std::span<const uint8_t> grey) {
    draw(list, corner, {side, side}, grey);
  }

  // The rows of the texture that have changed since the last time, all their pixels; height 0: none.
  struct Band {
    int top = 0, height = 0;
    const uint8_t* rgba = nullptr;
  };
  Band changed();
  void forget();  // the texture is new: everything has changed

 private:
  std::vector<uint8_t> rgba_;
  int used_ = 0;
  int top_ = kWidth, end_ = 0;  // of what has changed
};

}  // namespace thimble
