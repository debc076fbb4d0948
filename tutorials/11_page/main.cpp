// Chapter 11: from a hand that draws to 28 x 28 pixels to ten probabilities, with the code that the page runs.
#include <algorithm>
#include <cstdio>

#include "app/classify_scene.h"
#include "core/file.h"
#include "plot/image_grid.h"

using namespace thimble;

// What an address of the page holds: a shirt, one line and one drop of ink.
constexpr const char* kShirt =
    "lAcAABDAo_Kc_IsMtNtMtMtNtMtotptototptotoYpZoYoZpYoZf_Lif_MXf_NMf_OCf_O3f_Ps_LBf_Lnf_MMf_Mxf_NXf_N8ff_O3f_OCf_NMf_"
    "MXf_"
    "Lif_KtolpmolomplomoRpRoRoRpRoRMRNRMRMRNRMRMlNkMlMkNlMlMZNZMaMZNaMZfAo_MM_NE";

std::vector<uint8_t> small(const Picture& p) {  // 56 x 56, as figures show it
  Plane plane(p.width, p.height);
  std::copy(p.pixels.begin(), p.pixels.end(), plane.values.begin());
  const Plane shrunk = shrink(plane, {0, 0, p.width, p.height}, 56, 56);
  return {shrunk.values.begin(), shrunk.values.end()};
}

void edge_of_the_pen() {
  Drawing sheet(8);
  sheet.press(1, 3.5f, 2, 0);
  sheet.drag(6, 3.5f);
  std::printf("a line, two pixels wide\n");
  for (int y = 1; y < 7; ++y) {
    for (int x = 0; x < 8; ++x) std::printf("%5d", sheet.sheet().pixels[size_t(8 * y + x)]);
    std::printf("\n");
  }
}

void show(std::span<const uint8_t> seen) {
  std::printf("\nwhat the network sees, every second row\n");
  for (int y = 0; y < 28; y += 2) {
    for (int x = 0; x < 28; ++x) std::printf("%c", " .:-=+*#%@"[seen[size_t(28 * y + x)] / 26]);
    std::printf("|\n");
  }
}

void answer(const ClassifyScene& scene, const char* title) {
  std::printf("\n%s\n", title);
  for (int i = 0; i < 3; ++i) {
    const int c = scene.ranking()[size_t(i)];
    std::printf("%-12s %.3f\n", scene.class_names()[size_t(c)].c_str(), double(scene.probabilities()[size_t(c)]));
  }
}

// [fool]
// Strokes of the brush over the whole picture, until another class is the likeliest.
int fool(ClassifyScene& scene) {
  const int before = scene.ranking().front();
  int strokes = 0;
  for (; scene.ranking().front() == before && strokes < 500; ++strokes)
    scene.paint_against(2 + 3 * strokes % 26, 2 + 3 * (3 * strokes / 26) % 26);
  return strokes;
}
// [end]

int main() {
  edge_of_the_pen();

  ClassifyScene scene;
  scene.load_model(read_file(THIMBLE_SOURCE_DIR "/web/model/page.safetensors"), "the page's network");
  scene.draw(kShirt);
  const ConversionSteps& steps = scene.steps();
  std::printf("\nthe way to 28 x 28\nleast difference %.0f\nnegated %s\n", double(steps.threshold),
              steps.negated ? "yes" : "no");
  std::printf("box %.3f %.3f to %.3f %.3f\n", double(steps.box.left), double(steps.box.top), double(steps.box.right),
              double(steps.box.bottom));
  const std::vector<uint8_t> sheet = small(scene.picture()), far = small(steps.difference), tone = small(steps.tone);
  std::vector<uint8_t> placed(56 * 56), seen(56 * 56);
  for (size_t i = 0; i < seen.size(); ++i) {
    const size_t from = i / 112 * 28 + i % 56 / 2;
    placed[i] = steps.placed.pixels[from], seen[i] = scene.seen()[from];
  }
  write_file(
      "figures/steps.svg",
      image_grid(
          {{sheet, "the sheet"}, {far, "not ground"}, {tone, "in tones"}, {placed, "to size"}, {seen, "sharpened"}}, 56,
          56, 5, 2, "A drawn shirt on its way", false));
  show(scene.seen());
  answer(scene, "the network says");

  const std::vector<float>& drops = scene.reasons();
  const auto most = std::max_element(drops.begin(), drops.end()) - drops.begin();
  std::printf("\nmost of the answer rests on column %d, row %d: %.2f of it\n", int(most % 28), int(most / 28),
              double(drops[size_t(most)]));

  const std::vector<uint8_t> honest(scene.seen().begin(), scene.seen().end());
  const int strokes = fool(scene);
  double moved = 0;
  for (size_t i = 0; i < 784; ++i) moved += std::abs(scene.seen()[i] - honest[i]) / 784.0;
  answer(scene, "after the brush that fools");
  std::printf("%d strokes, %.1f of 255 grey levels a pixel\n", strokes, moved);
}
