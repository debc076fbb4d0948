// What all commands share: the global options, and how a command is added to the program.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "native/terminal.h"

namespace thimble {

struct Shared {
  bool json = false, jsonl = false, quiet = false;
  std::optional<uint64_t> seed;
  int threads = 0;  // 0: all cores
  std::string isa, colour = "auto";
  std::string data;                // --data, of the commands that read a data set
  std::vector<std::string> words;  // of the command line, without the program's name
  std::string line;                // the same as a shell reads it back
  std::function<void()> command;   // what to do, set when the command line has been read
  bool wants_json() const { return json || jsonl; }
};

void add_globals(CLI::App& app, Shared& shared);

// A command with its one-line description and its examples, which come first in its help.
CLI::App& add_command(CLI::App& app, const std::string& name, const std::string& description,
                      const std::string& examples);
void add_data_option(CLI::App& command, Shared& shared);

// "--lr: expected a number from 0 to 1, got ..."
CLI::Validator number_between(double low, double high);
CLI::Validator whole_number_between(long long low, long long high);
CLI::Validator one_of(const std::vector<std::string>& words);

std::string quoted(const std::string& word);  // as a shell reads it back

// Reads the command line and makes the machine ready: threads, instruction set, colours. An empty `command` behind it
// means that help or the version has been printed. usage error in one line, with a suggestion where a word is near.
void parse(CLI::App& app, Shared& shared, int argc, const char* const* argv);

void add_info(CLI::App& app, Shared& shared);
void add_show(CLI::App& app, Shared& shared);
void add_summary(CLI::App& app, Shared& shared);
void add_train(CLI::App& app, Shared& shared);
void add_eval(CLI::App& app, Shared& shared);
void add_predict(CLI::App& app, Shared& shared);
void add_lr_find(CLI::App& app, Shared& shared);
void add_gradcheck(CLI::App& app, Shared& shared);
void add_convert(CLI::App& app, Shared& shared);
void add_bench(CLI::App& app, Shared& shared);
void add_mpp(CLI::App& app, Shared& shared);
void add_pca(CLI::App& app, Shared& shared);
void add_fld(CLI::App& app, Shared& shared);
void add_knn(CLI::App& app, Shared& shared);
void add_cluster(CLI::App& app, Shared& shared);  // kmeans, wta, som
void add_cv(CLI::App& app, Shared& shared);
void add_grid(CLI::App& app, Shared& shared);
void add_compare(CLI::App& app, Shared& shared);
void add_reproduce(CLI::App& app, Shared& shared);
void add_ui(CLI::App& app, Shared& shared);

}  // namespace thimble
