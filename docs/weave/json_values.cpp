#include "weave/json_values.h"

#include <cctype>
#include <stdexcept>

namespace weave {
namespace {

class Reader {
 public:
  explicit Reader(const std::string& text) : text_(text) {}

  std::map<std::string, std::string> read() {
    value("");
    if (peek() != '\0') complain();
    return std::move(values_);
  }

 private:
  char peek() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void complain() const { throw std::runtime_error("not JSON at byte " + std::to_string(at_)); }

  std::string string() {
    if (!take('"')) complain();
    std::string s;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') ++at_;
      if (at_ < text_.size()) s += text_[at_++];
    }
    if (!take('"')) complain();
    return s;
  }

  void value(const std::string& path) {
    const auto below = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
    if (take('{')) {
      while (peek() != '}') {
        const std::string key = string();
        if (!take(':')) complain();
        value(below(key));
        if (!take(',') && peek() != '}') complain();
      }
      ++at_;
    } else if (take('[')) {
      for (int i = 0; peek() != ']'; ++i) {
        value(below(std::to_string(i)));
        if (!take(',') && peek() != ']') complain();
      }
      ++at_;
    } else if (peek() == '"') {
      values_[path] = string();
    } else {
      const size_t first = at_;
      while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) ||
                                    std::string("+-.").find(text_[at_]) != std::string::npos))
        ++at_;
      if (at_ == first) complain();
      values_[path] = text_.substr(first, at_ - first);
    }
  }

  const std::string& text_;
  size_t at_ = 0;
  std::map<std::string, std::string> values_;
};

}  // namespace

std::map<std::string, std::string> json_values(const std::string& text) { return Reader(text).read(); }

}  // namespace weave
