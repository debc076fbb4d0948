// A tiny judge of XML: are the tags closed in order, the attributes quoted, the entities known?
#pragma once

#include <string>
#include <vector>

namespace thimble {

// What is wrong first, or "".
inline std::string xml_error(const std::string& xml) {
  std::vector<std::string> open;
  bool root = false;
  for (size_t i = 0; i < xml.size();) {
    const char c = xml[i];
    if (c == '&') {
      const size_t end = xml.find(';', i);
      const std::string entity = end == std::string::npos ? "" : xml.substr(i + 1, end - i - 1);
      if (entity != "amp" && entity != "lt" && entity != "gt" && entity != "quot" && entity != "#39") {
        return "entity at " + std::to_string(i);
      }
      i = end + 1;
    } else if (c == '<') {
      bool quoted = false;
      size_t end = i + 1;
      for (; end < xml.size() && (quoted || xml[end] != '>'); ++end) {
        if (xml[end] == '"') quoted = !quoted;
        if (xml[end] == '<') return "< inside a tag at " + std::to_string(end);
      }
      if (end == xml.size()) return "tag without an end at " + std::to_string(i);
      const std::string tag = xml.substr(i + 1, end - i - 1);
      if (tag.empty()) return "empty tag at " + std::to_string(i);
      const std::string name = tag.substr(0, tag.find_first_of(" /", 1));
      if (tag[0] == '/') {
        if (open.empty() || "/" + open.back() != tag) return "closing " + tag + " at " + std::to_string(i);
        open.pop_back();
      } else {
        if (open.empty() && root) return "second root " + name;
        root = true;
        if (tag.back() != '/') open.push_back(name);
      }
      i = end + 1;
    } else {
      if (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') return "control character";
      if (open.empty() && c != '\n') return "words outside the root";
      ++i;
    }
  }
  return open.empty() && root ? "" : "not closed";
}

inline int occurrences(const std::string& text, const std::string& part) {
  int n = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

}  // namespace thimble
