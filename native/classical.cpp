#include "native/classical.h"

#include <chrono>
#include <utility>

#include "app/models.h"
#include "classic/fld.h"
#include "classic/hog.h"
#include "classic/pca.h"
#include "core/error.h"
#include "learn/number.h"
#include "learn/pipeline.h"
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

}  // namespace

void add_transform_options(CLI::App& command, ClassicalOptions& options) {
  command.add_option("--pca", options.pca,
                     "First to principal components: how many (84), or the share of the variance they hold (0.9)");
  command.add_flag("--fld", options.fld, "First to Fisher's directions, one fewer than classes");
  command.add_flag("--hog", options.hog,
                   "Before these: to histograms of oriented gradients, and the picture at half its size");
}

void add_out_option(CLI::App& command, ClassicalOptions& options, Shared& shared) {
  command.add_option("--out", options.out, "Write the model to this file, for thimble eval and predict");
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
  if (!options.pca.empty()) transforms.push_back(std::make_unique<Pca>(parse_pca(options.pca)));
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

Measured fit_and_measure(Classifier& classifier, const TrainTest& source, const ClassicalOptions& options,
                         const Shared& shared) {
  if (!shared.quiet && !shared.wants_json())
    print_note(text("fitting on ", source.train.size(), " pictures of ", data_set_name(source.name), "\n"));
  Measured m;
  auto begin = std::chrono::steady_clock::now();
  classifier.fit(source.train);
  m.fit_seconds = since(begin);
  const Dataset& data = source.test.size() > 0 ? source.test : source.train;
  begin = std::chrono::steady_clock::now();
  const std::vector<int> predicted = classifier.predict(data.x);
  m.predict_seconds = since(begin);
  m.confusion = ConfusionMatrix(data.labels, predicted, data.classes());
  m.split = source.test.size() > 0 ? "test" : "train";
  m.data_name = source.name;
  m.class_names = data.class_names;
  if (!options.out.empty()) {
    save_model(classifier, options.out);
    if (!shared.quiet) note_written({options.out});
  }
  return m;
}

Json to_json(const std::string& method, const Measured& m, const Json& own) {
  Json result = {
      {"method", method}, {"accuracy", m.confusion.accuracy()}, {"split", m.split}, {"count", m.confusion.total()}};
  for (const auto& [key, value] : own.items()) result[key] = value;
  result["seconds"] = m.fit_seconds + m.predict_seconds;
  result["fit_seconds"] = m.fit_seconds;
  result["predict_seconds"] = m.predict_seconds;
  result["confusion"] = to_json(m.confusion);
  return result;
}

void report(const std::string& method, const Measured& m, const Json& own, const std::string& words,
            const Shared& shared) {
  if (shared.wants_json()) {
    const Json result = to_json(method, m, own);
    return print_out(shared.jsonl ? one_line(result) : pretty(result));
  }
  print_out(
      words + coloured("Confusion matrix, " + m.split + " set", Colour::bold) + " (rows: true, columns: predicted)\n" +
      confusion_text(m.confusion, m.class_names) + "\n" + classification_report(m.confusion, m.class_names) +
      text("\n", m.split, " accuracy ", decimal(m.confusion.accuracy(), 4), "   fitted in ", decimal(m.fit_seconds, 2),
           " s, ", m.confusion.total(), " pictures named in ", decimal(m.predict_seconds, 2), " s\n"));
}

}  // namespace thimble
