# The command line's parser as the target CLI11::CLI11: the system's, else the public repository.
include_guard(DIRECTORY)
find_package(CLI11 QUIET)
if(NOT TARGET CLI11::CLI11)
  include(FetchContent)
  FetchContent_Declare(cli11 GIT_REPOSITORY https://github.com/CLIUtils/CLI11.git
    GIT_TAG 291c58789c031208f08f4f261a858b5b7083e8e2)   # v2.3.2
  FetchContent_MakeAvailable(cli11)
endif()
