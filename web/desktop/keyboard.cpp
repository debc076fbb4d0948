#include "web/desktop/keyboard.h"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <cctype>
#include <span>

namespace thimble {
namespace {

struct Letter {
  char letter;
  const char* command;
};
constexpr Letter kAnywhere[] = {{'p', "pen"},      {'e', "eraser"}, {'f', "bucket"},  {'[', "thinner"},
                                {']', "thicker"},  {'-', "darker"}, {'+', "lighter"}, {'o', "open"},
                                {'v', "view"},     {'c', "crop"},   {'i', "invert"},  {'k', "hand"},
                                {'1', "classify"}, {'2', "train"},  {'3', "inside"}};
constexpr Letter kTraining[] = {{' ', "start"},    {'s', "step"},    {'n', "epoch"},   {'r', "reset"},
                                {'m', "mistakes"}, {'x', "another"}, {',', "earlier"}, {'.', "later"}};
constexpr Letter kInside[] = {
    {' ', "cluster"}, {'s', "cluster step"}, {'r', "cluster reset"}, {'n', "next view"}, {'g', "sample"}};

struct Held {
  int key;
  const char* command;
};
constexpr Held kKeys[] = {{GLFW_KEY_DELETE, "clear"}, {GLFW_KEY_BACKSPACE, "clear"}, {GLFW_KEY_F6, "panel"}};
constexpr Held kShifted[] = {{GLFW_KEY_UP, "cell_up"},
                             {GLFW_KEY_DOWN, "cell_down"},
                             {GLFW_KEY_LEFT, "cell_left"},
                             {GLFW_KEY_RIGHT, "cell_right"},
                             {GLFW_KEY_ENTER, "cell"}};

struct Known {
  int key, imgui;
};
constexpr Known kWalking[] = {{GLFW_KEY_LEFT, ImGuiKey_LeftArrow}, {GLFW_KEY_RIGHT, ImGuiKey_RightArrow},
                              {GLFW_KEY_UP, ImGuiKey_UpArrow},     {GLFW_KEY_DOWN, ImGuiKey_DownArrow},
                              {GLFW_KEY_SPACE, ImGuiKey_Space},    {GLFW_KEY_ENTER, ImGuiKey_Enter},
                              {GLFW_KEY_KP_ENTER, ImGuiKey_Enter}, {GLFW_KEY_ESCAPE, ImGuiKey_Escape}};
constexpr Known kEditing[] = {{GLFW_KEY_TAB, ImGuiKey_Tab},   {GLFW_KEY_PAGE_UP, ImGuiKey_PageUp},
                              {GLFW_KEY_HOME, ImGuiKey_Home}, {GLFW_KEY_PAGE_DOWN, ImGuiKey_PageDown},
                              {GLFW_KEY_END, ImGuiKey_End},   {GLFW_KEY_INSERT, ImGuiKey_Insert},
                              {GLFW_KEY_A, ImGuiKey_A},       {GLFW_KEY_DELETE, ImGuiKey_Delete},
                              {GLFW_KEY_C, ImGuiKey_C},       {GLFW_KEY_BACKSPACE, ImGuiKey_Backspace},
                              {GLFW_KEY_V, ImGuiKey_V},       {GLFW_KEY_X, ImGuiKey_X},
                              {GLFW_KEY_Y, ImGuiKey_Y},       {GLFW_KEY_Z, ImGuiKey_Z}};

template <class Row, class Wanted>
std::string command_in(std::span<const Row> rows, Wanted Row::*column, Wanted wanted) {
  for (const Row& row : rows)
    if (row.*column == wanted) return row.command;
  return "";
}

int number_in(std::span<const Known> rows, int key) {
  for (const Known& row : rows)
    if (row.key == key) return row.imgui;
  return -1;
}

}  // namespace

std::string command_of_letter(unsigned letter, Tab tab) {
  if (letter > 127) return "";
  const auto typed = static_cast<char>(letter);
  const std::span<const Letter> here = tab == Tab::train    ? std::span<const Letter>(kTraining)
                                       : tab == Tab::inside ? std::span<const Letter>(kInside)
                                                            : std::span<const Letter>();
  const std::string command = command_in<Letter>(kAnywhere, &Letter::letter, typed);
  return command.empty() ? command_in<Letter>(here, &Letter::letter, typed) : command;
}

std::string command_of_key(int key, int mods, Tab tab) {
  const bool control = (mods & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) != 0, shift = (mods & GLFW_MOD_SHIFT) != 0;
  if ((mods & GLFW_MOD_ALT) != 0) return "";
  if (control) {
    const char* name = glfwGetKeyName(key, 0);  // as the keyboard's own letters lie
    const char letter = name == nullptr ? '\0' : static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
    return letter == 'z' ? (shift ? "redo" : "undo") : letter == 'y' ? "redo" : letter == 'v' ? "paste" : "";
  }
  if (shift && tab == Tab::train) return command_in<Held>(kShifted, &Held::key, key);
  return command_in<Held>(kKeys, &Held::key, key);
}

int walking_key(int key) { return number_in(kWalking, key); }

int editing_key(int key) {
  const int walking = walking_key(key);
  return walking >= 0 ? walking : number_in(kEditing, key);
}

}  // namespace thimble
