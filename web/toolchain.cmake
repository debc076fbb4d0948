# Emscripten as a CMake toolchain: its own file, found through em-config, and what its programs need to run in node.

find_program(EM_CONFIG em-config REQUIRED)
execute_process(COMMAND ${EM_CONFIG} EMSCRIPTEN_ROOT OUTPUT_VARIABLE emscripten_root
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
include(${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)

# Typed catch needs -fwasm-exceptions when compiling and when linking; the page's threaded build has its own flags.
set(CMAKE_CXX_FLAGS_INIT "-msimd128 -fwasm-exceptions")
set(CMAKE_EXE_LINKER_FLAGS_INIT
  "-fwasm-exceptions -sALLOW_MEMORY_GROWTH=1 -sTOTAL_STACK=1MB -sEXIT_RUNTIME=1 -sNODERAWFS=1")

# Without the option, node 18 and newer take the program for a page and try to fetch its .wasm file.
find_program(NODE_JS_EXECUTABLE NAMES nodejs node REQUIRED)
set(CMAKE_CROSSCOMPILING_EMULATOR ${NODE_JS_EXECUTABLE} --no-experimental-fetch)
