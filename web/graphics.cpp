#include "web/graphics.h"

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
#include <GLFW/glfw3.h>
#endif
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "backends/imgui_impl_opengl3.h"

namespace thimble {
namespace {

GLuint new_texture(GLint filter) {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return texture;
}

void fill(int width, int height, const uint8_t* rgba) {
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
}

// Pixels of the screen, from its lower left corner, as OpenGL counts them.
struct Pixels {
  int left, bottom, right, top;
};
Pixels both(const Pixels& a, const Pixels& b) {
  return {std::max(a.left, b.left), std::max(a.bottom, b.bottom), std::min(a.right, b.right), std::min(a.top, b.top)};
}

// Between a frame's clipping boxes and pixels, rounded as Dear ImGui's renderer does it.
struct Raster {
  ImVec2 scale;
  float height;  // of the screen
  Pixels of(const ImVec4& clip) const {
    const int left = static_cast<int>(clip.x * scale.x), bottom = static_cast<int>(height - clip.w * scale.y);
    return {left, bottom, left + static_cast<int>(clip.z * scale.x - clip.x * scale.x),
            bottom + static_cast<int>(clip.w * scale.y - clip.y * scale.y)};
  }
  // What of() makes the same pixels of again: quarters keep clear of the edge where it rounds.
  ImVec4 clip(const Pixels& p) const {
    if (p.right <= p.left || p.top <= p.bottom) return {0, 0, 0, 0};
    return {(static_cast<float>(p.left) + .25f) / scale.x, (height - static_cast<float>(p.top) - .5f) / scale.y,
            (static_cast<float>(p.right) + .5f) / scale.x, (height - static_cast<float>(p.bottom) - .25f) / scale.y};
  }
};

void clear(const Pixels& p) {
  const ImVec4 ground = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
  glEnable(GL_SCISSOR_TEST);
  glScissor(p.left, p.bottom, p.right - p.left, p.top - p.bottom);
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

// The frame within the box, by commands that are clipped to it.
void draw_within(ImDrawData& frame, const Pixels& box, const std::vector<ImVec4>& clips, const Raster& raster) {
  auto clip = clips.begin();
  for (int l = 0; l < frame.CmdListsCount; ++l)
    for (ImDrawCmd& c : frame.CmdLists[l]->CmdBuffer) c.ClipRect = raster.clip(both(raster.of(*clip++), box));
  ImGui_ImplOpenGL3_RenderDrawData(&frame);
}

}  // namespace

void Graphics::bring(unsigned texture, Shown& shown, int width, int height, int channels, const uint8_t* pixels) {
  constexpr int kLargest = 1024;
  const int step = (std::max(width, height) + kLargest - 1) / kLargest, w = width / step, h = height / step;
  const bool fits = shown.width == w && shown.height == h, grey = channels == 1;
  shown.width = w, shown.height = h;
  shown.rgba.resize(static_cast<size_t>(w) * static_cast<size_t>(h) * 4);
  int left = w, right = 0, top = h, bottom = 0;
  uint8_t* to = shown.rgba.data();
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x, to += 4) {
      const uint8_t* p = pixels + (ptrdiff_t{y} * step * width + ptrdiff_t{x} * step) * channels;
      const uint8_t now[4] = {p[0], p[grey ? 0 : 1], p[grey ? 0 : 2], channels == 4 ? p[3] : uint8_t{255}};
      if (std::equal(now, now + 4, to)) continue;
      std::copy(now, now + 4, to);
      left = std::min(left, x), right = std::max(right, x + 1);
      top = std::min(top, y), bottom = y + 1;
    }
  glBindTexture(GL_TEXTURE_2D, texture);
  if (!fits) {
    fill(w, h, shown.rgba.data());
    damage_.repainted(texture, {0, 0, 1, 1});
  } else if (top < bottom) {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, top, w, bottom - top, GL_RGBA, GL_UNSIGNED_BYTE,
                    shown.rgba.data() + ptrdiff_t{4} * w * top);
    const auto x = static_cast<float>(w), y = static_cast<float>(h);  // a pixel more: the filter reaches as far
    damage_.repainted(texture, {static_cast<float>(left - 1) / x, static_cast<float>(top - 1) / y,
                                static_cast<float>(right + 1) / x, static_cast<float>(bottom + 1) / y});
  }
}

void Graphics::bring(Atlas& atlas) {
  const Atlas::Band band = atlas.changed();
  if (band.height == 0) return;
  glBindTexture(GL_TEXTURE_2D, atlas.texture);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, band.top, Atlas::kWidth, band.height, GL_RGBA, GL_UNSIGNED_BYTE, band.rgba);
  constexpr auto kRows = static_cast<float>(Atlas::kWidth);
  damage_.repainted(atlas.texture,
                    {0, static_cast<float>(band.top) / kRows, 1, static_cast<float>(band.top + band.height) / kRows});
}

void Graphics::make(Page& page, const char* glsl) {
  ImGui_ImplOpenGL3_Init(glsl);
  sheet_ = new_texture(GL_LINEAR);
  seen_ = new_texture(GL_NEAREST);
  page.atlas.texture = new_texture(GL_NEAREST);
  fill(Atlas::kWidth, Atlas::kWidth, nullptr);
  page.atlas.forget();
  page.steps = new_texture(GL_LINEAR);
  shown_version_ = steps_version_ = ~0u;
  shown_sheet_ = shown_seen_ = shown_steps_ = {};
  damage_.forget();
}

void Graphics::lose() { ImGui_ImplOpenGL3_Shutdown(); }

void Graphics::new_letters() {
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
  damage_.forget();
}

void Graphics::upload(Page& page) {
  if (shown_version_ != page.picture_version) {
    shown_version_ = page.picture_version;
    const Picture& p = page.scene.picture();
    bring(sheet_, shown_sheet_, p.width, p.height, p.channels, p.pixels.data());
    bring(seen_, shown_seen_, 28, 28, 1, page.scene.seen().data());
  }
  if (page.view == View::steps && steps_version_ != page.picture_version) {  // two steps in one, as steps_view() wants
    steps_version_ = page.picture_version;
    const Picture both = steps_sheet(page.scene.steps());
    bring(page.steps, shown_steps_, both.width, both.height, 1, both.pixels.data());
  }
  bring(page.atlas);
}

void Graphics::draw(bool keeps) {
  ImDrawData& frame = *ImGui::GetDrawData();
  if (!keeps) damage_.forget();
  const std::vector<Box> boxes = damage_.find(frame);
  std::vector<ImVec4> clips;
  for (int l = 0; l < frame.CmdListsCount; ++l)
    for (const ImDrawCmd& c : frame.CmdLists[l]->CmdBuffer) clips.push_back(c.ClipRect);

  const auto whole = [](float pixels) { return static_cast<float>(static_cast<int>(pixels)); };
  const Raster raster{frame.FramebufferScale, whole(frame.DisplaySize.y * frame.FramebufferScale.y)};
  const int width = static_cast<int>(frame.DisplaySize.x * raster.scale.x), height = static_cast<int>(raster.height);
  for (const Box& b : boxes) {
    const auto pixel = [](float at) { return static_cast<int>(std::lround(at)); };  // find() has rounded them
    const Pixels box{pixel(b.left * raster.scale.x), height - pixel(b.bottom * raster.scale.y),
                     pixel(b.right * raster.scale.x), height - pixel(b.top * raster.scale.y)};
    glViewport(0, 0, width, height);
    clear(box);
    draw_within(frame, box, clips, raster);
  }
}

}  // namespace thimble
