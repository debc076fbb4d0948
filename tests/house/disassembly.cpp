#include "house/disassembly.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace house {
namespace {

struct Function {
  std::string name;
  std::vector<std::string> code;
  std::map<std::string, int> at;  // the number of the instruction at an address, as it is printed
};

// "0000000000004d90 <product(Product const&)>:" opens a function, "    4d9a:\tjne    4d94 <...>" is an instruction.
std::vector<Function> functions(const std::string& disassembly) {
  std::vector<Function> all;
  std::istringstream lines(disassembly);
  for (std::string line; std::getline(lines, line);) {
    const size_t colon = line.find(":\t"), name = line.find(" <");
    if (line.ends_with(">:") && name != std::string::npos && line[0] != ' ') {
      all.push_back({line.substr(name + 2, line.size() - name - 4), {}, {}});
    } else if (colon != std::string::npos && !all.empty()) {
      Function& f = all.back();
      const size_t first = line.find_first_not_of(' ');
      f.at[line.substr(first, colon - first)] = static_cast<int>(f.code.size());
      f.code.push_back(line.substr(colon + 2, line.find_last_not_of(' ') - colon - 1));
    }
  }
  return all;
}

std::string mnemonic(const std::string& instruction) { return instruction.substr(0, instruction.find(' ')); }

// Where a jump within the function goes, or -1.
int target(const Function& f, const std::string& instruction) {
  if (instruction[0] != 'j') return -1;
  std::istringstream words(instruction);
  std::string jump, address;
  words >> jump >> address;
  const auto found = f.at.find(address);
  return found == f.at.end() ? -1 : found->second;
}

bool is_padding(const std::string& instruction) {
  return instruction.find("nop") != std::string::npos || instruction.ends_with("%ax,%ax");
}

// Which instructions may run after which, and before which.
struct Flow {
  std::vector<std::vector<int>> to, from;
};

Flow flow(const Function& f) {
  const size_t size = f.code.size();
  Flow flow{std::vector<std::vector<int>>(size), std::vector<std::vector<int>>(size)};
  const auto connect = [&](size_t a, size_t b) {
    flow.to[a].push_back(static_cast<int>(b));
    flow.from[b].push_back(static_cast<int>(a));
  };
  for (size_t i = 0; i < size; ++i) {
    const std::string word = mnemonic(f.code[i]);
    if (const int there = target(f, f.code[i]); there >= 0) connect(i, static_cast<size_t>(there));
    if (word != "jmp" && word != "ret" && word != "retq" && word != "ud2" && i + 1 < size) connect(i, i + 1);
  }
  for (size_t i = 1; i + 1 < size; ++i)  // behind a jump, to align what follows: never run
    if (flow.from[i].empty() && is_padding(f.code[i])) {
      flow.to[i].clear();
      flow.from[i + 1].erase(std::find(flow.from[i + 1].begin(), flow.from[i + 1].end(), static_cast<int>(i)));
    }
  return flow;
}

// Everything in `nodes` that `ways` lead to from `first`, moved to the end of `found` so that a node comes behind those it
// leads to.
void visit(const std::vector<std::vector<int>>& ways, int first, std::set<int>& nodes, std::vector<int>& found) {
  if (nodes.erase(first) == 0) return;
  for (const int next : ways[static_cast<size_t>(first)]) visit(ways, next, nodes, found);
  found.push_back(first);
}

// The cycles among `nodes`: greatest sets in which a way leads from each to each (Kosaraju's algorithm).
std::vector<std::set<int>> cycles(const Flow& flow, const std::set<int>& nodes) {
  std::vector<int> order;
  for (std::set<int> left = nodes; !left.empty();) visit(flow.to, *left.begin(), left, order);
  std::vector<std::set<int>> found;
  for (std::set<int> left = nodes; !order.empty(); order.pop_back()) {
    std::vector<int> together;
    visit(flow.from, order.back(), left, together);
    if (together.empty()) continue;
    const std::vector<int>& next = flow.to[static_cast<size_t>(together[0])];
    if (together.size() > 1 || std::count(next.begin(), next.end(), together[0]) > 0)
      found.emplace_back(together.begin(), together.end());
  }
  return found;
}

// Adds the innermost loops of a cycle: without the instructions by which it is entered, what is left of it are the loops
// inside. There may be several of those: g++ jumps into the middle of an unrolled loop.
void add_innermost(const Flow& flow, const std::set<int>& cycle, std::vector<std::set<int>>& found) {
  std::set<int> inside = cycle;
  for (const int i : cycle)
    for (const int before : flow.from[static_cast<size_t>(i)])
      if (cycle.count(before) == 0) inside.erase(i);
  if (inside.size() == cycle.size()) inside.erase(inside.begin());
  const std::vector<std::set<int>> inner = cycles(flow, inside);
  for (const std::set<int>& c : inner) add_innermost(flow, c, found);
  if (inner.empty()) found.push_back(cycle);
}

bool matches(const std::string& instruction, const std::regex& pattern) {
  return std::regex_search(instruction, pattern);
}

}  // namespace

std::vector<Loop> inner_loops(const std::string& disassembly) {
  std::vector<Loop> found;
  for (const Function& f : functions(disassembly)) {
    const bool has_frame = std::any_of(f.code.begin(), f.code.end(),
                                       [](const std::string& i) { return i.ends_with("%rsp,%rbp") && i[0] == 'm'; });
    const Flow ways = flow(f);
    std::set<int> all;
    for (size_t i = 0; i < f.code.size(); ++i) all.insert(static_cast<int>(i));
    std::vector<std::set<int>> innermost;
    for (const std::set<int>& cycle : cycles(ways, all)) add_innermost(ways, cycle, innermost);
    for (const std::set<int>& body : innermost) {
      Loop loop{f.name, has_frame, {}};
      for (const int i : body) loop.code.push_back(f.code[static_cast<size_t>(i)]);
      found.push_back(loop);
    }
  }
  return found;
}

int multiply_adds(const Loop& loop) {
  static const std::regex kind("^(vfn?m(add|sub)|vpdpbusd|vpmaddwd).*%zmm");
  return static_cast<int>(
      std::count_if(loop.code.begin(), loop.code.end(), [](const std::string& i) { return matches(i, kind); }));
}

std::vector<std::string> stack_traffic(const Loop& loop) {
  static const std::regex by_pointer("\\(%rsp"), by_frame("\\(%r[sb]p"), computes("^lea|^nop|^prefetch");
  std::vector<std::string> found;
  for (const std::string& i : loop.code)
    if (matches(i, loop.has_frame ? by_frame : by_pointer) && !matches(i, computes)) found.push_back(i);
  return found;
}

std::vector<std::string> vector_traffic(const Loop& loop) {
  static const std::regex vector("%[xyz]mm"), written("%[xyz]mm\\d+,[^%]*\\([^)]*\\)(\\{.*\\})?$");
  const std::vector<std::string> stack = stack_traffic(loop);
  std::vector<std::string> found;
  for (const std::string& i : loop.code)
    if ((matches(i, vector) && std::count(stack.begin(), stack.end(), i) > 0) || matches(i, written))
      found.push_back(i);
  return found;
}

}  // namespace house
