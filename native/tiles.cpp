#include "native/tiles.h"

#include "native/page.h"
#include "plot/markup.h"
#include "plot/png.h"

namespace thimble {

namespace {

std::string tile(const ReportTile& t) {
  const bool right = t.truth == t.predicted;
  std::vector<uint8_t> shown = t.pixels;
  for (uint8_t& p : shown) p = static_cast<uint8_t>(255 - p);
  const std::string alt = t.truth + ", recognised as " + t.predicted + " with " + percent(t.probability);
  return std::string("<li><figure class=\"tile ") + (right ? "right" : "wrong") +
         "\"><span class=\"frame\"><img class=\"shot\" width=\"112\" height=\"112\" alt=\"" + escape_xml(alt) +
         "\" src=\"data:image/png;base64," + base64(grey_png(shown, t.width, t.height)) + "\"/></span><figcaption>" +
         (right ? "<span class=\"sign good\">✓</span> <b>" : "<span class=\"sign bad\">✗</span> <b>") +
         escape_xml(t.predicted) + "</b><span class=\"say\">" + percent(t.probability) +
         (right ? "" : "</span><span class=\"say\">is " + escape_xml(t.truth)) + "</span></figcaption></figure></li>\n";
}

}  // namespace

std::string tiles_html(const std::vector<ReportTile>& tiles) {
  std::string items;
  for (const ReportTile& t : tiles) items += tile(t);
  return "<ul class=\"tiles\">\n" + items + "</ul>\n";
}

}  // namespace thimble
