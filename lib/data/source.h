// Where the pictures come from: a folder of IDX files or Kaggle CSV files, and is it the data set one thinks.
#pragma once

#include <string>
#include <vector>

#include "data/known.h"
#include "learn/dataset.h"

namespace thimble {

struct TrainTest {
  Dataset train, test;  // test is empty where only a training CSV was named
  std::string name;     // "Fashion-MNIST", "MNIST (handwritten digits)" or "unknown", by SHA-256 of the pixels
  std::vector<std::string> warnings;  // e.g. digits posing as garments
  std::string sha256;                 // of the training pictures as an IDX file
};

// `where`: a folder with {train,t10k}-{images-idx3,labels-idx1}-ubyte[.gz] (and perhaps classes.txt: the classes'
// names, one a line, for data sets that are not known here), or "TRAIN.csv[.gz][,TEST.csv[.gz]]". Empty: $THIMBLE_DATA,
// else ./data, else where Debian's package dataset-fashion-mnist puts it; the first that exists. io error in one line,
// naming the places looked at and the ways to get the data, if there is none.
TrainTest load_data(const std::string& where);

}  // namespace thimble
