#include "house/include_rules.h"

#include <map>
#include <regex>
#include <set>

namespace house {
namespace {

// The floors of docs/architecture.md. A room may include itself and these.
const std::map<std::string, std::set<std::string>> kRooms = {
    {"kernels", {}},
    {"core", {"kernels"}},
    {"learn", {"core", "kernels"}},
    {"plot", {"core", "kernels"}},
    {"cuda", {"core", "kernels"}},
    {"data", {"core", "kernels", "learn"}},
    {"nn", {"core", "kernels", "learn"}},
    {"classic", {"core", "kernels", "learn"}},
    {"app", {"classic", "core", "data", "kernels", "learn", "nn", "plot"}},
};

// Missing in one of the three compilers, or different from one standard library to the next, or against the house.
struct Ban {
  std::string pattern, where, reason;
};
const std::vector<Ban> kBans = {
    {"#include <(ranges|format|source_location)>", "", "not in all three compilers (docs/portability.md)"},
    {"std::(format|bit_cast|jthread|source_location|ranges|views)\\b", "",
     "not in all three compilers (docs/portability.md)"},
    {"std::(shuffle|(normal|uniform_real|uniform_int)_distribution)\\b", "",
     "differs between standard libraries: use core/rng.h"},
    {"-ffast-math|-Ofast|-funsafe-math-optimizations", "", "changes results"},
    {"\\bstd::(cout|cerr|clog|printf)\\b|\\bf?printf\\(|\\bputs\\(", "lib/", "the library does no terminal output"},
    {"\\bint main\\(", "lib/", "the library has no main"},
    {"\\bstd::(exp|log|cos|sin|pow|tanh)\\b", "lib/", "libm differs between machines: use core/functions.h"},
};

std::string room_of(const std::string& path) {
  const size_t slash = path.find('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string joined(const std::set<std::string>& names) {
  std::string s;
  for (const std::string& name : names) s += (s.empty() ? "" : ", ") + name;
  return s.empty() ? "nothing of ours" : s;
}

}  // namespace

std::vector<std::string> include_faults(const std::string& file, const weave::Lines& lines) {
  std::vector<std::string> faults;
  const bool in_lib = file.starts_with("lib/");
  const std::string inside = in_lib ? file.substr(4) : file, room = room_of(inside);
  if (in_lib && !room.empty() && !kRooms.contains(room)) return {file + ": lib/ has no room " + room};
  const std::regex include("^\\s*#\\s*include\\s+\"([^\"]+)\"");
  for (const std::string& line : lines) {
    std::smatch m;
    if (!std::regex_search(line, m, include)) continue;
    const std::string target = m[1].str(), other = room_of(target);
    if (in_lib && kRooms.contains(other) && other != room && !kRooms.at(room).contains(other))
      faults.push_back(inside + " includes " + target + ": " + room + " may include " + joined(kRooms.at(room)));
    if (in_lib && (other == "native" || other == "web" || other == "tests" || target.find("..") != std::string::npos))
      faults.push_back(inside + " includes " + target + ": lib/ includes only lib/, by its path from there");
    if ((room == "native" && other == "web") || (room == "web" && other == "native"))
      faults.push_back(inside + " includes " + target + ": native/ and web/ never include each other");
  }
  return faults;
}

std::vector<std::string> banned_faults(const std::string& file, const weave::Lines& lines) {
  std::vector<std::string> faults;
  const std::string name = file.substr(file.rfind('/') + 1);
  if (std::regex_search(name, std::regex("^utils?\\b|_utils?\\b|^helpers?\\b|^misc\\b|^common\\b")))
    faults.push_back(file + ": a file is named for what it holds");
  for (const Ban& ban : kBans) {
    if (!file.starts_with(ban.where)) continue;
    const std::regex pattern(ban.pattern);
    for (size_t i = 0; i < lines.size(); ++i) {
      const std::string code = lines[i].substr(0, lines[i].find("//"));
      std::smatch m;
      if (std::regex_search(code, m, pattern))
        faults.push_back(file + ":" + std::to_string(i + 1) + ": " + m[0].str() + ": " + ban.reason);
    }
  }
  return faults;
}

}  // namespace house
