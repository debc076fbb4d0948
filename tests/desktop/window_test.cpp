// `thimble ui` on a display without a screen: what its window shows, and what it says it shows.

#include <gmock/gmock.h>
#include <stb_image.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "desktop/x_server.h"
#include "native/program.h"

namespace {

using Json = nlohmann::json;
using program::Folder;
using program::tiny;
using program::Words;

const std::string kModel = THIMBLE_SOURCE_DIR "/web/model/page.safetensors";

const std::string& display() {
  static const XServer server;
  return server.display();
}

program::Finished window(Words words) {
  words.insert(words.begin(), "ui");
  return program::run(words, {{"DISPLAY", display()}, {"LIBGL_ALWAYS_SOFTWARE", "1"}});
}

Json state_of(const Words& words) {
  const auto r = window(words);
  EXPECT_EQ(r.code, 0) << r.err;
  return Json::parse(r.out, nullptr, false);
}

// The garments of the tiny data set one beside the other, as a picture.
std::string garments(const Folder& folder, int count = 1, int index = 3) {
  const std::string file = folder / ("garments" + std::to_string(index) + ".png");
  EXPECT_EQ(program::run({"show", "--data", tiny, "--index", std::to_string(index), "--count", std::to_string(count),
                          "--out", file})
                .code,
            0);
  return file;
}

void expect_prediction(const Json& state, const std::string& model, const std::string& picture) {
  const Json said = Json::parse(program::run({"predict", "--model", model, "--json", picture}).out).at(0);
  ASSERT_TRUE(state.at("prediction").is_object()) << state.dump().substr(0, 300);
  EXPECT_EQ(state["prediction"]["label"], said["label"]);
  EXPECT_EQ(state["prediction"]["name"], said["class"]);
  for (size_t c = 0; c < 10; ++c)
    EXPECT_NEAR(state["prediction"]["probabilities"][c].get<double>(), said["probabilities"][c].get<double>(), 1e-4);
}

struct Shot {
  int width = 0, height = 0;
  std::vector<uint8_t> rgb;
  explicit Shot(const std::string& path) {
    int channels = 0;
    const std::string file = program::read(path);
    const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
        stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(file.data()), static_cast<int>(file.size()), &width,
                              &height, &channels, 3),
        stbi_image_free);
    if (pixels) rgb.assign(pixels.get(), pixels.get() + size_t{3} * static_cast<size_t>(width * height));
  }
  int at(int x, int y) const {  // 0xrrggbb
    const uint8_t* p = rgb.data() + 3 * (static_cast<ptrdiff_t>(y) * width + x);
    return p[0] << 16 | p[1] << 8 | p[2];
  }
  // Of the pixels of a part, how many are not of this colour.
  double share_other_than(int colour, int left, int top, int right, int bottom) const {
    int others = 0;
    for (int y = top; y < bottom; ++y)
      for (int x = left; x < right; ++x) others += at(x, y) != colour;
    return others / static_cast<double>((right - left) * (bottom - top));
  }
};

constexpr int kGround = 0xfafafa, kNight = 0x16181d, kChosen = 0xbcd3f7;  // of web/theme.cpp

class DesktopWindow : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(display(), "") << "Xvfb did not start"; }
  Folder folder_;
};

TEST_F(DesktopWindow, NamesAPictureAsPredictDoes) {
  for (const int index : {0, 3, 5}) {
    const std::string picture = garments(folder_, 1, index);
    const Json state = state_of({"--frames", "2", picture});
    expect_prediction(state, kModel, picture);
    EXPECT_EQ(state["error"], nullptr);
    EXPECT_EQ(state["frame"], 2);
  }
}

TEST_F(DesktopWindow, AsksTheModelThatIsNamed) {
  const std::string model = folder_ / "eighth.safetensors", picture = garments(folder_);
  ASSERT_EQ(program::run({"convert", kModel, model, "--as", "i8"}).code, 0);
  const Json state = state_of({"--model", model, "--frames", "1", picture});
  expect_prediction(state, model, picture);
  EXPECT_NE(state["prediction"]["probabilities"], state_of({"--frames", "1", picture})["prediction"]["probabilities"]);
}

TEST_F(DesktopWindow, GoesOnTrainingANetworkThatIsOpened) {
  const std::string net = "flatten, dense 16, relu, dense 10", model = folder_ / "net.safetensors";
  ASSERT_EQ(program::run({"train", "--net", net, "--data", tiny, "--epochs", "1", "--out", model}).code, 0);
  const std::string picture = garments(folder_);
  const Json state = state_of({"--frames", "2", model, picture});
  expect_prediction(state, model, picture);
  EXPECT_EQ(state["training"]["net"], net);
}

TEST_F(DesktopWindow, DrawsWhatItSays) {
  const std::string shot = folder_ / "shot.png";
  const Json state = state_of({"--frames", "4", "--size", "1000x700", "--screenshot", shot, garments(folder_)});
  EXPECT_EQ(state["width"], 1000);
  const Shot s(shot);
  ASSERT_EQ(s.width, 1000);
  ASSERT_EQ(s.height, 700);
  EXPECT_EQ(s.at(2, 2), kGround);
  EXPECT_EQ(s.at(20, 14), kChosen);                                // the tab
  EXPECT_GT(s.share_other_than(0xffffff, 20, 70, 500, 560), 0.3);  // the garment on the sheet
  for (int i = 0; i < 784; ++i) {                                  // what the network sees of it, 6 pixels for one
    const int grey = state["picture"][static_cast<size_t>(i)].get<int>(), x = 541 + 6 * (i % 28), y = 67 + 6 * (i / 28);
    ASSERT_EQ(s.at(x, y), grey << 16 | grey << 8 | grey) << x << " " << y;
  }
  EXPECT_GT(s.share_other_than(kGround, 540, 260, 980, 600), 0.15);  // ten bars
  EXPECT_LT(s.share_other_than(kGround, 540, 260, 980, 600), 0.8);
}

TEST_F(DesktopWindow, DrawsLargerForFinerScreensAndDarkerByNight) {
  const std::string shot = folder_ / "shot.png";
  const Json state = state_of({"--frames", "2", "--size", "700x500", "--scale", "1.5", "--dark", "--screenshot", shot});
  EXPECT_EQ(state["width"], 700);
  EXPECT_EQ(state["scale"], 1.5);
  const Shot s(shot);
  ASSERT_EQ(s.width, 1050);
  ASSERT_EQ(s.height, 750);
  EXPECT_EQ(s.at(2, 2), kNight);
}

TEST_F(DesktopWindow, TrainsAndSavesANetworkThatEvalReads) {
  const std::string saved = folder_ / "saved.safetensors";
  const Json state = state_of({"--data", tiny, "--set", "net=flatten, dense 10", "--set", "epochs=1", "--seed", "7",
                               "--do", "train", "--do", "start", "--frames", "60", "--out", saved});
  EXPECT_EQ(state["error"], nullptr);
  EXPECT_EQ(state["training"]["running"], false);
  EXPECT_EQ(state["training"]["epoch"], 1);
  const auto said = program::run({"eval", saved, "--data", tiny, "--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_NEAR(Json::parse(said.out).at("accuracy").get<double>(), state["training"]["test_accuracy"].get<double>(),
              1e-9);
}

TEST_F(DesktopWindow, LooksInside) {
  const Json state = state_of(
      {"--data", tiny, "--do", "inside", "--set", "inside.view=neighbours", "--frames", "8", garments(folder_)});
  ASSERT_EQ(state["inside"]["view"], "neighbours");
  ASSERT_FALSE(state["inside"]["neighbours"].empty());
}

TEST_F(DesktopWindow, SaysWhatItLacksToTrainWith) {
  const Json state = state_of({"--data", folder_ / "nowhere", "--do", "train", "--do", "start", "--frames", "3"});
  EXPECT_THAT(state["error"].get<std::string>(), testing::HasSubstr("nowhere"));
}

TEST_F(DesktopWindow, SaysInOneLineWhatIsWrong) {
  struct Case {
    Words words;
    int code;
    std::string part;
  };
  const std::string text = folder_ / "text.png";
  program::write(text, "no picture\n");
  for (const Case& c : {Case{{"--frames", "none"}, 2, "--frames"},
                        {{"--nonsense"}, 2, "--nonsense"},
                        {{"--size", "10x10"}, 2, "--size"},
                        {{"--screenshot", "a.png"}, 2, "--frames"},
                        {{"--frames", "1", "--set", "tab=nowhere"}, 2, "nowhere"},
                        {{"--frames", "1", "--do", "dance"}, 2, "dance"},
                        {{"--frames", "1", text}, 3, "PNG"},
                        {{"--frames", "1", "--model", text}, 3, "text.png"},
                        {{"--frames", "1", folder_ / "none.png"}, 4, "none.png"},
                        {{"--frames", "1", "--screenshot", folder_ / "no/where.png"}, 4, "where.png"}}) {
    const auto r = window(c.words);
    EXPECT_EQ(r.code, c.code) << r.err;
    EXPECT_THAT(r.err, testing::StartsWith("thimble: "));
    EXPECT_THAT(r.err, testing::HasSubstr(c.part));
    EXPECT_EQ(program::lines(r.err), 1) << r.err;
    EXPECT_EQ(r.out, "");
  }
}

TEST(DesktopProgram, WithoutADisplayIsAnErrorInOneLine) {
  const auto r = program::run({"ui", "--frames", "1"}, {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}});
  EXPECT_EQ(r.code, 4);
  EXPECT_THAT(r.err, testing::StartsWith("thimble: ui: there is no display"));
  EXPECT_EQ(program::lines(r.err), 1);
}

TEST(DesktopProgram, ThatIsNotThereIsAnErrorInOneLine) {
  const Folder folder;
  std::filesystem::copy_file(THIMBLE_PROGRAM, folder / "thimble");
  const auto r = program::shell("\"" + folder / "thimble" + "\" ui");
  EXPECT_EQ(r.code, 4);
  EXPECT_EQ(r.err,
            "thimble: ui: the window was not built: install libglfw3-dev and build again, or let ./run ui do both\n");
  EXPECT_EQ(program::shell("\"" + folder / "thimble" + "\" ui --help").code, 0);
}

}  // namespace
