// The page's pictures in graphics memory, and what Dear ImGui draws with them: OpenGL ES 3 in a browser, OpenGL 3 in a
// desktop window. Whoever owns the screen makes the context first.
#pragma once

#include "web/damage.h"
#include "web/page.h"

namespace thimble {

class Graphics {
 public:
  // Everything that lives in graphics memory. `glsl` is the shading language's first line: "#version 300 es".
  void make(Page& page, const char* glsl);
  void lose();              // the context went away, or goes: make() may follow
  void new_letters();       // behind apply_font()
  void upload(Page& page);  // the pictures that have changed since the frame before
  // The frame that Dear ImGui has made, on the page's ground. `keeps`: the screen still shows the frame before, so that
  // only what differs is drawn.
  void draw(bool keeps);
  void changed() { damage_.forget(); }  // all of the screen, though no picture of the page
  unsigned sheet() const { return sheet_; }
  unsigned seen() const { return seen_; }

 private:
  // Any number of channels as RGBA, by what is in the texture already; a picture wider than the largest by every n-th pixel.
  struct Shown {
    int width = 0, height = 0;
    std::vector<uint8_t> rgba;
  };
  void bring(unsigned texture, Shown& shown, int width, int height, int channels, const uint8_t* pixels);
  void bring(Atlas& atlas);

  Damage damage_;
  Shown shown_sheet_, shown_seen_, shown_steps_;
  unsigned sheet_ = 0, seen_ = 0;
  unsigned shown_version_ = ~0u, steps_version_ = ~0u;
};

}  // namespace thimble
