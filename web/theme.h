// The look of the page: colours by day and by night, and the font.
#pragma once

#include <cstdint>
#include <span>

namespace thimble {

constexpr float kSmall = 13;  // of small letters, in the page's pixels

void apply_theme(bool dark);

// A TrueType font, kept for the next time (an empty one: as before); without any, Dear ImGui's own. Letters are drawn for
// the screen's scale, so that they are sharp.
void apply_font(std::span<const uint8_t> ttf, float scale);
void headline(const char* text);  // in large letters

}  // namespace thimble
