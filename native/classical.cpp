#include "native/classical.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <numeric>
#include <utility>

#include "app/models.h"
#include "classic/fld.h"
#include "classic/hog.h"
#include "classic/pca.h"
#include "core/error.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "learn/number.h"
#include "learn/pipeline.h"
#include "native/devices.h"
#include "native/progress_line.h"
#include "plot/markup.h"

namespace thimble {

namespace {

PcaOptions parse_pca(const std::string& word) {
  PcaOptions options;
  if (const auto count = parse_integer(word, 1, 1 << 24)) {
    options.components = static_cast<int>(*count);
    return options;
  }
  const auto share = parse_number(word);
  check(share && *share > 0 && *share < 1,
        "--pca: expected a number of components, or a share of the variance below 1, got \"", word, '"');
  options.variance = *share;
  return options;
}

double since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::string seconds_text(double seconds) { return seconds < 10 ? decimal(seconds, 2) + " s" : in_seconds(seconds); }

RunPage page_of(const ClassicalRun& run, const Shared& shared) {
  const Measured& m = run.measured;
  const std::string place = m.data_name == "unknown" ? "an unknown data set" : m.data_name;
  RunPage page{{"Thimble " + run.method, run.title + " on " + place, "", shared.line, {}},
               run.pictures(),
               m.confusion,
               m.class_names,
               {},
               {}};
  const auto empty = [](const FigureSection& s) { return s.figures.empty(); };
  page.sections.erase(std::remove_if(page.sections.begin(), page.sections.end(), empty), page.sections.end());
  page.head.facts = {{m.split + " accuracy", decimal(m.confusion.accuracy(), 4),
                      grouped(m.confusion.trace()) + " of " + grouped(m.confusion.total()) + " right"}};
  page.head.facts.insert(page.head.facts.end(), run.facts.begin(), run.facts.end());
  page.head.facts.push_back({"fitting took", seconds_text(m.fit_seconds)});
  page.head.facts.push_back(
      {"naming took", seconds_text(m.predict_seconds), grouped(m.confusion.total()) + " pictures"});
  for (const auto& [key, value] : run.own.items())
    if (value.is_string())
      page.options.push_back({key, value.get<std::string>()});
    else if (value.is_primitive())
      page.options.push_back({key, value.dump()});
  page.machine = {{"instruction set", kernels::active().isa},
                  {"threads", std::to_string(threads())},
                  {"seed", std::to_string(shared.seed.value_or(0))},
                  {"version", THIMBLE_VERSION}};
  return page;
}

}  // namespace

void add_transform_options(CLI::App& command, ClassicalOptions& options) {
  command.add_option("--pca", options.pca,
                     "First to principal components: how many (84), or the share of the variance they hold (0.9)");
  command.add_flag("--fld", options.fld, "First to Fisher's directions, one fewer than classes");
  command.add_flag("--hog", options.hog,
                   "Before these: to histograms of oriented gradients, and the picture at half its size");
}

void add_out_option(CLI::App& command, ClassicalOptions& options, Shared& shared) {
  command.add_option(
      "--out", options.out,
      "Write the model to this file, for thimble eval and predict; into a FOLDER: the model, result.json, "
      "a page with pictures (report.html), and each picture as SVG");
  add_data_option(command, shared);
}

std::unique_ptr<Classifier> behind(std::unique_ptr<Transform> transform, std::unique_ptr<Classifier> classifier) {
  std::vector<std::unique_ptr<Transform>> transforms;
  transforms.push_back(std::move(transform));
  return std::make_unique<Pipeline>(std::move(transforms), std::move(classifier));
}

std::vector<std::unique_ptr<Transform>> transforms_of(const ClassicalOptions& options) {
  std::vector<std::unique_ptr<Transform>> transforms;
  if (options.hog) transforms.push_back(std::make_unique<Hog>(kGarmentHog));
  if (!options.pca.empty()) {
    PcaOptions pca = parse_pca(options.pca);
    pca.device = chosen_device(options.device);
    transforms.push_back(std::make_unique<Pca>(pca));
  }
  if (options.fld) transforms.push_back(std::make_unique<Fld>());
  return transforms;
}

std::string features_text(const ClassicalOptions& options) {
  std::string words = options.hog ? "HOG" : "";
  if (!options.pca.empty()) words += (words.empty() ? "PCA " : ", PCA ") + options.pca;
  if (options.fld) words += words.empty() ? "FLD" : ", FLD";
  return words.empty() ? "pixels" : words;
}

std::unique_ptr<Classifier> behind_transforms(const ClassicalOptions& options, std::unique_ptr<Classifier> classifier) {
  std::vector<std::unique_ptr<Transform>> transforms = transforms_of(options);
  if (transforms.empty()) return classifier;
  return std::make_unique<Pipeline>(std::move(transforms), std::move(classifier));
}

TrainTest load_source(const Shared& shared) {
  TrainTest source = load_data(shared.data);
  if (!shared.quiet)
    for (const std::string& warning : source.warnings) print_note("warning: " + warning + "\n");
  return source;
}

Dataset everything(const TrainTest& source) {
  if (source.test.size() == 0) fail(Error::data, "cv: the data has no test set; --split train takes what there is");
  const Dataset& first = source.train;
  std::vector<uint8_t> bytes(first.x.all_bytes().begin(), first.x.all_bytes().end());
  bytes.insert(bytes.end(), source.test.x.all_bytes().begin(), source.test.x.all_bytes().end());
  Dataset all{Samples(first.x.sample(), std::move(bytes)), first.labels, first.class_names};
  all.labels.insert(all.labels.end(), source.test.labels.begin(), source.test.labels.end());
  return all;
}

std::vector<int> predict(Classifier& classifier, const Samples& x, const Shared& shared) {
  ProgressLine line(text("naming ", grouped(x.size()), " pictures"), shared);
  if (!line.live()) return classifier.predict(x);
  std::vector<int> predicted;
  for (int piece = 256; static_cast<int>(predicted.size()) < x.size();) {
    const int first = static_cast<int>(predicted.size()), last = std::min(first + piece, x.size());
    std::vector<int> rows(static_cast<size_t>(last - first));
    std::iota(rows.begin(), rows.end(), first);
    const auto begin = std::chrono::steady_clock::now();
    const std::vector<int> some = classifier.predict(x.subset(rows));
    predicted.insert(predicted.end(), some.begin(), some.end());
    line.at(last, x.size());
    if (since(begin) < 0.5) piece *= 2;  // half a second a piece: what is done once for each costs little then
  }
  return predicted;
}

Measured fit_and_measure(Classifier& classifier, const TrainTest& source, const Shared& shared) {
  if (!shared.quiet && !shared.wants_json())
    print_note(text("fitting on ", source.train.size(), " pictures of ", data_set_name(source.name), "\n"));
  Measured m;
  auto begin = std::chrono::steady_clock::now();
  {
    const ProgressLine line("fitting", shared);
    classifier.fit(source.train);
  }
  m.fit_seconds = since(begin);
  const Dataset& data = source.test.size() > 0 ? source.test : source.train;
  begin = std::chrono::steady_clock::now();
  m.predicted = predict(classifier, data.x, shared);
  m.predict_seconds = since(begin);
  m.confusion = ConfusionMatrix(data.labels, m.predicted, data.classes());
  m.split = source.test.size() > 0 ? "test" : "train";
  m.data_name = source.name;
  m.class_names = data.class_names;
  return m;
}

Json to_json(const ClassicalRun& run) {
  const Measured& m = run.measured;
  Json result = {
      {"method", run.method}, {"accuracy", m.confusion.accuracy()}, {"split", m.split}, {"count", m.confusion.total()}};
  for (const auto& [key, value] : run.own.items()) result[key] = value;
  result["seconds"] = m.fit_seconds + m.predict_seconds;
  result["fit_seconds"] = m.fit_seconds;
  result["predict_seconds"] = m.predict_seconds;
  result["confusion"] = to_json(m.confusion);
  return result;
}

void finish(const ClassicalRun& run, const ClassicalOptions& options, const Shared& shared) {
  const Measured& m = run.measured;
  std::string written = options.out;
  if (is_run_folder(options.out)) {
    const ProgressLine line("drawing pictures", shared);
    const RunPage page = page_of(run, shared);
    write_run(options.out, run.model, to_json(run), page);
    written = (std::filesystem::path(options.out) / "report.html").string() + " and what is beside it";
  } else if (!options.out.empty()) {
    save_model(run.model, options.out);
  }
  if (shared.wants_json()) {
    const Json result = to_json(run);
    print_out(shared.jsonl ? one_line(result) : pretty(result));
  } else {
    print_out(run.words + coloured("Confusion matrix, " + m.split + " set", Colour::bold) +
              " (rows: true, columns: predicted)\n" + confusion_text(m.confusion, m.class_names) + "\n" +
              classification_report(m.confusion, m.class_names) +
              text("\n", m.split, " accuracy ", decimal(m.confusion.accuracy(), 4), "   fitted in ",
                   decimal(m.fit_seconds, 2), " s, ", m.confusion.total(), " pictures named in ",
                   decimal(m.predict_seconds, 2), " s\n"));
  }
  if (!shared.quiet) note_written({written});
}

}  // namespace thimble
