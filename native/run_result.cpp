#include "native/run_result.h"

#include <cmath>

#include "core/error.h"

namespace thimble {

namespace {

constexpr int kMostClasses = 1000;

Json shown_json(const std::vector<ShownPicture>& pictures) {
  Json all = Json::array();
  for (const ShownPicture& p : pictures) all.push_back({p.index, p.answer, p.probability});
  return all;
}

std::vector<ShownPicture> shown_from(const Json& all) {
  std::vector<ShownPicture> pictures;
  for (const Json& p : all) pictures.push_back({p.at(0).get<int>(), p.at(1).get<int>(), p.at(2).get<double>()});
  return pictures;
}

// Numbers that are not finite are null in JSON: a loss that has run away.
double number_of(const Json& value) { return value.is_null() ? NAN : value.get<double>(); }

Json history_json(const std::vector<Progress>& history) {
  Json all = Json::array();
  for (const Progress& p : history) {
    Json row = {p.train.loss, p.train.accuracy, p.learning_rate};
    if (p.has_validation) row.insert(row.end(), {p.validation.loss, p.validation.accuracy});
    all.push_back(row);
  }
  return all;
}

std::vector<Progress> history_from(const Json& all) {
  std::vector<Progress> history;
  for (const Json& row : all) {
    Progress p;
    p.epoch = static_cast<int>(history.size());
    p.train = {number_of(row.at(0)), number_of(row.at(1))};
    p.learning_rate = static_cast<float>(number_of(row.at(2)));
    p.has_validation = row.size() >= 5;
    if (p.has_validation) p.validation = {number_of(row.at(3)), number_of(row.at(4))};
    history.push_back(p);
  }
  return history;
}

ConfusionMatrix matrix_from(const Json& rows) {
  const int n = static_cast<int>(rows.size());
  check(n <= kMostClasses, "expected a matrix of at most ", kMostClasses, " classes, got ", n);
  ConfusionMatrix matrix(n);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      matrix.add(i, j, rows.at(static_cast<size_t>(i)).at(static_cast<size_t>(j)).get<int64_t>());
  return matrix;
}

}  // namespace

Json to_json(const RunResult& run) {
  Json figures = Json::object();
  for (const auto& [name, value] : run.figures) figures[name] = value;
  return {{"kind", "thimble reproduce: run"},
          {"name", run.name},
          {"fingerprint", run.fingerprint},
          {"setting", run.setting},
          {"seed", run.seed},
          {"row", run.row},
          {"figures", figures},
          {"isa", run.isa},
          {"threads", run.threads},
          {"weights_sha256", run.weights_sha256},
          {"test", to_json(run.test)},
          {"train", to_json(run.train)},
          {"first", shown_json(run.first)},
          {"mistakes", shown_json(run.mistakes)},
          {"history", history_json(run.history)},
          {"network", run.network}};
}

RunResult run_result_from(const std::string& text, const std::string& file) {
  try {
    const Json json = Json::parse(text);
    check(json.at("kind") == "thimble reproduce: run", "its kind is another");
    RunResult run;
    run.name = json.at("name").get<std::string>();
    run.fingerprint = json.at("fingerprint").get<std::string>();
    run.setting = json.at("setting").get<std::string>();
    run.seed = json.at("seed").get<uint64_t>();
    run.row = json.at("row").get<int>();
    for (const auto& [name, value] : json.at("figures").items()) run.figures[name] = number_of(value);
    run.isa = json.at("isa").get<std::string>();
    run.threads = json.at("threads").get<int>();
    run.weights_sha256 = json.at("weights_sha256").get<std::string>();
    run.test = matrix_from(json.at("test"));
    run.train = matrix_from(json.at("train"));
    run.first = shown_from(json.at("first"));
    run.mistakes = shown_from(json.at("mistakes"));
    run.history = history_from(json.at("history"));
    run.network = json.at("network").get<std::string>();
    return run;
  } catch (const std::exception& e) {  // the parser's, of any kind
    fail(Error::data, file + ": expected a result of `thimble reproduce`: " + e.what());
  }
}

}  // namespace thimble
