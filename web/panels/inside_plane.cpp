// Principal components: the cloud in a plane of two of them, the garments that they are, and what few of them leave of the
// visitor's picture.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "web/panels/inside.h"
#include "web/panels/panels.h"
#include "web/theme.h"

namespace thimble {
namespace {

constexpr int kShown = 3000;   // points of the cloud
constexpr int kGarments = 12;  // components shown as pictures
constexpr float kSide = 56;    // of these

struct Range {
  float low, high;
};

Range range_of(const Tensor& x, int axis) {
  Range r{x(0, axis), x(0, axis)};
  for (int n = 1; n < x.dim(0); ++n) r.low = std::min(r.low, x(n, axis)), r.high = std::max(r.high, x(n, axis));
  return r;
}

struct Chart {
  ImVec2 corner;
  float side_x, side_y;
  Range x, y;
  ImVec2 place(float u, float v) const {
    const float s = std::clamp((u - x.low) / (x.high - x.low), 0.f, 1.f),
                t = std::clamp((v - y.low) / (y.high - y.low), 0.f, 1.f);
    return {corner.x + 8 + s * (side_x - 16), corner.y + side_y - 8 - t * (side_y - 16)};
  }
};

// The names stand where the classes' means are: colour is not the only sign.
void names(Page& page, const Chart& chart, const Dataset& points) {
  const Tensor& x = points.x.features();
  const InsideScene& in = page.inside;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::vector<int> counts = points.class_counts();
  for (int c = 0; c < points.classes(); ++c) {
    if (in.lit >= 0 && in.lit != c) continue;
    double u = 0, v = 0;
    for (int n = 0; n < points.size(); ++n)
      if (points.labels[static_cast<size_t>(n)] == c)
        u += static_cast<double>(x(n, in.across)), v += static_cast<double>(x(n, in.up));
    const double count = std::max(counts[static_cast<size_t>(c)], 1);
    const ImVec2 at = chart.place(static_cast<float>(u / count), static_cast<float>(v / count));
    const char* name = points.class_names[static_cast<size_t>(c)].c_str();
    const ImVec2 size = ImGui::CalcTextSize(name);
    const float wide = size.x * kSmall / ImGui::GetFontSize();
    const ImVec2 low{at.x - wide / 2 - 4, at.y - kSmall / 2 - 2};
    list.AddRectFilled(low, {low.x + wide + 8, low.y + kSmall + 4}, ImGui::GetColorU32(ImGuiCol_WindowBg, 0.85f), 4);
    list.AddText(ImGui::GetFont(), kSmall, {low.x + 4, low.y + 2}, class_colour(c, page.dark), name);
  }
}

// The garment below the pointer.
void tip(Page& page, const Dataset& points, int n) {
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(points.class_names[static_cast<size_t>(points.labels[static_cast<size_t>(n)])].c_str());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({84, 84});
  page.atlas.draw(*ImGui::GetWindowDrawList(), at, 84, page.train.data().train()->x.bytes(n));
  ImGui::EndTooltip();
}

void cloud(Page& page, float width, float height) {
  const InsideScene& in = page.inside;
  const Dataset& points = in.plane.points();
  const Tensor& x = points.x.features();
  const Chart chart{ImGui::GetCursorScreenPos(), width, height, range_of(x, in.across), range_of(x, in.up)};
  const ImVec2 mouse = ImGui::GetIO().MousePos, end{chart.corner.x + width, chart.corner.y + height};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(chart.corner, end, ImGui::GetColorU32(ImGuiCol_FrameBg, 0.5f), 6);
  list.PushClipRect(chart.corner, end, true);
  int near = -1;
  float least = 36;  // squared pixels
  for (const bool lit : {false, true})
    for (int n = 0; n < std::min(kShown, points.size()); ++n) {
      const int c = points.labels[static_cast<size_t>(n)];
      if ((in.lit < 0 || in.lit == c) != lit) continue;
      const ImVec2 at = chart.place(x(n, in.across), x(n, in.up));
      list.AddRectFilled({at.x - 1.5f, at.y - 1.5f}, {at.x + 1.5f, at.y + 1.5f},
                         lit ? (class_colour(c, page.dark) & 0x00ffffffu) | 0xc0000000u
                             : ImGui::GetColorU32(ImGuiCol_PlotLines, 0.25f));
      const float d = (at.x - mouse.x) * (at.x - mouse.x) + (at.y - mouse.y) * (at.y - mouse.y);
      if (lit && d < least) least = d, near = n;
    }
  names(page, chart, points);
  if (!in.plane.place().empty()) {
    const ImVec2 at =
        chart.place(in.plane.place()[static_cast<size_t>(in.across)], in.plane.place()[static_cast<size_t>(in.up)]);
    list.AddCircleFilled(at, 9, ImGui::GetColorU32(ImGuiCol_WindowBg));
    list.AddCircle(at, 9, ImGui::GetColorU32(ImGuiCol_Text), 0, 2.5f);
    list.AddCircleFilled(at, 4, ImGui::GetColorU32(ImGuiCol_PlotLinesHovered));
    list.AddText({at.x + 13, at.y - 9}, ImGui::GetColorU32(ImGuiCol_Text), "yours");
  }
  list.PopClipRect();
  ImGui::Dummy({width, height});
  if (near >= 0 && ImGui::IsItemHovered()) tip(page, points, near);
}

// Which class is shown alone.
void legend(Page& page, float width) {
  const std::vector<std::string>& names = page.inside.plane.points().class_names;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  ImVec2 at = start;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (size_t c = 0; c < names.size(); ++c) {
    const float wide = ImGui::CalcTextSize(names[c].c_str()).x * kSmall / ImGui::GetFontSize() + 24;
    if (at.x + wide > start.x + width) at = {start.x, at.y + 24};
    ImGui::SetCursorScreenPos(at);
    ImGui::PushID(static_cast<int>(c));
    const int self = static_cast<int>(c);
    if (ImGui::InvisibleButton("class", {wide, 22})) page.inside.lit = page.inside.lit == self ? -1 : self;
    ImGui::PopID();
    const bool strong = page.inside.lit < 0 || page.inside.lit == self;
    list.AddRectFilled({at.x, at.y + 5}, {at.x + 11, at.y + 16}, class_colour(self, page.dark), 2);
    list.AddText(ImGui::GetFont(), kSmall, {at.x + 16, at.y + 3},
                 ImGui::GetColorU32(strong ? ImGuiCol_Text : ImGuiCol_TextDisabled), names[c].c_str());
    at.x += wide;
  }
  ImGui::SetCursorScreenPos({start.x, at.y + 24});
  ImGui::Dummy({1, 2});
}

void reconstruction(Page& page, float width) {
  InsideScene& in = page.inside;
  const PlaneScene& plane = in.plane;
  const int all = plane.pca().outputs();
  in.kept = std::min(in.kept, all);
  ImGui::Text("Of %d components: %.1f %% of the variance", in.kept, 100 * plane.share(in.kept));
  ImGui::SetNextItemWidth(width);
  ImGui::SliderInt("##kept", &in.kept, 1, all, " ", ImGuiSliderFlags_Logarithmic);
  if (plane.place().empty()) {
    pale_text("Draw a garment: here you see what so many components leave of it.");
    return;
  }
  const float side = 112;
  Rows rows(width, {side, side + kCaption - 12});
  captioned(page, rows.next(), side, page.scene.seen(), "yours", "");
  captioned(page, rows.next(), side, plane.reconstruction(in.kept), "put together again", "");
}

// Pressed: it lies across, and what lay there points up.
void garments(Page& page, float width) {
  InsideScene& in = page.inside;
  ImGui::TextUnformatted("The components as garments");
  pale_text("Press one: it becomes the axis across, the last one points up.");
  Rows rows(width, {kSide, kSide + kCaption});
  for (int j = 0; j < kGarments; ++j) {
    const ImVec2 at = rows.next();
    char share[24];
    std::snprintf(share, sizeof share, "%.1f %%", 100 * in.plane.pca().shares()[static_cast<size_t>(j)]);
    const ImU32 frame = j == in.across ? ImGui::GetColorU32(ImGuiCol_PlotHistogram)
                        : j == in.up   ? ImGui::GetColorU32(ImGuiCol_PlotLinesHovered)
                                       : 0;
    const std::string number = std::to_string(j + 1) + (j == in.across ? " across" : j == in.up ? " up" : "");
    captioned(page, at, kSide, in.plane.eigen_garment(j), number, share, frame);
    ImGui::SetCursorScreenPos(at);
    ImGui::PushID(j);
    if (ImGui::InvisibleButton("garment", {kSide, kSide}) && j != in.across) in.up = std::exchange(in.across, j);
    ImGui::PopID();
  }
}

}  // namespace

void plane_view(Page& page, float width, float height) {
  if (inside_waits(page)) return;
  const PlaneScene& plane = page.inside.plane;
  if (!plane.ready()) {
    ImGui::Text("Finding the components of %s pictures", thousands(PlaneScene::kSamples).c_str());
    ImGui::ProgressBar(static_cast<float>(plane.progress()), {std::min(width, 420.f), 22});
    pale_text("A covariance of 784 x 784, and its eigenvectors, here on your machine.");
    return;
  }
  const bool wide = width >= 760;
  const float right = 300, chart = wide ? width - right - 32 : width;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::Text("%s garments on components %d (across) and %d (up)",
              thousands(std::min(kShown, plane.points().size())).c_str(), page.inside.across + 1, page.inside.up + 1);
  cloud(page, chart, wide ? std::max(260.f, height - 100) : 330);
  legend(page, chart);
  if (wide) {
    ImGui::SetCursorScreenPos({corner.x + chart + 32, corner.y});
    ImGui::BeginGroup();
  }
  const float room = wide ? right : width;
  reconstruction(page, room);
  garments(page, room);
  if (wide) ImGui::EndGroup();
}

}  // namespace thimble
