# What find_package(thimble) reads: the two libraries that the rooms link, then the rooms.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(ZLIB)
include(${CMAKE_CURRENT_LIST_DIR}/thimbleTargets.cmake)
