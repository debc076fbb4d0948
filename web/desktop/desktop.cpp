#include "web/desktop/desktop.h"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <utility>

#include "app/shipped_model.h"
#include "core/error.h"
#include "core/file.h"
#include "web/desktop/keyboard.h"
#include "web/desktop/picture_file.h"
#include "web/desktop/shipped.h"

namespace thimble {
namespace {

constexpr double kFrame = 100, kDrawing = 12, kAlone = 40;  // milliseconds, as in train.js
constexpr double kDrawn = 300;                              // since the pointer moved: it may be drawing
constexpr size_t kMostBytes = size_t{64} << 20;

double milliseconds() {
  using Clock = std::chrono::steady_clock;
  static const Clock::time_point begin = Clock::now();
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// The first line; of an address as file managers write it, "file:///my%20coat.png", the path (RFC 8089).
std::string path_of(const std::string& pasted) {
  const std::string line = pasted.substr(0, pasted.find_first_of("\r\n")), scheme = "file://";
  if (!line.starts_with(scheme)) return line;
  std::string path;
  for (size_t i = std::min(line.find('/', scheme.size()), line.size()); i < line.size(); ++i) {
    const bool coded =
        line[i] == '%' && i + 2 < line.size() && std::isxdigit(line[i + 1]) && std::isxdigit(line[i + 2]);
    path += coded ? static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16)) : line[i];
    if (coded) i += 2;
  }
  return path;
}

bool is_model(const std::string& path) { return path.ends_with(".safetensors"); }

}  // namespace

Desktop::Desktop(const Options& options)
    : options_(options),
      window_(options.width, options.height, options.scale,
              {.pointer =
                   [this](PointerPoint::Kind kind, float x, float y) {
                     screen_.pointer(kind, x, y);
                     moved_ = milliseconds();
                   },
               .wheel = [this](float lines) { screen_.wheel(lines); },
               .key = [this](int key, int action, int mods) { on_key(key, action, mods); },
               .letter = [this](unsigned letter) { on_letter(letter); },
               .dropped = [this](const std::string& path) { screen_.guarded([&] { open_file(path); }); },
               .changed = [this] { screen_.resize(window_.width(), window_.height(), window_.scale()); }}) {
  screen_.page.in_browser = false;
  screen_.page.dark = options.dark;
  screen_.open(Window::kGlsl, shipped_font(), window_.width(), window_.height(), window_.scale());
  ImGuiIO& io = ImGui::GetIO();
  io.ClipboardUserData = window_.handle();
  io.GetClipboardTextFn = [](void* window) { return glfwGetClipboardString(static_cast<GLFWwindow*>(window)); };
  io.SetClipboardTextFn = [](void* window, const char* text) {
    glfwSetClipboardString(static_cast<GLFWwindow*>(window), text);
  };
  start();
}

Desktop::~Desktop() { screen_.close(); }

void Desktop::start() {
  Page& page = screen_.page;
  if (options_.model.empty())
    page.scene.load_model(shipped_model(), "the page's network");
  else
    page.scene.load_model(read_file(options_.model), options_.model);
  for (const auto& [key, value] : options_.settings) page.set(key, value);
  for (const std::string& path : options_.files) open_file(path);
  for (const std::string& name : options_.commands)
    check(page.command(name), "--do: the page has no command \"", name, "\"");
  page.changed();
}

void Desktop::open_file(const std::string& path) {
  Page& page = screen_.page;
  screen_.changed();
  const std::vector<uint8_t> file = read_file(path, kMostBytes);
  is_model(path) ? page.load_model(file) : page.load_picture(file);
  opened_ = path;
}

void Desktop::command(const std::string& name) {
  if (!name.empty()) screen_.command(name);
}

// A file that was copied in a file manager, or its name.
void Desktop::paste() {
  const std::string path = path_of(window_.clipboard());
  screen_.guarded([&] {
    check(std::filesystem::is_regular_file(path), "Pasting works with the name of a picture's file here");
    open_file(path);
  });
}

void Desktop::on_key(int key, int action, int mods) {
  screen_.changed();
  const bool down = action != GLFW_RELEASE, shift = (mods & GLFW_MOD_SHIFT) != 0;
  const bool editing = asking_.open();
  ImGuiIO& io = ImGui::GetIO();  // the card alone hears of these keys
  io.KeyCtrl = editing && (mods & GLFW_MOD_CONTROL) != 0;
  io.KeyShift = editing && shift;
  io.KeySuper = editing && (mods & GLFW_MOD_SUPER) != 0;
  if (editing) {
    if (down && key == GLFW_KEY_ESCAPE) return asking_.end();
    return down ? screen_.keys.press(editing_key(key)) : screen_.keys.release(editing_key(key));
  }
  if (!down) {
    screen_.keys.release(editing_key(key));
    if (walking_key(key) >= 0) screen_.key(walking_key(key), false, shift);
    return;
  }
  screen_.settle();
  const Tab tab = screen_.page.tab;
  const std::string name = command_of_key(key, mods, tab);
  if (name == "paste") return paste();
  if (!name.empty()) return command(name);
  if (walking_key(key) >= 0 && screen_.key(walking_key(key), true, shift)) return;
  if (key == GLFW_KEY_SPACE && mods == 0) command(command_of_letter(' ', tab));
}

void Desktop::on_letter(unsigned letter) {
  screen_.changed();
  if (asking_.open()) {
    ImGui::GetIO().AddInputCharacter(letter);
  } else if (letter != ' ') {  // on_key() has done it
    screen_.settle();
    command(command_of_letter(letter, screen_.page.tab));
  }
}

void Desktop::answered(const Asking::Answer& answer) {
  Page& page = screen_.page;
  screen_.guarded([&] {
    page.error.clear();
    if (answer.what == Asking::What::open) open_file(answer.text);
    if (answer.what == Asking::What::save) write_file(answer.text, page.model());
    if (answer.what == Asking::What::layers) page.set("net", answer.text);
  });
  screen_.changed();
}

void Desktop::frame() {
  screen_.begin(milliseconds());
  if (asking_.open()) screen_.page.points.clear();  // nobody draws through the card
  screen_.show();
  std::optional<Asking::Answer> answer = asking_.show(screen_.width(), screen_.height());
  screen_.finish();
  if (!options_.screenshot.empty()) last_ = window_.pixels();
  window_.present(working_);
  drawn_ = milliseconds();
  if (answer) answered(*answer);
  behind_frame();
}

void Desktop::behind_frame() {
  Page& page = screen_.page;
  if (std::exchange(page.wants_file, false)) asking_.ask(Asking::What::open, opened_);
  if (std::exchange(page.wants_save, false)) asking_.ask(Asking::What::save, "network.safetensors");
  if (std::exchange(page.wants_layers, false)) asking_.ask(Asking::What::layers, page.train.setup().net_text());
  if (asking_.open()) screen_.changed();
  const bool wanted = page.tab != Tab::classify || page.wants_data || trains(page);
  if (!wanted || data_asked_) return;
  data_asked_ = true;
  data_ = std::async(std::launch::async, [where = options_.data] { return load_data(where); });
}

void Desktop::take_data(bool wait) {
  if (!data_.valid()) return;
  if (!wait && data_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
  Page& page = screen_.page;
  try {
    TrainTest data = data_.get();
    page.train.data().set(std::move(data.train), std::move(data.test));
    page.inside.set_data(page.train.data().train(), page.train.data().test());
  } catch (const std::exception& e) {
    page.data_problem = e.what();
  }
  working_ = busy();
  screen_.changed();
}

bool Desktop::busy() { return trains(screen_.page) || screen_.page.inside.busy(screen_.page.tab == Tab::inside); }

bool Desktop::work() {
  bool more = false;
  const double time = milliseconds() - moved_ < kDrawn ? kDrawing : kAlone;
  screen_.guarded([&] { more = screen_.page.advance(time, milliseconds); });
  return more;
}

void Desktop::run() {
  while (!window_.closed()) {
    if (working_ || screen_.waiting())
      window_.poll();
    else
      window_.wait(data_.valid());  // for the data, which knocks at no window
    take_data(false);
    if (screen_.waiting() || (working_ && milliseconds() - drawn_ >= kFrame)) {
      frame();
      working_ = busy();
    }
    if (working_) {
      working_ = work();
      if (!working_) screen_.changed();
    }
  }
}

void Desktop::run_frames(int count) {
  for (int i = 0; i < count; ++i) {
    window_.poll();
    frame();
    take_data(true);
    if (busy()) work();
  }
}

void Desktop::save_screenshot(const std::string& path) const { write_file(path, png_of(last_)); }

}  // namespace thimble
