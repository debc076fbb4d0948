#include "app/models.h"

#include "classic/cluster_classifier.h"
#include "classic/fld.h"
#include "classic/hog.h"
#include "classic/knn.h"
#include "classic/mpp.h"
#include "classic/pca.h"
#include "core/error.h"
#include "core/file.h"
#include "learn/pipeline.h"

namespace thimble {

namespace {

// The record and the name of the learner in it.
Record read_model(std::span<const uint8_t> file, const std::string& path, std::string& kind) {
  Record record = from_safetensors(file, path);
  if (!record.has_text("thimble.kind"))
    fail(Error::data, path + ": expected a model with the text \"thimble.kind\", found none");
  kind = record.text("thimble.kind");
  if (kind == "checkpoint")
    fail(Error::data, path + ": expected a model, found the checkpoint of an unfinished training: go on with --resume");
  return record;
}

// Whatever is wrong inside the file is said with the file's name in front.
template <class Load>
auto named(const std::string& path, const Load& load) {
  try {
    return load();
  } catch (const Error& e) {
    fail(Error::data, path + ": " + e.what());
  }
}

[[noreturn]] void unknown(const char* expected, const std::string& kind) {
  fail(Error::data, std::string("expected a ") + expected + ", found \"" + kind.substr(0, 60) + '"');
}

}  // namespace

std::unique_ptr<Classifier> classifier_from(const Record& record) {
  const std::string& kind = record.text("thimble.kind");
  if (kind == "network") return std::make_unique<NetClassifier>(NetClassifier::load(record));
  if (kind == "knn") return std::make_unique<Knn>(Knn::load(record));
  if (kind == "mpp") return std::make_unique<Mpp>(Mpp::load(record));
  if (is_clusterer(kind)) return ClusterClassifier::load(record);
  if (kind == "pipeline") return Pipeline::load(record, transform_from, classifier_from);
  unknown("model of kind network, mpp, knn, a clustering or pipeline", kind);
}

std::unique_ptr<Transform> transform_from(const Record& record) {
  const std::string& kind = record.text("thimble.kind");
  if (kind == "pca") return std::make_unique<Pca>(Pca::load(record));
  if (kind == "fld") return std::make_unique<Fld>(Fld::load(record));
  if (kind == "hog") return std::make_unique<Hog>(Hog::load(record));
  unknown("transform of kind pca, fld or hog", kind);
}

std::unique_ptr<Classifier> load_model(const std::string& path) { return model_from(read_file(path), path); }

std::unique_ptr<Classifier> model_from(std::span<const uint8_t> file, const std::string& name) {
  std::string kind;
  const Record record = read_model(file, name, kind);
  return named(name, [&] { return classifier_from(record); });
}

NetClassifier load_network(const std::string& path) {
  std::string kind;
  const Record record = read_model(read_file(path), path, kind);
  if (kind != "network") fail(Error::data, path + ": expected a network, found \"" + kind.substr(0, 60) + "\"");
  return named(path, [&] { return NetClassifier::load(record); });
}

void save_model(const Classifier& model, const std::string& path) {
  Record record;
  model.save(record);
  write_file(path, to_safetensors(record));
}

}  // namespace thimble
