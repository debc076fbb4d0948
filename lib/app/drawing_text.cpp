// A drawing in letters. An act: l or f, then for a line its width and the number of its points, then the grey, then the
// points. A number below 4096 is two letters, that of the points twice two. A point is how far it lies from the one before, dx and dy in half pixels, each
// a letter for -31..31, or '_' and two letters for the place itself.
#include <cmath>
#include <string_view>

#include "app/drawing.h"
#include "core/error.h"

namespace thimble {
namespace {

constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr int kNear = 31, kFar = 63, kOutside = 500;  // half pixels

int halves(float v) { return static_cast<int>(std::lround(2 * static_cast<double>(v))); }

class Writer {
 public:
  void letter(int value) { text += kLetters[value]; }
  void number(int value) { letter(value / 64), letter(value % 64); }
  void place(float v, int& last) {
    const int at = halves(v) + kOutside, step = at - last;
    if (std::abs(step) <= kNear)
      letter(step + kNear);
    else
      letter(kFar), number(at);
    last = at;
  }
  std::string text;
};

class Reader {
 public:
  explicit Reader(const std::string& text) : text_(text) {}
  bool done() const { return at_ == text_.size(); }
  char plain() { return at_ < text_.size() ? text_[at_++] : fail_here(); }
  int letter() {
    const size_t value = std::string_view(kLetters, 64).find(plain());
    return value < 64 ? static_cast<int>(value) : fail_here();
  }
  int number() {
    const int high = letter();
    return 64 * high + letter();
  }
  float place(int& last) {
    const int step = letter();
    last = step == kFar ? number() : last + step - kNear;
    return static_cast<float>(last - kOutside) / 2;
  }
  char fail_here() const {
    fail(Error::data,
         thimble::text("drawing: expected what a drawing writes, found something else at letter ", at_ + 1));
  }

 private:
  const std::string& text_;
  size_t at_ = 0;
};

}  // namespace

std::string Drawing::text() const {
  size_t first = 0;
  for (size_t i = 0; i < done_; ++i)
    if (acts_[i].kind == Kind::clear) first = i + 1;
  Writer out;
  int x = kOutside, y = kOutside;
  for (size_t i = first; i < done_; ++i) {
    const Act& act = acts_[i];
    out.text += act.kind == Kind::line ? 'l' : 'f';
    if (act.kind == Kind::line) {
      const int points = static_cast<int>(act.points.size());
      out.number(halves(act.width)), out.number(points / 4096), out.number(points % 4096);
    }
    out.number(act.grey);
    for (const Point& p : act.points) out.place(p.x, x), out.place(p.y, y);
  }
  return out.text;
}

std::vector<Drawing::Act> Drawing::acts_of(const std::string& text) {
  Reader in(text);
  std::vector<Act> acts;
  int x = kOutside, y = kOutside;
  while (!in.done()) {
    const char kind = in.plain();
    if (kind != 'l' && kind != 'f') in.fail_here();
    Act act{kind == 'l' ? Kind::line : Kind::fill, 0, 0, {}};
    int points = 1;
    if (act.kind == Kind::line) {
      act.width = static_cast<float>(in.number()) / 2;
      points = 4096 * in.number();
      points += in.number();
    }
    const int grey = in.number();
    if (grey > 255 || points == 0) in.fail_here();
    act.grey = static_cast<uint8_t>(grey);
    for (int p = 0; p < points; ++p) {
      const float across = in.place(x);
      act.points.push_back({across, in.place(y)});
    }
    acts.push_back(std::move(act));
  }
  return acts;
}

void Drawing::read(const std::string& text) {
  acts_ = acts_of(text);
  done_ = acts_.size();
  repaint();
}

}  // namespace thimble
