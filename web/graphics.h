// The page's pictures in graphics memory, and what Dear ImGui draws with them: OpenGL ES 3 in a browser, OpenGL 3 in a
// desktop window. Whoever owns the screen makes the context first.
#pragma once

#include "web/page.h"

namespace thimble {

class Graphics {
 public:
  // Everything that lives in graphics memory. `glsl` is the shading language's first line: "#version 300 es".
  void make(Page& page, const char* glsl);
  void lose();                        // the context went away, or goes: make() may follow
  void new_letters();                 // behind apply_font()
  void upload(Page& page);            // the pictures that have changed since the frame before
  void clear(int width, int height);  // to the page's ground; in pixels of the screen
  unsigned sheet() const { return sheet_; }
  unsigned seen() const { return seen_; }

 private:
  unsigned sheet_ = 0, seen_ = 0;
  unsigned shown_version_ = ~0u, steps_version_ = ~0u;
};

}  // namespace thimble
