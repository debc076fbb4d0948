#include "native/network_argument.h"

#include <sys/stat.h>

#include <algorithm>

#include "core/error.h"
#include "core/file.h"
#include "learn/number.h"
#include "nn/spec.h"
#include "nn/words.h"

namespace thimble {

namespace {

constexpr size_t kMostBytes = size_t{1} << 20;  // of a network or a recipe as text

bool is_recipe_text(const std::string& content) {
  for (size_t begin = 0; begin < content.size();) {
    const size_t end = std::min(content.find('\n', begin), content.size());
    const std::string_view line = std::string_view(content).substr(begin, end - begin);
    if (line.substr(0, line.find('#')).find('=') != std::string_view::npos) return true;
    begin = end + 1;
  }
  return false;
}

Recipe recipe_of_network(const std::string& network, const std::string& name) {
  Recipe recipe;
  recipe.name = name;
  recipe.net = network;
  parse_network(network);
  return recipe;
}

std::string text_of_file(const std::string& path) {
  const std::vector<uint8_t> bytes = read_file(path, kMostBytes);
  return std::string(bytes.begin(), bytes.end());
}

Recipe recipe_of_file(const std::string& path) {
  const std::string content = text_of_file(path);
  if (is_recipe_text(content)) {
    const Recipe recipe = parse_recipe(content, path);
    check(!recipe.net.empty(), path, ": expected a key `net`, got none");
    return recipe;
  }
  try {
    return recipe_of_network(content, path);
  } catch (const Error& e) {
    fail(e.kind, path + ": " + e.what());
  }
}

bool looks_like_a_path(const std::string& argument) {
  for (const char* ending : {".recipe", ".txt", ".net"})
    if (argument.size() > std::string(ending).size() && argument.ends_with(ending)) return true;
  return argument.find('/') != std::string::npos && argument.find_first_of(",\n ") == std::string::npos;
}

}  // namespace

Recipe read_recipe(const std::string& path) { return parse_recipe(text_of_file(path), path); }

Recipe recipe_for(const std::string& argument) {
  const std::vector<std::string> ids = builtin_recipes();
  if (std::find(ids.begin(), ids.end(), argument) != ids.end()) return builtin_recipe(argument);
  struct stat status {};
  if (looks_like_a_path(argument) || ::stat(argument.c_str(), &status) == 0) return recipe_of_file(argument);
  try {
    return recipe_of_network(argument, "network");
  } catch (const Error& e) {
    if (argument.find_first_of(", \n") != std::string::npos) throw;
    const std::string near = nearest_word(argument, ids);
    fail(e.kind, std::string(e.what()) + "; no file and no recipe has that name" +
                     (near.empty() ? "" : ", did you mean " + near + "?"));
  }
}

Shape parse_shape(const std::string& words, const std::string& who) {
  std::vector<int> extents;
  for (size_t begin = 0; begin <= words.size();) {
    const size_t end = std::min(words.find('x', begin), words.size());
    const auto extent = parse_integer(words.substr(begin, end - begin), 1, 4096);
    extents.push_back(static_cast<int>(extent.value_or(0)));
    begin = end + 1;
  }
  const bool ok = extents.size() <= 3 && std::find(extents.begin(), extents.end(), 0) == extents.end();
  check(ok, who, ": expected extents as 28x28, 1x28x28 or 12, got \"", words, "\"");
  return Shape(extents.data(), static_cast<int>(extents.size()));
}

}  // namespace thimble
