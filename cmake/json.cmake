# nlohmann/json (headers only) as the target thimble_json: the system's, an explicit folder (Emscripten hides the host's
# /usr/include: -DTHIMBLE_JSON_DIR=/usr/include), else the public repository. Linked privately, by few files.
include_guard(GLOBAL)
set(THIMBLE_JSON_DIR "" CACHE PATH "Folder that holds nlohmann/json.hpp")
if(NOT THIMBLE_JSON_DIR)
  find_path(THIMBLE_JSON_FOUND nlohmann/json.hpp)
  if(THIMBLE_JSON_FOUND)
    set(json_dir ${THIMBLE_JSON_FOUND})
  else()
    include(FetchContent)
    FetchContent_Declare(nlohmann_json GIT_REPOSITORY https://github.com/nlohmann/json.git
      GIT_TAG bc889afb4c5bf1c0d8ee29ef35eaaf4c8bef8a5d)   # v3.11.2
    FetchContent_GetProperties(nlohmann_json)
    if(NOT nlohmann_json_POPULATED)
      FetchContent_Populate(nlohmann_json)
    endif()
    set(json_dir ${nlohmann_json_SOURCE_DIR}/single_include)
  endif()
else()
  set(json_dir ${THIMBLE_JSON_DIR})
endif()

# Only this one folder is put on the path, by a link in the build tree: /usr/include itself would hide the compiler's own.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/json)
file(CREATE_LINK ${json_dir}/nlohmann ${CMAKE_BINARY_DIR}/json/nlohmann SYMBOLIC)
add_library(thimble_json INTERFACE)
target_include_directories(thimble_json SYSTEM INTERFACE $<BUILD_INTERFACE:${CMAKE_BINARY_DIR}/json>)
