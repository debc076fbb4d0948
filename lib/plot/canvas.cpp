#include "plot/canvas.h"

#include <cmath>

namespace thimble {

namespace {

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + value + "\"";
}
std::string attribute(const char* name, double value) { return attribute(name, short_decimal(value)); }

std::string list(std::span<const Point> points) {
  std::string s;
  for (const Point& p : points) s += (s.empty() ? "" : " ") + short_decimal(p.x) + "," + short_decimal(p.y);
  return s;
}

}  // namespace

Canvas::Canvas(double width, double height, std::string title)
    : width_(width), height_(height), title_(std::move(title)) {
  rect({0, 0}, width, height, {.fill = Ink::paper, .round = 8});
}

std::string Canvas::use(Ink ink) {
  used_[static_cast<int>(ink)] = true;
  return ink_colour(ink).name;
}

// The class sets `color`; what is painted with it says currentColor. A stroke and a fill of two inks take the fill's
// value from a second class, `NAME-fill`.
std::string Canvas::paint(const Style& style) {
  const bool stroked = style.stroke != Ink::none, filled = style.fill != Ink::none;
  std::string s;
  if (stroked || filled) s += attribute("class", use(stroked ? style.stroke : style.fill));
  if (!filled) {
    s += attribute("fill", "none");
  } else if (stroked && style.fill != style.stroke) {
    s.insert(s.size() - 1, " " + use(style.fill) + "-fill");
  } else {
    s += attribute("fill", "currentColor");
  }
  if (filled && style.opacity < 1) s += attribute("fill-opacity", short_decimal(style.opacity, 3));
  if (stroked) {
    s += attribute("stroke", "currentColor") + attribute("stroke-width", style.width);
    if (!style.dash.empty()) s += attribute("stroke-dasharray", style.dash);
  }
  return s;
}

void Canvas::element(const std::string& tag_and_attributes, const Style& style) {
  const std::string tag = tag_and_attributes.substr(0, tag_and_attributes.find(' '));
  body_ += "<" + tag_and_attributes + paint(style);
  body_ += style.tip.empty() ? "/>\n" : "><title>" + escape_xml(style.tip) + "</title></" + tag + ">\n";
}

void Canvas::line(Point a, Point b, const Style& style) {
  element("line" + attribute("x1", a.x) + attribute("y1", a.y) + attribute("x2", b.x) + attribute("y2", b.y), style);
}

void Canvas::polyline(std::span<const Point> points, const Style& style) {
  element("polyline" + attribute("points", list(points)) + " stroke-linejoin=\"round\" stroke-linecap=\"round\"",
          style);
}

void Canvas::polygon(std::span<const Point> points, const Style& style) {
  element("polygon" + attribute("points", list(points)), style);
}

void Canvas::rect(Point corner, double width, double height, const Style& style) {
  element("rect" + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
              attribute("height", height) + (style.round > 0 ? attribute("rx", style.round) : ""),
          style);
}

void Canvas::boxes(std::span<const Box> boxes, const Style& style) {
  std::string path;  // by its edges, so that rounding leaves no gap where two boxes share one
  for (const Box& b : boxes) {
    const std::string left = short_decimal(b.corner.x);
    path += "M" + left + " " + short_decimal(b.corner.y) + "H" + short_decimal(b.corner.x + b.width) + "V" +
            short_decimal(b.corner.y + b.height) + "H" + left + "Z";
  }
  element("path" + attribute("d", path), style);
}

void Canvas::segments(std::span<const Point> ends, const Style& style) {
  std::string path;
  for (size_t i = 0; i + 1 < ends.size(); i += 2)
    path += "M" + short_decimal(ends[i].x) + " " + short_decimal(ends[i].y) + "L" + short_decimal(ends[i + 1].x) + " " +
            short_decimal(ends[i + 1].y);
  element("path" + attribute("d", path) + " stroke-linecap=\"round\"", style);
}

void Canvas::circle(Point centre, double radius, const Style& style) {
  element("circle" + attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius), style);
}

void Canvas::marker(Marker shape, Point c, double r, const Style& style) {
  const double s = 0.89 * r, t = 1.25 * r;  // about equal areas
  const Point square[] = {{c.x - s, c.y - s}, {c.x + s, c.y - s}, {c.x + s, c.y + s}, {c.x - s, c.y + s}};
  const Point triangle[] = {{c.x, c.y - t}, {c.x + t, c.y + 0.9 * r}, {c.x - t, c.y + 0.9 * r}};
  const Point diamond[] = {{c.x, c.y - t}, {c.x + t, c.y}, {c.x, c.y + t}, {c.x - t, c.y}};
  if (shape == Marker::circle) circle(c, r, style);
  if (shape == Marker::square) polygon(square, style);
  if (shape == Marker::triangle) polygon(triangle, style);
  if (shape == Marker::diamond) polygon(diamond, style);
}

void Canvas::text(Point at, const std::string& words, const TextStyle& style) {
  static const char* const anchors[] = {"start", "middle", "end"};
  body_ += "<text" + attribute("x", at.x) + attribute("y", at.y) + attribute("font-size", style.size);
  if (style.anchor != Anchor::start) body_ += attribute("text-anchor", anchors[static_cast<int>(style.anchor)]);
  if (style.bold) body_ += attribute("font-weight", "600");
  if (style.turn != 0) {
    const std::string place = " " + short_decimal(at.x) + " " + short_decimal(at.y);
    body_ += attribute("transform", "rotate(" + short_decimal(style.turn) + place + ")");
  }
  body_ += attribute("class", use(style.ink)) + " fill=\"currentColor\">" + escape_xml(words) + "</text>\n";
}

void Canvas::image(Point corner, double width, double height, std::span<const uint8_t> png, const std::string& alt,
                   bool negate_on_dark) {
  pictures_ = true;
  negated_ = negated_ || negate_on_dark;
  body_ += "<image" + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
           attribute("height", height) + attribute("class", negate_on_dark ? "t-image t-negate" : "t-image") +
           " preserveAspectRatio=\"none\"" + attribute("href", "data:image/png;base64," + base64(png)) + "><title>" +
           escape_xml(alt) + "</title></image>\n";
}

std::string Canvas::svg() const {
  std::string light, dark;
  for (int i = 1; i < ink_count; ++i) {
    if (!used_[i]) continue;
    const InkColour& c = ink_colour(static_cast<Ink>(i));
    const std::string name = std::string(".") + c.name;
    light += name + "{color:" + c.light + "}";
    dark += name + "{color:" + c.dark + "}";
    if (body_.find(std::string(c.name) + "-fill") != std::string::npos) {
      light += name + "-fill{fill:" + c.light + "}";
      dark += name + "-fill{fill:" + c.dark + "}";
    }
  }
  if (pictures_) light += ".t-image{image-rendering:pixelated}";
  if (negated_) dark += ".t-negate{filter:invert(1)}";
  const std::string width = short_decimal(width_), height = short_decimal(height_);
  const std::string spoken = title_ + (description_.empty() ? "" : ". " + description_);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height + "\" viewBox=\"0 0 " +
         width + " " + height + "\" role=\"img\" aria-label=\"" + escape_xml(spoken) +
         "\" style=\"max-width:100%;height:auto\" font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,"
         "'Helvetica Neue',Arial,sans-serif\">\n<title>" +
         escape_xml(title_) + "</title>\n<style>" + light + "@media screen and (prefers-color-scheme:dark){" + dark +
         "}</style>\n" + body_ + "</svg>\n";
}

}  // namespace thimble
