// A model file -> the learner in it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "learn/classifier.h"
#include "learn/transform.h"
#include "nn/net_classifier.h"

namespace thimble {

// io error if the file cannot be read, data error if it is no model of ours or of an unknown kind.
std::unique_ptr<Classifier> load_model(const std::string& path);
std::unique_ptr<Classifier> model_from(std::span<const uint8_t> file, const std::string& name);  // of a file's bytes

// The switch over all kinds that there are: what "thimble.kind" names. data error for an unknown one.
std::unique_ptr<Classifier> classifier_from(const Record& record);
std::unique_ptr<Transform> transform_from(const Record& record);
NetClassifier load_network(const std::string& path);  // data error where the file holds another kind of learner
void save_model(const Classifier& model, const std::string& path);

}  // namespace thimble
