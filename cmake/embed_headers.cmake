# Writes OUTPUT, a source that holds the texts of HEADERS by the names they are included by, relative to FOLDERS.
cmake_minimum_required(VERSION 3.25)
file(WRITE ${OUTPUT} "#include \"equations/embedded_headers.hpp\"\n\nnamespace hux {\n\n"
                     "std::vector<embedded_header> embedded_headers() {\n  return {\n")
foreach(header IN LISTS HEADERS)
  file(READ ${header} text)
  foreach(folder IN LISTS FOLDERS)
    string(REPLACE "${folder}/" "" header ${header})
  endforeach()
  file(APPEND ${OUTPUT} "{\"${header}\", R\"~~~~(${text})~~~~\"},\n")
endforeach()
file(APPEND ${OUTPUT} "  };\n}\n\n}  // namespace hux\n")
