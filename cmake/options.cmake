# What a user may choose, and the flags that every target of ours is compiled with.

if(EMSCRIPTEN)
  set(native_by_default OFF)
else()
  set(native_by_default ${PROJECT_IS_TOP_LEVEL})
endif()
option(THIMBLE_TESTS "Build the tests, the weave tool and the tutorials' programs" ${PROJECT_IS_TOP_LEVEL})
option(THIMBLE_NATIVE_CLI "Build the command line" ${native_by_default})
option(THIMBLE_WINDOW "Build the window thimble-ui where GLFW is found" ON)
option(THIMBLE_CUDA "Build the ops for an NVIDIA GPU; needs a CUDA toolkit" OFF)
option(THIMBLE_WERROR "Treat warnings as errors" ${PROJECT_IS_TOP_LEVEL})

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release or RelWithDebInfo" FORCE)
endif()

if(THIMBLE_CUDA)
  if(NOT CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES 80 90 CACHE STRING "Of which GPUs: compute capability without the point")
  endif()
  include(CheckLanguage)
  check_language(CUDA)
  if(NOT CMAKE_CUDA_COMPILER)
    message(FATAL_ERROR "THIMBLE_CUDA: expected a CUDA toolkit with nvcc on the PATH, found none")
  endif()
  enable_language(CUDA)
  find_package(CUDAToolkit REQUIRED)  # here, so that every folder sees its targets
endif()

# Every target links these flags privately, so that none of them reaches a project that uses the library.
# -ffp-contract=off: numbers outside the kernels are the same with every compiler. The two warnings that g++ 12 is spared
# see overlaps in std::string's operator+ (GCC bug 105651) and empty std::optionals that are not there.
add_library(thimble_flags INTERFACE)
target_compile_features(thimble_flags INTERFACE cxx_std_20)
target_compile_options(thimble_flags INTERFACE
  -ffp-contract=off -Wall -Wextra -Wshadow -Wconversion
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized>" $<$<BOOL:${THIMBLE_WERROR}>:-Werror>)
