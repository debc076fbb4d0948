// EXPECT_ERROR(statement, kind, "part of the message"): the statement must throw an Error of that kind whose text holds
// the part.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

#define EXPECT_ERROR(statement, expected_kind, part)                          \
  do {                                                                        \
    bool thrown = false;                                                      \
    try {                                                                     \
      statement;                                                              \
    } catch (const ::thimble::Error& error) {                                 \
      thrown = true;                                                          \
      EXPECT_EQ(error.kind, ::thimble::Error::expected_kind) << error.what(); \
      EXPECT_THAT(error.what(), ::testing::HasSubstr(part));                  \
    }                                                                         \
    EXPECT_TRUE(thrown) << "expected an error with: " << part;                \
  } while (false)
