// Loss or accuracy over the epochs, of the training pictures and of those never trained on.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>

#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

using Points = std::vector<CurvePoint>;

double value(const CurvePoint& p, Curve curve) { return curve == Curve::loss ? p.loss : p.accuracy; }

// The smallest of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten that is not below x.
double round_up(double x) {
  double ten = 1;
  while (ten < x) ten *= 10;
  while (ten / 10 >= x) ten /= 10;
  for (const double step : {0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8})
    if (step * ten >= x * (1 - 1e-9)) return step * ten;
  return ten;
}

double tick_step(double span, int most) {
  double ten = 1;
  while (ten < span) ten *= 10;
  while (ten > span) ten /= 10;
  for (const double step : {0.1, 0.2, 0.5, 1.0, 2.0})
    if (span / (step * ten) <= most) return step * ten;
  return 5 * ten;
}

struct Range {
  double low, high;
};

// Of what matters: the first points are far off, and are cut.
Range value_range(const Points& train, const Points& test, Curve curve) {
  std::vector<double> all;
  for (const Points* points : {&train, &test})
    for (const CurvePoint& p : *points) all.push_back(value(p, curve));
  if (all.empty()) return curve == Curve::loss ? Range{0, 1} : Range{0.5, 1};
  std::sort(all.begin(), all.end());
  const auto at = [&](double share) { return all[static_cast<size_t>(share * static_cast<double>(all.size() - 1))]; };
  if (curve == Curve::loss) return {0, round_up(std::max(0.05, at(0.97) * 1.05))};
  return {std::clamp(std::floor(at(0.04) * 10) / 10, 0.0, 0.9), 1};
}

struct Frame {
  ImVec2 low, high;  // corners: left bottom, right top
  Range x, y;
  ImVec2 place(double u, double v) const {
    return {low.x + static_cast<float>((u - x.low) / (x.high - x.low)) * (high.x - low.x),
            low.y + static_cast<float>((v - y.low) / (y.high - y.low)) * (high.y - low.y)};
  }
};

void small_text(ImVec2 at, ImU32 ink, const char* text) {
  ImGui::GetWindowDrawList()->AddText(ImGui::GetFont(), kSmall, at, ink, text);
}

float small_width(const char* text) { return ImGui::CalcTextSize(text).x * kSmall / ImGui::GetFontSize(); }

void grid(const Frame& f, Curve curve) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 line = ImGui::GetColorU32(ImGuiCol_Border, 0.6f), ink = ImGui::GetColorU32(ImGuiCol_TextDisabled);
  char text[24];
  const double dy = tick_step(f.y.high - f.y.low, 5), dx = tick_step(f.x.high - f.x.low, 6);
  for (double v = std::ceil(f.y.low / dy - 1e-6) * dy; v <= f.y.high + dy * 1e-6; v += dy) {
    const float y = std::round(f.place(0, v).y) + 0.5f;
    list.AddLine({f.low.x, y}, {f.high.x, y}, line);
    std::snprintf(text, sizeof text, curve == Curve::loss ? "%.3g" : "%.0f %%",
                  std::abs(v) < dy * 1e-3 ? 0
                  : curve == Curve::loss  ? v
                                          : 100 * v);
    small_text({f.low.x - 6 - small_width(text), y - kSmall / 2}, ink, text);
  }
  for (double u = dx; u <= f.x.high + dx * 1e-6; u += dx) {
    std::snprintf(text, sizeof text, "%.3g", u);
    small_text({f.place(u, 0).x - small_width(text) / 2, f.low.y + 4}, ink, text);
  }
  small_text({f.low.x - 6 - small_width("epoch"), f.low.y + 4}, ink, "epoch");
}

void line_of(const Frame& f, const Points& points, Curve curve, ImU32 ink, bool dots) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  std::vector<ImVec2> places;
  for (const CurvePoint& p : points) places.push_back(f.place(p.epoch, value(p, curve)));
  list.PushClipRect({f.low.x, f.high.y - 3}, {f.high.x + 4, f.low.y + 3}, true);
  list.AddPolyline(places.data(), static_cast<int>(places.size()), ink, 0, 2);
  if (dots && places.size() <= 60)
    for (const ImVec2& p : places) list.AddCircleFilled(p, 3, ink);
  list.PopClipRect();
}

// The mean of each point and its neighbours, so that the eye sees where it goes; the points themselves stand pale behind.
Points smoothed(const Points& points) {
  constexpr size_t kReach = 4;
  Points means = points;
  for (size_t i = 0; i < points.size(); ++i) {
    const size_t reach = std::min({kReach, i, points.size() - 1 - i});  // shorter at the ends: as far on both sides
    CurvePoint sum{points[i].epoch, 0, 0};
    for (size_t k = i - reach; k <= i + reach; ++k) sum.loss += points[k].loss, sum.accuracy += points[k].accuracy;
    const auto count = static_cast<double>(2 * reach + 1);
    means[i] = {sum.epoch, sum.loss / count, sum.accuracy / count};
  }
  return means;
}

Points joined(Points all, const Points& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

void curve_chart(const Page& page, Curve curve, float width, float height, double mark) {
  const TrainScene& scene = page.train;
  static const Points none;
  const TrainScene* rival = page.rival.scene.get();
  const Points &train = scene.train(), &test = scene.test();
  const Points &second = rival != nullptr ? rival->train() : none,
               &second_test = rival != nullptr ? rival->test() : none;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImU32 blue = ImGui::GetColorU32(ImGuiCol_PlotHistogram), orange = ImGui::GetColorU32(ImGuiCol_PlotLinesHovered);
  const Frame f{{corner.x + 44, corner.y + height - 22},
                {corner.x + width - 14, corner.y + 28},
                {0, round_up(std::max({0.1, scene.epoch(), rival != nullptr ? rival->epoch() : 0}))},
                value_range(joined(train, second), joined(test, second_test), curve)};
  ImGui::GetWindowDrawList()->AddText(corner, ImGui::GetColorU32(ImGuiCol_Text),
                                      curve == Curve::loss ? "Loss" : "Accuracy");
  grid(f, curve);
  if (mark >= 0)
    ImGui::GetWindowDrawList()->AddLine(f.place(mark, f.y.low), f.place(mark, f.y.high),
                                        ImGui::GetColorU32(ImGuiCol_TextDisabled), 1);
  line_of(f, train, curve, ImGui::GetColorU32(ImGuiCol_PlotHistogram, 0.3f), false);
  line_of(f, smoothed(train), curve, blue, false);
  line_of(f, test, curve, orange, true);
  const ImU32 green = ImGui::GetColorU32(ImGuiCol_PlotHistogramHovered);
  line_of(f, smoothed(second), curve, ImGui::GetColorU32(ImGuiCol_PlotHistogramHovered, 0.45f), false);
  line_of(f, second_test, curve, green, true);

  float right = corner.x + width - 8;
  for (const auto& [name, points, ink] :
       {std::tuple{"second's test", &second_test, green}, {"test", &test, orange}, {"training", &train, blue}}) {
    if (points == &second_test && rival == nullptr) continue;
    char text[40];
    if (points->empty())
      std::snprintf(text, sizeof text, "%s", name);
    else
      std::snprintf(text, sizeof text, curve == Curve::loss ? "%s %.3f" : "%s %.1f %%", name,
                    (curve == Curve::loss ? 1 : 100) * value(points->back(), curve));
    right -= ImGui::CalcTextSize(text).x;
    ImGui::GetWindowDrawList()->AddText({right, corner.y}, ink, text);
    right -= 14;
  }
  ImGui::Dummy({width, height});
}

}  // namespace thimble
