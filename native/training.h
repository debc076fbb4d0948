// One training as the command line runs it: data, network and optimizer from a recipe, and the loop around the trainer.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/recipe.h"
#include "data/source.h"
#include "learn/dataset.h"
#include "nn/early_stopping.h"
#include "nn/history.h"
#include "nn/optimizer.h"
#include "nn/trainer.h"

namespace thimble {

// Everything the trainer borrows. `validation` and `test` may be empty.
struct TrainingSet {
  std::string name;    // of the data set
  std::string sha256;  // of all pictures of the training file, validation included
  Dataset train, validation, test;
};

// Scales and splits. The pictures are shared with the source.
TrainingSet training_set(TrainTest source, const Recipe& recipe);
// Loads them first; warnings about the data go to standard error unless `quiet`.
TrainingSet training_set(const std::string& where, const Recipe& recipe, bool quiet);

TrainOptions train_options(const Recipe& recipe);

// What the training will hold in memory at once, in bytes: pictures, weights with gradients and moments, and the
// activations of one mini-batch with their gradients. An upper estimate; the program itself is not counted.
double predicted_bytes(const TrainingSet& data, const Sequential& net, const Recipe& recipe);

struct LoopResult {
  double seconds = 0;  // the whole loop, validation and checkpoints included
  int64_t images = 0;  // trained on in this run: a resumed one does not count what came before
};

// Steps to the end, writing the checkpoint (where one is named) behind every epoch. After Ctrl-C, finishes the
// mini-batch, writes it once more, says where it stands and how to go on ("--resume FILE" unless said), and throws
// Interrupted.
LoopResult run_training(Trainer& trainer, int images, int batch_size, const std::string& checkpoint,
                        const std::string& go_on = "");

}  // namespace thimble
