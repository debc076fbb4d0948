# cmake -DOUT=model.cpp -DNAME=shipped_model -DFILE=page.safetensors -P embed_file.cmake
# writes the function that web/desktop/shipped.h declares; without a file it gives nothing.
set(code "#include \"web/desktop/shipped.h\"\n\nnamespace thimble {\n\n")
if(FILE)
  file(READ ${FILE} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  string(APPEND code "static const uint8_t kBytes[] = {\n${bytes}};\n\n")
  string(APPEND code "std::span<const uint8_t> ${NAME}() { return kBytes; }\n")
else()
  string(APPEND code "std::span<const uint8_t> ${NAME}() { return {}; }\n")
endif()
string(APPEND code "\n}  // namespace thimble\n")
file(WRITE ${OUT} "${code}")
