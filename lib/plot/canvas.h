// Lines, boxes and words on a page of SVG.
//
// The page carries its own small style sheet (ink.h): light and dark follow the reader's setting, on a page and alone.
// Coordinates are printed with one decimal, so that a figure's text changes only where the figure does. No ids and no
// scripts: several drawings may stand in one HTML page.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "plot/ink.h"
#include "plot/markup.h"

namespace thimble {

struct Point {
  double x, y;
};

struct Box {
  Point corner;
  double width, height;
};

struct Style {
  Ink stroke = Ink::none;
  double width = 1.5;
  Ink fill = Ink::none;
  std::string dash = "";  // "6 3" or ""
  double opacity = 1;     // of the fill
  double round = 0;       // radius of a box's corners
  std::string tip = "";   // shown when the pointer rests on it
};

enum class Anchor { start, middle, end };
struct TextStyle {
  double size = 12;
  Anchor anchor = Anchor::start;
  Ink ink = Ink::text;
  bool bold = false;
  double turn = 0;  // degrees, clockwise around the place
};

class Canvas {
 public:
  Canvas(double width, double height, std::string title);
  void describe(const std::string& words) { description_ = words; }  // with the title: the figure's text alternative

  void line(Point a, Point b, const Style& style);
  void polyline(std::span<const Point> points, const Style& style);
  void polygon(std::span<const Point> points, const Style& style);
  void rect(Point corner, double width, double height, const Style& style);
  // Many boxes, or many lines each from ends[2 i] to ends[2 i + 1], as one element: one colour, and no seams where boxes
  // touch.
  void boxes(std::span<const Box> boxes, const Style& style);
  void segments(std::span<const Point> ends, const Style& style);
  void circle(Point centre, double radius, const Style& style);
  void marker(Marker shape, Point centre, double radius, const Style& style);
  // `at` is on the base line.
  void text(Point at, const std::string& words, const TextStyle& style = {});
  // Drawn with hard pixel edges. `negate_on_dark`: black on white turns to white on black in the dark.
  void image(Point corner, double width, double height, std::span<const uint8_t> png, const std::string& alt,
             bool negate_on_dark = false);

  std::string svg() const;

 private:
  std::string paint(const Style& style);
  std::string use(Ink ink);
  void element(const std::string& tag_and_attributes, const Style& style);

  double width_, height_;
  std::string title_, description_, body_;
  bool used_[ink_count] = {};
  bool pictures_ = false, negated_ = false;
};

}  // namespace thimble
