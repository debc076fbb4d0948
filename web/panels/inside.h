// The parts of the tab "Look inside".
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>
#include <string>

#include "web/page.h"

namespace thimble {

// A view each, `width` wide, `height` high where there is room for it; 0: as high as it gets.
void neighbours_view(Page& page, float width);
void plane_view(Page& page, float width, float height);
void posteriors_view(Page& page, float width);
void clusters_view(Page& page, float width, float height);

// Ten colours, one a class, that differ in lightness as in hue; never the only sign.
ImU32 class_colour(int c, bool dark);

// A row of buttons of which one is chosen; which one was pressed, or -1.
int choice_row(std::span<const char* const> words, int chosen);
void pale_text(const std::string& words, float width = 0);  // wrapped; 0: as far as the window is wide
void value_behind(int value);                               // a slider: its own text would lie under the grab
bool inside_waits(const Page& page);                        // for data: says so

// Places for things of one size, in rows as long as the room is; at the end the cursor stands below them.
class Rows {
 public:
  Rows(float width, ImVec2 size);
  ~Rows();
  ImVec2 next();

 private:
  ImVec2 corner_, size_;
  int across_, count_ = 0;
};

// A picture with up to two lines of small letters below it, in a place of the list; kCaption high in all beneath it.
constexpr float kCaption = 34;
void captioned(Page& page, ImVec2 at, float side, std::span<const uint8_t> picture, const std::string& first,
               const std::string& second, ImU32 frame = 0);

// y over x = 0, 1, ... of the values, with a title, the last value behind it.
void line_chart(const char* title, std::span<const double> values, const char* format, ImU32 colour, float width,
                float height);

}  // namespace thimble
