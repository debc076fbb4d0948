#include "native/measured.h"

#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

TrainResult measured(NetClassifier& model, const TrainingSet& data, const Recipe& recipe, const History& history,
                     const LoopResult& loop, std::vector<int>& predicted) {
  TrainResult r;
  r.recipe = recipe;
  r.data_name = data.name;
  r.history = history.epochs();
  r.class_names = data.train.class_names;
  const Progress& last = r.history.back();
  r.train = last.train;
  r.epochs = last.epoch + 1;
  if (data.validation.size() > 0)
    r.validation = recipe.restore_best ? evaluate(model.net, data.validation) : last.validation;
  if (data.test.size() > 0) {
    r.test = evaluate(model.net, data.test, 256, &predicted);
    r.confusion = ConfusionMatrix(data.test.labels, predicted, data.test.classes());
  }
  r.seconds = loop.seconds;
  r.images_per_second = loop.seconds > 0 ? static_cast<double>(loop.images) / loop.seconds : 0;
  r.gflops = 6e-9 * static_cast<double>(model.net.macs()) * r.images_per_second;
  r.threads = threads();
  r.isa = kernels::active().isa;
  r.compute = to_text(model.net.compute());
  r.parameters = model.net.parameter_count();
  r.weights_sha256 = model.net.weights_sha256();
  return r;
}

}  // namespace thimble
