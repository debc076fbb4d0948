// The window's keys are the page's: what glue.js and watch.js list, and nothing else.

#include "web/desktop/keyboard.h"

#include <GLFW/glfw3.h>
#include <gmock/gmock.h>

#include <map>
#include <regex>

#include "native/program.h"

namespace {

using thimble::Tab;
using Keys = std::map<std::string, std::string>;

const std::string kWeb = THIMBLE_SOURCE_DIR "/web/";

// { p: 'pen', '[': 'thinner' } behind `const NAME =` in a script.
Keys keys_of(const std::string& script, const std::string& name) {
  const size_t begin = script.find("const " + name + " = {"), end = script.find('}', begin);
  Keys keys;
  const std::string all = script.substr(begin, end - begin);
  const std::regex one("('(.)'|(\\w+)): '([^']+)'");
  for (std::sregex_iterator m(all.begin(), all.end(), one), none; m != none; ++m)
    keys[(*m)[2].matched ? (*m)[2].str() : (*m)[3].str()] = (*m)[4].str();
  return keys;
}

Keys letters_of(Tab tab) {
  Keys keys;
  for (unsigned letter = 0; letter < 128; ++letter)
    if (const std::string command = thimble::command_of_letter(letter, tab); !command.empty())
      keys[std::string(1, static_cast<char>(letter))] = command;
  return keys;
}

// What types no letter is asked by its number, and there is nobody to show around.
Keys letters(Keys keys) {
  for (const char* name : {"Delete", "Backspace", "F6", "?"}) keys.erase(name);
  return keys;
}

Keys with(Keys keys, const Keys& more) {
  keys.insert(more.begin(), more.end());
  return keys;
}

TEST(Keyboard, LettersAreThoseOfThePage) {
  const std::string glue = program::read(kWeb + "glue.js"), watch = program::read(kWeb + "watch.js");
  const Keys anywhere = letters(keys_of(glue, "keys")),
             training = with(keys_of(glue, "training_keys"), keys_of(watch, "keys"));
  ASSERT_GT(anywhere.size(), 10u);
  ASSERT_GT(training.size(), 5u);
  EXPECT_EQ(letters_of(Tab::classify), anywhere);
  EXPECT_EQ(letters_of(Tab::train), with(anywhere, training));
  EXPECT_EQ(letters_of(Tab::inside), with(anywhere, keys_of(glue, "inside_keys")));
}

TEST(Keyboard, OtherKeysToo) {
  EXPECT_EQ(thimble::command_of_key(GLFW_KEY_DELETE, 0, Tab::classify), "clear");
  EXPECT_EQ(thimble::command_of_key(GLFW_KEY_F6, 0, Tab::inside), "panel");
  EXPECT_EQ(thimble::command_of_key(GLFW_KEY_UP, GLFW_MOD_SHIFT, Tab::train), "cell_up");
  EXPECT_EQ(thimble::command_of_key(GLFW_KEY_UP, GLFW_MOD_SHIFT, Tab::classify), "");
  EXPECT_EQ(thimble::command_of_key(GLFW_KEY_DELETE, GLFW_MOD_ALT, Tab::classify), "");
  EXPECT_LT(thimble::walking_key(GLFW_KEY_P), 0);
  EXPECT_GE(thimble::walking_key(GLFW_KEY_LEFT), 0);
  EXPECT_LT(thimble::walking_key(GLFW_KEY_TAB), 0);
  EXPECT_GE(thimble::editing_key(GLFW_KEY_TAB), 0);
}

}  // namespace
