#include "nn/summary.h"

#include "nn/layer_support.h"
#include "nn/spec.h"
#include "support/throws.h"

namespace thimble {
namespace {

std::string summary_of(const std::string& text) {
  Sequential net = parse_network(text);
  net.build({1, 28, 28}, 0);
  return summary(net);
}

TEST(Summary, PrintsS2_1AsKerasDoes) {
  EXPECT_EQ(summary_of("conv 32 3x3, relu, max_pool 2, flatten, dense 128, relu, dense 10"),
            R"(Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #   
=================================================================
conv2d (Conv2D)              (None, 26, 26, 32)        320       
_________________________________________________________________
max_pooling2d (MaxPooling2D) (None, 13, 13, 32)        0         
_________________________________________________________________
flatten (Flatten)            (None, 5408)              0         
_________________________________________________________________
dense (Dense)                (None, 128)               692352    
_________________________________________________________________
dense_1 (Dense)              (None, 10)                1290      
=================================================================
Total params: 693,962
Trainable params: 693,962
Non-trainable params: 0
_________________________________________________________________
)");
}

constexpr const char* kS3 =
    "conv 32 3x3 same, relu, batch_norm, dropout 0.3\n"
    "conv 64 3x3 same, relu, batch_norm, dropout 0.4, max_pool 2\n"
    "conv 64 5x5 same l2 0.01, relu, batch_norm, dropout 0.5, max_pool 2\n"
    "conv 128 3x3 same l2 0.01, relu, batch_norm, dropout 0.25, flatten\n"
    "dense 512, relu, batch_norm, dropout 0.5, dense 128, relu, batch_norm, dropout 0.5, dense 10";

TEST(Summary, PrintsS3_1AsKerasDoes) {
  EXPECT_EQ(summary_of(kS3),
            R"(Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #   
=================================================================
conv2d (Conv2D)              (None, 28, 28, 32)        320       
_________________________________________________________________
batch_normalization (BatchNo (None, 28, 28, 32)        128       
_________________________________________________________________
dropout (Dropout)            (None, 28, 28, 32)        0         
_________________________________________________________________
conv2d_1 (Conv2D)            (None, 28, 28, 64)        18496     
_________________________________________________________________
batch_normalization_1 (Batch (None, 28, 28, 64)        256       
_________________________________________________________________
dropout_1 (Dropout)          (None, 28, 28, 64)        0         
_________________________________________________________________
max_pooling2d (MaxPooling2D) (None, 14, 14, 64)        0         
_________________________________________________________________
conv2d_2 (Conv2D)            (None, 14, 14, 64)        102464    
_________________________________________________________________
batch_normalization_2 (Batch (None, 14, 14, 64)        256       
_________________________________________________________________
dropout_2 (Dropout)          (None, 14, 14, 64)        0         
_________________________________________________________________
max_pooling2d_1 (MaxPooling2 (None, 7, 7, 64)          0         
_________________________________________________________________
conv2d_3 (Conv2D)            (None, 7, 7, 128)         73856     
_________________________________________________________________
batch_normalization_3 (Batch (None, 7, 7, 128)         512       
_________________________________________________________________
dropout_3 (Dropout)          (None, 7, 7, 128)         0         
_________________________________________________________________
flatten (Flatten)            (None, 6272)              0         
_________________________________________________________________
dense (Dense)                (None, 512)               3211776   
_________________________________________________________________
batch_normalization_4 (Batch (None, 512)               2048      
_________________________________________________________________
dropout_4 (Dropout)          (None, 512)               0         
_________________________________________________________________
dense_1 (Dense)              (None, 128)               65664     
_________________________________________________________________
batch_normalization_5 (Batch (None, 128)               512       
_________________________________________________________________
dropout_5 (Dropout)          (None, 128)               0         
_________________________________________________________________
dense_2 (Dense)              (None, 10)                1290      
=================================================================
Total params: 3,477,578
Trainable params: 3,475,722
Non-trainable params: 1,856
_________________________________________________________________
)");
}

TEST(Summary, GivesAnActivationOfItsOwnALine) {
  const std::string table = summary_of("batch_norm, relu, flatten, sigmoid, tanh, dense 10, softmax");
  EXPECT_THAT(table, testing::HasSubstr("re_lu (ReLU)                 (None, 28, 28, 1)         0         \n"));
  EXPECT_THAT(table, testing::HasSubstr("sigmoid (Activation)         (None, 784)               0         \n"));
  EXPECT_THAT(table, testing::HasSubstr("tanh (Activation)            (None, 784)               0         \n"));
  EXPECT_THAT(table, testing::Not(testing::HasSubstr("softmax")));
}

TEST(Summary, CountsTheReportsNetworks) {
  const struct {
    const char *name, *text, *total;
  } cases[] = {
      {"S0", "flatten, dense 4, relu, dense 4, relu, dense 10", "3,210"},
      {"S1-A", "flatten, dense 128, relu, dense 32, relu, dense 10", "104,938"},
      {"S1-B valid",
       "conv 6 5x5 same, relu, avg_pool 2, conv 32 3x3, relu, conv 64 3x3, relu, conv 128 3x3, relu, conv 256 3x3, "
       "relu, conv 512 3x3, relu, flatten, dense 256, relu, dense 10",
       "3,669,574"},
      {"S1-B same",
       "conv 6 5x5 same, relu, avg_pool 2, conv 32 3x3 same, relu, conv 64 3x3 same, relu, conv 128 3x3 same, relu, "
       "conv 256 3x3 same, relu, conv 512 3x3 same, relu, flatten, dense 256, relu, dense 10",
       "27,262,534"},
      {"S2-2",
       "conv 32 3x3, relu, max_pool 2, conv 64 3x3 same stride 2, relu, max_pool 2, flatten, dense 128, relu, "
       "dropout 0.25, dense 256, relu, dropout 0.25, dense 128, relu, dense 10",
       "159,882"},
      {"S4-1", "flatten, dense 256, relu, dropout 0.2, dense 256, relu, dropout 0.2, dense 10", "269,322"},
      {"S4-3",
       "conv 32 3x3, relu, max_pool 2, conv 64 3x3, relu, max_pool 2, conv 128 3x3, relu, flatten, dense 128, relu, "
       "dense 10",
       "241,546"},
  };
  for (const auto& c : cases)
    EXPECT_THAT(summary_of(c.text), testing::HasSubstr(std::string("Total params: ") + c.total + "\n")) << c.name;
}

TEST(Summary, WantsABuiltNetwork) {
  EXPECT_ERROR(summary(parse_network("dense 2")), usage, "summary: expected a network after build()");
}

}  // namespace
}  // namespace thimble
