#include "web/graphics.h"

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
#include <GLFW/glfw3.h>
#endif
#include <imgui.h>

#include <algorithm>

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

// Any number of channels as RGBA; a picture wider than the largest texture by every n-th pixel.
void bring(GLuint texture, int width, int height, int channels, const uint8_t* pixels) {
  constexpr int kLargest = 1024;
  const int step = (std::max(width, height) + kLargest - 1) / kLargest, w = width / step, h = height / step;
  std::vector<uint8_t> rgba;
  rgba.reserve(static_cast<size_t>(w) * static_cast<size_t>(h) * 4);
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x) {
      const uint8_t* p = pixels + (ptrdiff_t{y} * step * width + ptrdiff_t{x} * step) * channels;
      const bool grey = channels == 1;
      rgba.insert(rgba.end(), {p[0], p[grey ? 0 : 1], p[grey ? 0 : 2], channels == 4 ? p[3] : uint8_t{255}});
    }
  glBindTexture(GL_TEXTURE_2D, texture);
  fill(w, h, rgba.data());
}

void bring(Atlas& atlas) {
  const Atlas::Band band = atlas.changed();
  if (band.height == 0) return;
  glBindTexture(GL_TEXTURE_2D, atlas.texture);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, band.top, Atlas::kWidth, band.height, GL_RGBA, GL_UNSIGNED_BYTE, band.rgba);
}

}  // namespace

void Graphics::make(Page& page, const char* glsl) {
  ImGui_ImplOpenGL3_Init(glsl);
  sheet_ = new_texture(GL_LINEAR);
  seen_ = new_texture(GL_NEAREST);
  page.atlas.texture = new_texture(GL_NEAREST);
  fill(Atlas::kWidth, Atlas::kWidth, nullptr);
  page.atlas.forget();
  page.steps = new_texture(GL_LINEAR);
  shown_version_ = steps_version_ = ~0u;
}

void Graphics::lose() { ImGui_ImplOpenGL3_Shutdown(); }

void Graphics::new_letters() {
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Graphics::upload(Page& page) {
  if (shown_version_ != page.picture_version) {
    shown_version_ = page.picture_version;
    const Picture& p = page.scene.picture();
    bring(sheet_, p.width, p.height, p.channels, p.pixels.data());
    bring(seen_, 28, 28, 1, page.scene.seen().data());
  }
  if (page.view == View::steps && steps_version_ != page.picture_version) {  // two steps in one, as steps_view() wants
    steps_version_ = page.picture_version;
    const Picture both = steps_sheet(page.scene.steps());
    bring(page.steps, both.width, both.height, 1, both.pixels.data());
  }
  bring(page.atlas);
}

void Graphics::clear(int width, int height) {
  const ImVec4 ground = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
  glViewport(0, 0, width, height);
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace thimble
