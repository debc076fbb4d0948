# cmake -D PROGRAM=.. -D CHAPTER=.. -D WORK=.. -D WEAVE=.. [-D RECORD=ON] -P run_chapter.cmake
# Runs a chapter's program in a fresh folder; what it prints and draws must be what the chapter shows, or becomes that.
# The scalar kernels give the same bits with every compiler, so that the recorded numbers hold everywhere.

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/figures)
set(ENV{THIMBLE_ISA} scalar)
execute_process(COMMAND ${PROGRAM} WORKING_DIRECTORY ${WORK} OUTPUT_FILE ${WORK}/output.txt COMMAND_ERROR_IS_FATAL ANY)
file(GLOB drawn RELATIVE ${WORK} ${WORK}/figures/*.svg)
file(GLOB shown RELATIVE ${CHAPTER} ${CHAPTER}/figures/*.svg)

if(RECORD)
  file(REMOVE_RECURSE ${CHAPTER}/figures)
  foreach(file output.txt ${drawn})
    configure_file(${WORK}/${file} ${CHAPTER}/${file} COPYONLY)
  endforeach()
  return()
endif()

if(NOT drawn STREQUAL shown)
  message(FATAL_ERROR "the program draws \"${drawn}\", the chapter has \"${shown}\"")
endif()
set(differs FALSE)
foreach(file output.txt ${shown})
  execute_process(COMMAND ${WEAVE} --compare ${CHAPTER}/${file} ${WORK}/${file} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    set(differs TRUE)
  endif()
endforeach()
if(differs)
  get_filename_component(name ${CHAPTER} NAME)
  message(FATAL_ERROR "the recording is stale: cmake --build BUILD_FOLDER --target record_${name}, then weave --write")
endif()
