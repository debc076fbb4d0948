#include "plot/frame.h"

#include <algorithm>

#include "core/functions.h"

namespace thimble {

namespace {

constexpr double kTitle = 15, kWords = 12;    // font sizes
constexpr double kMargin = 16, kSwatch = 26;  // around everything; the legend's sample
const Style kLevelStyle{.stroke = Ink::soft, .width = 1.5, .dash = "1 3"};
constexpr double kTitleLine = 28, kLegendLine = 24, kLabelLine = 20;

double legend_entry(const std::string& name) { return kSwatch + 6 + text_width(name, kWords) + 18; }

int lines_needed(const std::vector<std::string>& names, double width) {
  int lines = names.empty() ? 0 : 1;
  double at = 0;
  for (const std::string& name : names) {
    if (at > 0 && at + legend_entry(name) > width) {
      ++lines;
      at = 0;
    }
    at += legend_entry(name);
  }
  return lines;
}

}  // namespace

Frame::Frame(const ChartOptions& options, const std::vector<std::string>& legend, Ticks x, Ticks y)
    : options_(options), legend_(legend), x_(std::move(x)), y_(std::move(y)) {
  for (const Level& level : options.levels) legend_.push_back(level.name);
  double widest = 0;
  for (const std::string& words : y_.labels) widest = std::max(widest, text_width(words, kWords));
  left_ = kMargin + widest + 8;
  right_ = options.width - kMargin - 4;
  top_ = kMargin + (options.title.empty() ? 0 : kTitleLine) +
         kLegendLine * lines_needed(legend_, options.width - 2 * kMargin) + (options.y_label.empty() ? 0 : kLabelLine) +
         6;
  bottom_ = options.height - kMargin - kLabelLine - (options.x_label.empty() ? 0 : kLabelLine);
}

double Frame::x(double value) const {
  if (options_.log_x) {
    const double low = log_exact(x_.low);
    return left_ + (right_ - left_) * (log_exact(value) - low) / (log_exact(x_.high) - low);
  }
  return left_ + (right_ - left_) * (value - x_.low) / (x_.high - x_.low);
}

double Frame::y(double value) const { return bottom_ - (bottom_ - top_) * (value - y_.low) / (y_.high - y_.low); }

void Frame::draw(Canvas& canvas, Legend legend) const {
  if (!options_.title.empty()) canvas.text({kMargin, kMargin + 14}, options_.title, {.size = kTitle, .bold = true});
  draw_legend(canvas, legend);
  const TextStyle words{.size = kWords, .ink = Ink::soft};
  if (!options_.y_label.empty()) canvas.text({kMargin, top_ - 12}, options_.y_label, words);
  for (size_t i = 0; i < y_.at.size(); ++i) {
    const double at = y(y_.at[i]);
    canvas.line({left_, at}, {right_, at}, {.stroke = Ink::grid, .width = 1});
    canvas.text({left_ - 8, at + 4}, y_.labels[i], {.size = kWords, .anchor = Anchor::end, .ink = Ink::soft});
  }
  canvas.line({left_, bottom_}, {right_, bottom_}, {.stroke = Ink::axis, .width = 1});
  for (size_t i = 0; i < x_.at.size(); ++i) {
    const double at = x(x_.at[i]);
    canvas.line({at, bottom_}, {at, bottom_ + (x_.labels[i].empty() ? 3.0 : 5.0)}, {.stroke = Ink::axis, .width = 1});
    if (x_.labels[i].empty()) continue;
    canvas.text({at, bottom_ + 19}, x_.labels[i], {.size = kWords, .anchor = Anchor::middle, .ink = Ink::soft});
  }
  for (const Level& level : options_.levels) {
    if (level.y >= y_.low && level.y <= y_.high) canvas.line({left_, y(level.y)}, {right_, y(level.y)}, kLevelStyle);
  }
  if (options_.x_label.empty()) return;
  canvas.text({(left_ + right_) / 2, bottom_ + 38}, options_.x_label,
              {.size = kWords, .anchor = Anchor::middle, .ink = Ink::soft});
}

void Frame::draw_legend(Canvas& canvas, Legend legend) const {
  double x = kMargin, y = kMargin + (options_.title.empty() ? 0 : kTitleLine) + 10;
  for (int i = 0; i < static_cast<int>(legend_.size()); ++i) {
    const std::string& name = legend_[static_cast<size_t>(i)];
    if (x > kMargin && x + legend_entry(name) > options_.width - kMargin) {
      x = kMargin;
      y += kLegendLine;
    }
    const Ink ink = series_ink(i);
    if (i >= static_cast<int>(legend_.size() - options_.levels.size())) {
      canvas.line({x, y}, {x + kSwatch, y}, kLevelStyle);
    } else if (legend == Legend::markers) {
      canvas.marker(class_marker(i), {x + kSwatch / 2, y}, 4.5, {.fill = class_ink(i)});
    } else if (legend == Legend::lines) {
      canvas.line({x, y}, {x + kSwatch, y}, {.stroke = ink, .width = 2, .dash = series_dash(i)});
      canvas.marker(series_marker(i), {x + kSwatch / 2, y}, 3.5, {.stroke = Ink::paper, .width = 1, .fill = ink});
    } else {
      canvas.rect({x + (kSwatch - 12) / 2, y - 6}, 12, 12, {.fill = ink, .round = 2});
    }
    canvas.text({x + kSwatch + 6, y + 4}, name, {.size = kWords});
    x += legend_entry(name);
  }
}

}  // namespace thimble
