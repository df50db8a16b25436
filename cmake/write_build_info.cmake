# Writes OUTPUT with VERSION and the commit of SOURCE_DIR: "1f2e3d4c5b6a", "1f2e3d4c5b6a-dirty" or "unknown".
set(HUX_VERSION ${VERSION})
execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --dirty --abbrev=12 --exclude=* OUTPUT_VARIABLE
                HUX_GIT_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
# Inside another project's repository (a vendored copy) git would name the wrong commit.
if(NOT EXISTS ${SOURCE_DIR}/.git OR NOT HUX_GIT_COMMIT)
  set(HUX_GIT_COMMIT unknown)
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/hux_build_info.hpp.in ${OUTPUT} @ONLY)
