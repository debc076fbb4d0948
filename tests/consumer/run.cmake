# cmake -D WAY=installed|subdirectory -D THIMBLE_SOURCE=.. -D THIMBLE_BUILD=.. -D COMPILER=.. -P run.cmake
# Builds the project beside this file in a fresh folder and runs its program.

set(work ${THIMBLE_BUILD}/consumer/${WAY})
file(REMOVE_RECURSE ${work})

function(must_run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

if(WAY STREQUAL "installed")
  must_run(${CMAKE_COMMAND} --install ${THIMBLE_BUILD} --component library --prefix ${work}/prefix)
  set(where -D CMAKE_PREFIX_PATH=${work}/prefix)
else()
  set(where -D THIMBLE_SOURCE=${THIMBLE_SOURCE})
endif()
must_run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${work}/build -G Ninja -D CMAKE_BUILD_TYPE=None
  -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_FLAGS=-O0 ${where})
must_run(${CMAKE_COMMAND} --build ${work}/build --target consumer)
execute_process(COMMAND ${work}/build/consumer OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
if(NOT said MATCHES "^9[0-9]\\.[0-9] % right\n$")
  message(FATAL_ERROR "expected a network that learned, got: ${said}")
endif()

file(READ ${work}/build/options.txt options)
if(options)
  message(FATAL_ERROR "the library hands its users the compiler options ${options}")
endif()
