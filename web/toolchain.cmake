# Emscripten as a CMake toolchain: its own file, found through em-config, and how its tests are run: by node.

find_program(EM_CONFIG em-config REQUIRED)
execute_process(COMMAND ${EM_CONFIG} EMSCRIPTEN_ROOT OUTPUT_VARIABLE emscripten_root
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
include(${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)

# With threads, Emscripten's library knows the type of what is thrown only with exceptions made of JavaScript, which cost a
# little wherever something might be thrown; without, WebAssembly's own cost nothing.
if(THIMBLE_WEB_THREADS)
  set(flags "-pthread -fexceptions")
else()
  set(flags "-fwasm-exceptions")
endif()
set(CMAKE_CXX_FLAGS_INIT "-msimd128 ${flags}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "${flags}")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES THIMBLE_WEB_THREADS)

# Without the option, node 18 and newer take the program for a page and try to fetch its .wasm file.
find_program(NODE_JS_EXECUTABLE NAMES nodejs node REQUIRED)
set(CMAKE_CROSSCOMPILING_EMULATOR ${NODE_JS_EXECUTABLE} --no-experimental-fetch)
