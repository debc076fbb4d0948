// Before a frame Dear ImGui asks OpenGL for its whole state, to bring it back behind: in a browser each question waits for
// all that is still to be drawn. Nobody else draws here, so it is told what is never wrong. cmake/imgui.cmake brings the
// questions here.
#include <GLES3/gl3.h>

extern "C" {

void thimble_gl_get(GLenum name, GLint* value) {
  switch (name) {
    case GL_ACTIVE_TEXTURE:
      *value = GL_TEXTURE0;
      return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *value = GL_FUNC_ADD;
      return;
    case GL_VIEWPORT:  // set anew in every frame, both of them
    case GL_SCISSOR_BOX:
      for (int i = 0; i < 4; ++i) value[i] = 0;
      return;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING:
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_DST_RGB:
    case GL_BLEND_SRC_ALPHA:
    case GL_BLEND_DST_ALPHA:
      *value = 0;
      return;
    default:
      glGetIntegerv(name, value);
  }
}

GLboolean thimble_gl_is_on(GLenum) { return GL_FALSE; }
}
