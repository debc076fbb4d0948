// The colours of all figures, by what they are for.
//
// Each ink has two values: one on white paper, one on dark. A drawing names inks only; the style sheet inside the SVG
// gives them their values and follows prefers-color-scheme, so a figure fits a light page, a dark page and print.
#pragma once

namespace thimble {

enum class Ink {
  none,
  text,
  soft,   // second to the text: axis labels, notes
  axis,   // tick marks, base lines
  grid,   // thin lines behind the data
  paper,  // what is drawn on
  good,
  bad,
  heat,   // the full colour of a heat map; less is more transparent
  white,  // words on `heat`
  series0,
  series1,
  series2,
  series3,
  series4,
  series5,
  series6,
  series7,
  class8,  // two more for classes, which have no dashes
  class9
};
constexpr int ink_count = 20;

struct InkColour {
  const char *name, *light, *dark;  // CSS class, #rrggbb, #rrggbb
};
const InkColour& ink_colour(Ink ink);

// Series are told apart three ways: colour (Okabe & Ito's eight, moved to a contrast of 3:1 on either paper), dashes
// and the shape of their markers. All repeat after eight.
Ink series_ink(int i);
const char* series_dash(int i);  // an SVG stroke-dasharray, "" for a whole line

enum class Marker { circle, square, triangle, diamond };
Marker series_marker(int i);
// Ten colours where there are no dashes, as in a scatter plot. Marker and colour together repeat after 20.
Ink class_ink(int i);
Marker class_marker(int i);

}  // namespace thimble
