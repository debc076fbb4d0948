// The parts of the page, each drawn into the Dear ImGui window that is open.
#pragma once

#include "web/page.h"

namespace thimble {

void draw_panel(Page& page, unsigned sheet, float side);  // the sheet, `side` pixels wide, and the tools
void answer_panel(Page& page, unsigned seen, bool flat);  // the 28 x 28 that the network sees, the classes
void error_panel(Page& page);

}  // namespace thimble
