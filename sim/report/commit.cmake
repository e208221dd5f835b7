# Writes the header HEADER with the commit of the work tree SOURCE, if it has changed.
set(commit unknown)
find_program(GIT git)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --show-toplevel
    OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
  # A source archive unpacked inside another repository has no commit of its own.
  file(REAL_PATH ${SOURCE} source)
  if(NOT failed AND root STREQUAL source)
    execute_process(COMMAND ${GIT} -C ${SOURCE} describe --always --tags --dirty
      OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
    if(NOT failed)
      set(commit ${described})
    endif()
  endif()
endif()
set(text "#pragma once\n\n#define MONAZITE_COMMIT \"${commit}\"\n")
set(old "")
if(EXISTS ${HEADER})
  file(READ ${HEADER} old)
endif()
if(NOT text STREQUAL old)
  file(WRITE ${HEADER} "${text}")
endif()
