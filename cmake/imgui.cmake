# Dear ImGui 1.86 as the target thimble_imgui, compiled for size and without our warnings: a folder (-DTHIMBLE_IMGUI_DIR,
# or where ./run web and ./check put Debian's source), else the public repository.
include_guard(GLOBAL)
set(THIMBLE_IMGUI_DIR "" CACHE PATH "Folder that holds imgui.h")
set(imgui_dir ${THIMBLE_IMGUI_DIR})
if(NOT imgui_dir AND EXISTS ${PROJECT_SOURCE_DIR}/build/third_party/imgui/imgui.h)
  set(imgui_dir ${PROJECT_SOURCE_DIR}/build/third_party/imgui)
endif()
if(NOT imgui_dir)
  include(FetchContent)
  FetchContent_Declare(imgui GIT_REPOSITORY https://github.com/ocornut/imgui.git
    GIT_TAG 512c54bbc062c41c74f8a8bd8ff1fd6bebd1e6d0)   # v1.86
  FetchContent_GetProperties(imgui)
  if(NOT imgui_POPULATED)
    FetchContent_Populate(imgui)
  endif()
  set(imgui_dir ${imgui_SOURCE_DIR})
endif()
add_library(thimble_imgui STATIC EXCLUDE_FROM_ALL
  ${imgui_dir}/imgui.cpp ${imgui_dir}/imgui_draw.cpp ${imgui_dir}/imgui_tables.cpp ${imgui_dir}/imgui_widgets.cpp
  ${imgui_dir}/backends/imgui_impl_opengl3.cpp)
target_include_directories(thimble_imgui SYSTEM PUBLIC ${imgui_dir})
target_compile_definitions(thimble_imgui PUBLIC $<$<BOOL:${EMSCRIPTEN}>:IMGUI_IMPL_OPENGL_ES3> IMGUI_DISABLE_DEMO_WINDOWS
  IMGUI_DISABLE_METRICS_WINDOW IMGUI_DISABLE_OBSOLETE_FUNCTIONS)
if(EMSCRIPTEN)  # web/quiet_state.cpp answers
  target_compile_definitions(thimble_imgui PRIVATE glGetIntegerv=thimble_gl_get glIsEnabled=thimble_gl_is_on)
endif()
target_link_libraries(thimble_imgui PRIVATE ${CMAKE_DL_LIBS})
target_compile_features(thimble_imgui PUBLIC cxx_std_20)
target_compile_options(thimble_imgui PRIVATE -Os -w)
