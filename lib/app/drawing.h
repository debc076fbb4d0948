// A sheet of paper to draw a garment on, with a pen and a bucket; every act can be taken back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "app/picture.h"

namespace thimble {

// Places and the pen's width are kept to half a pixel, so that text() and read() lose nothing.
// Grey: 255 is the white paper, 0 full ink. x goes to the right and y down, in pixels from the sheet's left upper corner;
// what lies outside is not seen.
class Drawing {
 public:
  explicit Drawing(int side = 280);

  // A line with round ends, `width` pixels wide, from the point pressed through all that it is dragged to. Its edge is
  // smooth: a pixel is covered by clamp(width / 2 + 1/2 - distance to the line, 0, 1).
  void press(float x, float y, float width, uint8_t grey);
  void drag(float x, float y);  // goes on with the last line; nothing where there is none

  // The area around the point whose grey is close to the point's, together with the smooth edge around it.
  void fill(float x, float y, uint8_t grey);
  void clear();

  bool undo();  // false: there is nothing to take back
  bool redo();
  bool empty() const;  // nothing has been drawn since the beginning or the last clear()
  const Picture& sheet() const { return sheet_; }

  // All acts since the last clear() in letters that an address can hold: a point is two of them, where it is not far from
  // the point before; "" for an empty sheet.
  std::string text() const;
  void read(
      const std::string& text);  // in the place of all that was; data error if no text() wrote it, then nothing happens

 private:
  enum class Kind { line, fill, clear };
  static float snapped(float v);
  struct Point {
    float x, y;
  };
  struct Act {
    Kind kind;
    float width = 0;
    uint8_t grey = 0;
    std::vector<Point> points;
  };
  static std::vector<Act> acts_of(const std::string& text);
  Act& begin(Act act);
  void paint(const Act& act);
  void paint_part(const Act& act, Point from, Point to);
  void repaint();
  void pour(Point at, uint8_t grey);

  int side_;
  Picture sheet_;
  std::vector<uint8_t> under_;    // the sheet before the last line
  std::vector<uint8_t> covered_;  // by the last line, 0 to 255
  std::vector<Act> acts_;
  size_t done_ = 0;  // acts that have not been taken back
};

}  // namespace thimble
