#!/usr/bin/env python3
"""Writes the malformed files beside this script, and expected.txt, which says what each parser must answer.

A case is (file, parser, kind of error, part of the message). The parsers:
  idx          parse_idx                    gz        the same, of a gzip file
  labels       three pictures with these labels, ten class names      pictures  these pictures with three labels
  csv          parse_csv with ten class names                         safetensors   from_safetensors
  network      parse_network                recipe    parse_recipe    image     a picture given to `thimble predict`
"""
import gzip
import json
import pathlib
import shutil
import struct
import zlib

here = pathlib.Path(__file__).parent
cases = []


def case(parser, name, data, kind, message):
    folder = here / parser
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    cases.append((f"{parser}/{name}", parser, kind, message))


def idx(extents, values=b"", magic=None):
    head = struct.pack(">I", 0x800 + len(extents) if magic is None else magic)
    return head + struct.pack(f">{len(extents)}I", *extents) + values


def zipped(data):
    return gzip.compress(data, 9, mtime=0)


def idx_cases():
    good = idx([3, 2, 2], bytes(range(12)))
    for length in (0, 1, 2, 3):
        case("idx", f"cut_at_{length:02}", good[:length], "data", f"expected a magic number of 4 bytes, got {length} bytes")
    for length in (4, 7, 8, 11, 12, 15):
        case("idx", f"cut_at_{length:02}", good[:length], "data", f"expected a header of 16 bytes for 3 dimensions, got {length} bytes")
    case("idx", "no_values", good[:16], "data", "expected 12 bytes behind the header ((3, 2, 2)), got 0")
    case("idx", "one_value_short", good[:-1], "data", "expected 12 bytes behind the header ((3, 2, 2)), got 11")
    case("idx", "trailing_byte", good + b"\0", "data", "expected 12 bytes behind the header ((3, 2, 2)), got 13")
    case("idx", "trailing_newline", good + b"\n", "data", "got 13")
    case("idx", "magic_little_endian", b"\x03\x08\0\0" + good[4:], "data", "magic 0x03080000, expected 0x0000080D")
    case("idx", "magic_floats", idx([1, 1, 1], bytes(4), 0xD03), "data", "expected type 8 (unsigned bytes), got 13")
    case("idx", "magic_signed_bytes", idx([1], bytes(1), 0x901), "data", "expected type 8 (unsigned bytes), got 9")
    case("idx", "no_dimensions", idx([]), "data", "expected 1 to 4 dimensions, got 0")
    case("idx", "five_dimensions", idx([1] * 5, bytes(1)), "data", "expected 1 to 4 dimensions, got 5")
    case("idx", "255_dimensions", idx([], bytes(64), 0x8FF), "data", "expected 1 to 4 dimensions, got 255")
    case("idx", "text", "label,pixel1\n0,0\n", "data", "magic 0x6c616265, expected 0x0000080D")
    case("idx", "html", "<!DOCTYPE html><title>404 Not Found</title>\n", "data", "magic 0x3c21444f, expected 0x0000080D")
    case("idx", "extent_zero_pictures", idx([0, 28, 28]), "data", "at byte 4: expected an extent from 1 to 2147483647, got 0")
    case("idx", "extent_zero_rows", idx([3, 0, 28]), "data", "at byte 8: expected an extent from 1 to 2147483647, got 0")
    case("idx", "extent_zero_columns", idx([3, 28, 0]), "data", "at byte 12: expected an extent from 1 to 2147483647, got 0")
    case("idx", "extent_2_31", idx([1 << 31, 1, 1]), "data", "at byte 4: expected an extent from 1 to 2147483647, got 2147483648")
    case("idx", "extent_2_32_less_1", idx([3, (1 << 32) - 1, 1]), "data", "at byte 8: expected an extent from 1 to 2147483647, got 4294967295")
    case("idx", "extent_2_31_less_1", idx([(1 << 31) - 1]), "data", "expected 2147483647 bytes behind the header")
    case("idx", "product_2_32", idx([1 << 16, 1 << 16, 1]), "data", "at byte 8: expected at most 2147483647 values, got 4294967296")
    case("idx", "product_2_64", idx([1 << 30, 1 << 30, 16]), "data", "expected at most 2147483647 values")
    case("idx", "product_wraps_to_12", idx([1 << 30, 1 << 30, 1 << 30, 12], bytes(12)), "data", "expected at most 2147483647 values")
    case("idx", "one_too_many_claimed", idx([4, 2, 2], bytes(12)), "data", "expected 16 bytes behind the header ((4, 2, 2)), got 12")


def label_cases():
    (here / "labels").mkdir(exist_ok=True)
    (here / "pictures").mkdir(exist_ok=True)
    case("labels", "label_10", idx([3], bytes([0, 10, 9])), "data", "at byte 9: expected a label from 0 to 9, got 10")
    case("labels", "label_255", idx([3], bytes([255, 1, 9])), "data", "at byte 8: expected a label from 0 to 9, got 255")
    case("labels", "two_labels", idx([2], bytes(2)), "data", "expected a label for each of 3 pictures, got 2")
    case("labels", "four_labels", idx([4], bytes(4)), "data", "expected a label for each of 3 pictures, got 4")
    case("labels", "two_dimensions", idx([3, 1], bytes(3)), "data", "expected 1 dimension, got 2")
    case("labels", "are_pictures", idx([3, 1, 1], bytes(3)), "data", "expected 1 dimension, got 3")
    case("pictures", "are_labels", idx([3], bytes(3)), "data", "expected 3 or 4 dimensions (N, H, W) or (N, C, H, W), got 1")
    case("pictures", "two_dimensions", idx([3, 4], bytes(12)), "data", "expected 3 or 4 dimensions (N, H, W) or (N, C, H, W), got 2")
    case("pictures", "two_pictures", idx([2, 2, 2], bytes(8)), "data", "expected a label for each of 2 pictures, got 3")


def gz_cases():
    plain = idx([3, 2, 2], bytes(range(12)))
    good = zipped(plain)
    case("gz", "magic_only", good[:2], "data", "expected a magic number of 4 bytes, got 0 bytes")
    case("gz", "header_only", good[:10], "data", "expected a magic number of 4 bytes, got 0 bytes")
    case("gz", "cut_in_trailer", good[:-3], "data", "the file ends in the middle of the stream")
    case("gz", "cut_before_trailer", good[:-8], "data", "the file ends in the middle of the stream")
    case("gz", "bad_crc", good[:-8] + bytes([good[-8] ^ 1]) + good[-7:], "data", "incorrect data check")
    case("gz", "bad_length", good[:-4] + struct.pack("<I", 12), "data", "incorrect length check")
    case("gz", "bad_method", good[:2] + b"\x07" + good[3:], "data", "unknown compression method")
    case("gz", "reserved_flags", good[:3] + b"\xe0" + good[4:], "data", "unknown header flags set")
    case("gz", "bad_block_type", good[:10] + b"\x07" + good[11:], "data", "invalid block type")
    case("gz", "rubbish_behind", good + b"rubbish", "data", "expected the end or another gzip member")
    case("gz", "second_member_cut", good + zipped(b"")[:12], "data", "the file ends in the middle of the stream")
    case("gz", "second_member_damaged", good + good[:3] + b"\xff" * 20, "data", "unknown header flags set")
    case("gz", "second_member_adds_bytes", good + zipped(b"more"), "data", "holds more than 28 bytes")
    case("gz", "second_member_adds_a_byte", good + zipped(b"!"), "data", "holds more than 28 bytes")
    case("gz", "bomb", zipped(plain + bytes(3_000_000)), "data", "holds more than 28 bytes")
    case("gz", "bomb_of_a_bomb", zipped(zipped(bytes(3_000_000))), "data", "magic 0x1f8b")
    case("gz", "empty_content", zipped(b""), "data", "expected a magic number of 4 bytes, got 0 bytes")
    case("gz", "short_content", zipped(plain[:20]), "data", "expected 12 bytes behind the header ((3, 2, 2)), got 4")
    case("gz", "huge_claim", zipped(idx([1 << 16, 1 << 14, 1])), "data", "expected 1073741824 bytes behind the header")
    case("gz", "zlib_not_gzip", zlib.compress(plain, 9), "data", "expected 0x0000080D")


def csv_cases():
    head = "label,pixel1,pixel2,pixel3,pixel4\n"
    case("csv", "empty.csv", "", "data", "got an empty file")
    case("csv", "mark_only.csv", b"\xef\xbb\xbf", "data", "got an empty file")
    case("csv", "header_only.csv", head, "data", ":2: expected at least one row of pixels")
    case("csv", "no_header.csv", "9,0,0,0,1\n", "data", ":1: expected a header \"label,pixel1,pixel2,...\", got \"9,0,0,0,1\"")
    case("csv", "header_without_pixels.csv", "label\n1\n", "data", ":1: expected a square number of pixel columns, got 0")
    case("csv", "header_wrong_first.csv", "pixel1,label,pixel2,pixel3,pixel4\n0,0,0,0,0\n", "data", ":1: expected a header")
    case("csv", "header_quoted.csv", '"label","pixel1"\n"1","2"\n', "data", ":1: expected a header")
    case("csv", "header_with_number.csv", "label,pixel1,2,pixel3,pixel4\n0,0,0,0,0\n", "data", ":1: column 3: expected a name such as pixel2, got \"2\"")
    case("csv", "header_empty_name.csv", "label,pixel1,,pixel3,pixel4\n0,0,0,0,0\n", "data", ":1: column 3: expected a name such as pixel2")
    case("csv", "header_ends_in_comma.csv", "label,pixel1,pixel2,pixel3,\n0,0,0,0,0\n", "data", ":1: column 5: expected a name such as pixel4")
    case("csv", "not_square.csv", "label,pixel1,pixel2,pixel3\n0,0,0,0\n", "data", ":1: expected a square number of pixel columns, got 3")
    case("csv", "column_missing.csv", head + "0,1,22,33,44\n1,101,102,103\n", "data", ":3: expected 5 columns, got 4")
    case("csv", "column_extra.csv", head + "0,1,2,3,4\n1,1,2,3,4,5\n", "data", ":3: expected 5 columns, got 6")
    case("csv", "comma_at_end.csv", head + "0,1,2,3,4,\n", "data", ":2: expected 5 columns, got 6")
    case("csv", "pixel_256.csv", head + "0,1,2,3,4\n1,0,256,0,0\n", "data", ":3: column 3: expected a number from 0 to 255, got \"256\"")
    case("csv", "pixel_negative.csv", head + "1,0,-1,0,0\n", "data", ":2: column 3: expected a number from 0 to 255, got \"-1\"")
    case("csv", "pixel_1e3.csv", head + "1,0,1e3,0,0\n", "data", ":2: column 3: expected a number from 0 to 255, got \"1e3\"")
    case("csv", "pixel_decimal.csv", head + "1,0,1.0,0,0\n", "data", ":2: column 3: expected a number from 0 to 255, got \"1.0\"")
    case("csv", "pixel_blank.csv", head + "1,0, 1,0,0\n", "data", ":2: column 3: expected a number from 0 to 255, got \" 1\"")
    case("csv", "pixel_empty.csv", head + "1,0,,0,100\n", "data", ":2: column 3: expected a number from 0 to 255, got \"\"")
    case("csv", "pixel_hex.csv", head + "1,0,0x1,0,0\n", "data", ":2: column 3: expected a number from 0 to 255, got \"0x1\"")
    case("csv", "pixel_word.csv", head + "1,0,nan,0,0\n", "data", ":2: column 3: expected a number from 0 to 255, got \"nan\"")
    case("csv", "pixel_long.csv", head + "1,0," + "9" * 2000 + ",0,0\n", "data", ":2: column 3: expected a number from 0 to 255, got \"9999")
    case("csv", "pixel_zeros.csv", head + "1,0,0001,0,0\n", "data", ":2: column 3: expected a number from 0 to 255, got \"0001\"")
    case("csv", "quoted.csv", head + '"1",0,0,0,0\n', "data", ":2: column 1: expected a number from 0 to 255")
    case("csv", "semicolons.csv", head + "1;0;0;0;0\n", "data", ":2: column 1: expected a number from 0 to 255, got \"1;0;0;0;0\"")
    case("csv", "nul_byte.csv", head.encode() + b"1,0,\x00,0,0\n", "data", ":2: column 3: expected a number from 0 to 255, got \"?\"")
    case("csv", "empty_line.csv", head + "1,0,0,0,0\n\n2,0,0,0,0\n", "data", ":3: expected 5 columns, got an empty line")
    case("csv", "empty_last_line.csv", head + "1,0,0,0,0\n\n", "data", ":3: expected 5 columns, got an empty line")
    case("csv", "label_10.csv", head + "9,0,0,0,0\n10,0,0,0,0\n", "data", ":3: column 1: expected a label from 0 to 9, got 10")
    case("csv", "label_word.csv", head + "coat,0,0,0,0\n", "data", ":2: column 1: expected a number from 0 to 255, got \"coat\"")
    case("csv", "huge_line.csv", head + "1," * 1900 + "1\n", "data", ":2: expected 5 columns, got 1901")
    case("csv", "old_mac_lines.csv", head.replace("\n", "\r") + "1,0,0,0,0\r", "data", ":1: ")
    case("csv", "cut_in_row.csv", head + "1,10,20,30,40\n2,10,2", "data", ":3: expected 5 columns, got 3")
    case("csv", "utf16.csv", head.encode("utf-16"), "data", ":1: expected a header")


def tensors(header, data=b"", length=None):
    words = header if isinstance(header, bytes) else (header if isinstance(header, str) else json.dumps(header)).encode()
    return struct.pack("<Q", len(words) if length is None else length) + words + data


def safetensors_cases():
    def one(**changes):
        entry = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
        entry.update(changes)
        return {"w": {key: value for key, value in entry.items() if value is not None}}

    two = lambda a, b: {"a": {"dtype": "U8", "shape": [a[1] - a[0]], "data_offsets": a},
                        "b": {"dtype": "U8", "shape": [b[1] - b[0]], "data_offsets": b}}

    def bad(name, data, message):
        case("safetensors", name, data, "data", message)

    bad("empty", b"", "expected 8 bytes of header length, got 0")
    bad("cut_in_length", tensors({})[:7], "expected 8 bytes of header length, got 7")
    bad("length_zero", struct.pack("<Q", 0) + b"{}", "expected a header that begins with '{', got nothing")
    bad("length_beyond_file", tensors("{}", b"", 3), "expected a header inside the file (2 bytes behind its length), got 3")
    bad("length_100_million_and_1", tensors("{}", b"", 100_000_001), "expected a header of at most 100000000 bytes, got 100000001")
    bad("length_2_63", tensors("{}", b"", 1 << 63), "expected a header of at most 100000000 bytes, got 9223372036854775808")
    bad("length_2_64_less_1", tensors("{}", b"", (1 << 64) - 1), "expected a header of at most 100000000 bytes, got 18446744073709551615")
    bad("begins_with_blank", tensors(" {}"), "expected a header that begins with '{', got byte 32")
    bad("begins_with_list", tensors("[]"), "expected a header that begins with '{', got byte 91")
    bad("not_json", tensors("{w}"), "header: expected JSON")
    bad("json_cut", tensors('{"w":{"dtype":"F32"'), "header: expected JSON")
    bad("json_twice", tensors("{}{}"), "header: expected JSON")
    bad("json_comment", tensors("{/**/}"), "header: expected JSON")
    bad("json_not_utf8", tensors(b'{"\xff":1}'), "header: expected JSON")
    bad("deep_lists", tensors('{"w":' + "[" * 1500 + "]" * 1500 + "}"), "expected at most 3 levels of brackets")
    bad("deep_objects", tensors('{"w":' * 500 + "1" + "}" * 500), "expected at most 3 levels of brackets")
    bad("tensor_twice", tensors('{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', b"1"), 'the name "w" stands twice')
    bad("dtype_twice", tensors('{"w":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}', b"1"), 'the name "dtype" stands twice')
    bad("text_twice", tensors('{"__metadata__":{"a":"1","a":"2"}}'), 'the name "a" stands twice')
    bad("metadata_number", tensors('{"__metadata__":{"a":1}}'), '__metadata__: "a": expected a text, got number')
    bad("metadata_list", tensors('{"__metadata__":["a"]}'), "__metadata__: expected names and texts, got array")
    bad("tensor_number", tensors('{"w":7}'), 'tensor "w": expected dtype, shape and data_offsets, got number')
    bad("key_unknown", tensors(one(strides=[1]), bytes(8)), 'expected dtype, shape and data_offsets, got "strides"')
    bad("dtype_missing", tensors(one(dtype=None), bytes(8)), "expected a dtype")
    bad("shape_missing", tensors(one(shape=None), bytes(8)), "expected a shape")
    bad("offsets_missing", tensors(one(data_offsets=None), bytes(8)), "expected a data_offsets")
    bad("dtype_unknown", tensors(one(dtype="F31"), bytes(8)), 'dtype: expected F32, F16, BF16, U8 or I8, got "F31"')
    bad("dtype_f64", tensors(one(dtype="F64", shape=[1]), bytes(8)), 'dtype: expected F32, F16, BF16, U8 or I8, got "F64"')
    bad("dtype_number", tensors(one(dtype=32), bytes(8)), "dtype: expected F32, F16, BF16, U8 or I8, got 32")
    bad("shape_number", tensors(one(shape=2), bytes(8)), "shape: expected a list of extents, got number")
    bad("shape_negative", tensors(one(shape=[-2]), bytes(8)), "shape: expected whole numbers from 0 to 2147483647, got -2")
    bad("shape_fraction", tensors(one(shape=[2.0]), bytes(8)), "shape: expected whole numbers from 0 to 2147483647, got 2.0")
    bad("shape_2_31", tensors(one(shape=[1 << 31]), bytes(8)), "shape: expected whole numbers from 0 to 2147483647, got 2147483648")
    bad("shape_product_2_32", tensors(one(shape=[1 << 16, 1 << 16]), bytes(8)), "shape: expected at most 2147483647 values")
    bad("shape_product_2_64", tensors(one(shape=[1 << 30, 1 << 30, 1 << 4]), bytes(8)), "shape: expected at most 2147483647 values")
    bad("shape_six_extents", tensors(one(shape=[1] * 6), bytes(8)), "shape: expected at most 5 extents, got 6")
    bad("offsets_one", tensors(one(data_offsets=[0]), bytes(8)), "data_offsets: expected two whole numbers, got [0]")
    bad("offsets_negative", tensors(one(data_offsets=[-8, 0]), bytes(8)), "data_offsets: expected two whole numbers, got [-8,0]")
    bad("offsets_reversed", tensors(one(data_offsets=[8, 0]), bytes(8)), "data_offsets: expected a range inside the 8 bytes of data, got 8 to 0")
    bad("offsets_outside", tensors(one(data_offsets=[1, 9]), bytes(8)), "data_offsets: expected a range inside the 8 bytes of data, got 1 to 9")
    bad("offsets_2_63", tensors(one(data_offsets=[1 << 63, (1 << 63) + 8]), bytes(8)), "got 9223372036854775808 to 9223372036854775816")
    bad("offsets_2_64", tensors(one(data_offsets=[0, 1 << 64]), bytes(8)), "data_offsets: expected two whole numbers")
    bad("offsets_too_few", tensors(one(data_offsets=[0, 7]), bytes(7)), "expected 8 bytes for F32 (2), got 7")
    bad("data_missing", tensors(one()), "expected a range inside the 0 bytes of data, got 0 to 8")
    bad("overlap", tensors(two([0, 4], [3, 8]), bytes(8)), 'tensor "b": overlaps the tensor before it: begins at 3, expected 4')
    bad("same_place", tensors(two([0, 8], [0, 8]), bytes(8)), 'tensor "b": overlaps the tensor before it')
    bad("hole", tensors(two([0, 3], [4, 8]), bytes(8)), 'tensor "b": a hole before it: begins at 4, expected 3')
    bad("hole_at_begin", tensors(two([1, 4], [4, 8]), bytes(8)), 'tensor "a": a hole before it: begins at 1, expected 0')
    bad("data_left_over", tensors(two([0, 4], [4, 7]), bytes(8)), "expected the data to end with the last tensor at 7, got 8 bytes")
    bad("scale_not_a_number", tensors({"__metadata__": {"w.scale": "big"}, "w": {"dtype": "I8", "shape": [1], "data_offsets": [0, 1]}}, b"1"), '"w.scale": expected a number above 0, got "big"')


def picture_cases():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    signature = b"\x89PNG\r\n\x1a\n"

    def png(width, height, rows, depth=8, colour=0):
        return (signature + chunk(b"IHDR", struct.pack(">2I5B", width, height, depth, colour, 0, 0, 0)) +
                chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))

    good = png(4, 4, (b"\0" + bytes([0, 80, 160, 240])) * 4)

    def bad(name, data, message):
        case("image", name, data, "data", message)

    bad("empty.png", b"", "empty.png: ")
    bad("signature_only.png", signature, "signature_only.png: ")
    bad("cut_in_header.png", good[:20], "cut_in_header.png: ")
    bad("cut_in_pixels.png", good[:50], "cut_in_pixels.png: ")
    bad("no_pixels.png", signature + chunk(b"IHDR", struct.pack(">2I5B", 4, 4, 8, 0, 0, 0, 0)) + chunk(b"IEND", b""), "no_pixels.png: ")
    bad("too_few_rows.png", png(4, 4, (b"\0" + bytes(4)) * 2), "too_few_rows.png: ")
    bad("zero_wide.png", png(0, 4, b""), "zero_wide.png: ")
    bad("claims_2_31.png", png((1 << 31) - 1, (1 << 31) - 1, b""), "claims_2_31.png: ")
    bad("claims_60000.png", png(60000, 60000, b""), "claims_60000.png: ")
    bad("text.png", "this is no picture\n", "text.png: ")
    bad("header_only.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", "header_only.jpg: ")
    bad("cut.bmp", b"BM" + struct.pack("<IHHI", 70, 0, 0, 54) + struct.pack("<IiiHH", 40, 4, 4, 1, 24), "cut.bmp: ")


def text_cases():
    def network(name, text, message):
        case("network", name + ".txt", text, "usage", message)

    def recipe(name, text, message):
        case("recipe", name + ".txt", text, "usage", message)

    network("empty", "", "network text: expected at least one layer, got none")
    network("comment_only", "# nothing\n", "network text: expected at least one layer, got none")
    network("unknown_layer", "conv 8 3x3, relu, max_pol 2, flatten, dense 10\n", 'network text, layer 3 "max_pol 2": unknown layer')
    network("conv_without_kernel", "conv 8\n", 'network text, layer 1 "conv 8": expected a window such as 3x3, got nothing')
    network("conv_kernel_word", "conv 8 threexthree\n", 'network text, layer 1 "conv 8 threexthree": expected a window such as 3x3, got "threexthree"')
    network("conv_zero_filters", "conv 0 3x3\n", 'network text, layer 1 "conv 0 3x3": expected a number of filters from 1 to 1000000, got "0"')
    network("conv_negative", "conv -8 3x3\n", 'network text, layer 1 "conv -8 3x3": expected a number of filters from 1 to 1000000, got "-8"')
    network("conv_huge", "conv 99999999999999999999 3x3\n", 'network text, layer 1 "conv 99999999999999999999 3x3": expected a number of filters from 1 to 1000000, got "99999999999999999999"')
    network("conv_stride_zero", "conv 8 3x3 stride 0\n", 'network text, layer 1 "conv 8 3x3 stride 0": expected a stride from 1 to 1000, got "0"')
    network("conv_unknown_option", "conv 8 3x3 padding 1\n", 'network text, layer 1 "conv 8 3x3 padding 1": unknown word "padding"')
    network("dense_without_units", "flatten, dense\n", 'network text, layer 2 "dense": expected a number of units, got nothing')
    network("dense_fraction", "flatten, dense 1.5\n", 'network text, layer 2 "dense 1.5": expected a number of units from 1 to 1000000, got "1.5"')
    network("dense_extra_word", "flatten, dense 10 20\n", 'network text, layer 2 "dense 10 20": unknown word "20"')
    network("dense_bad_init", "flatten, dense 10 init zeros\n", 'network text, layer 2 "dense 10 init zeros": unknown initialisation "zeros"')
    network("dense_l2_word", "flatten, dense 10 l2 much\n", 'network text, layer 2 "dense 10 l2 much": expected a penalty from 0 to 1e+06, got "much"')
    network("dropout_two", "flatten, dropout 2, dense 10\n", 'network text, layer 2 "dropout 2": expected a probability from 0 to 0.999, got "2"')
    network("dropout_nan", "flatten, dropout nan, dense 10\n", 'network text, layer 2 "dropout nan": expected a probability from 0 to 0.999, got "nan"')
    network("pool_zero", "max_pool 0\n", 'network text, layer 1 "max_pool 0": expected a window size from 1 to 16, got "0"')
    network("relu_with_number", "relu 3\n", 'network text, layer 1 "relu 3": expected nothing after relu, got "3"')
    network("not_text", bytes(range(256)), "network text")

    recipe("no_equals", "net flatten, dense 10\n", ':1: expected `key = value`, got "net flatten, dense 10"')
    recipe("unknown_key", "net = flatten, dense 10\nepoch = 3\n", ":2: unknown key `epoch`")
    recipe("key_twice", "net = flatten, dense 10\nepochs = 3\nepochs = 4\n", ":3: the key `epochs` stands here again")
    recipe("no_net", "epochs = 3\n", ": expected a key `net`, got none")
    recipe("epochs_word", "net = flatten, dense 10\nepochs = many\n", ':2: expected a whole number of at least 1, got "many"')
    recipe("epochs_zero", "net = flatten, dense 10\nepochs = 0\n", ':2: expected a whole number of at least 1, got "0"')
    recipe("batch_negative", "net = flatten, dense 10\nbatch = -1\n", ':2: expected a whole number of at least 1, got "-1"')
    recipe("lr_comma", "net = flatten, dense 10\nlr = 0,001\n", ':2: expected a number from 0 to 1e+06, got "0,001"')
    recipe("lr_nan", "net = flatten, dense 10\nlr = nan\n", ':2: expected a number from 0 to 1e+06, got "nan"')
    recipe("seed_huge", "net = flatten, dense 10\nseed = 99999999999999999999999\n", ':2: expected a whole number of at least 0, got "99999999999999999999999"')
    recipe("nesterov_maybe", "net = flatten, dense 10\nnesterov = maybe\n", ':2: expected true or false, got "maybe"')
    recipe("method_unknown", "method = mp --case 1\n", ':1: unknown method "mp"')
    recipe("method_and_net", "net = flatten, dense 10\nmethod = mpp\n", ": expected a key `net` or `method`, got both")
    recipe("tolerance_one", "net = flatten, dense 10\ntolerance.test_accuracy = 0.9\n", ':2: expected two numbers, LOW HIGH, got "0.9"')
    recipe("tolerance_turned", "net = flatten, dense 10\ntolerance.test_accuracy = 0.9 0.8\n", ':2: expected two numbers, LOW HIGH, got "0.9 0.8"')
    recipe("over_words", "net = flatten, dense 10\nover.optimizer/lr = adam 0.1, sgd\n", ':2: expected 2 words in each value, parted by commas, got "sgd"')
    recipe("over_value", "net = flatten, dense 10\nover.batch = 8, none\n", ': expected a whole number of at least 1, got "none"')
    recipe("over_many", "net = flatten, dense 10\n" + "".join(f"over.{k} = " + ", ".join(str(i + 1) for i in range(40)) + "\n" for k in ("batch", "epochs")), ": expected at most 1000 combinations, got more")
    recipe("verdict_other", "net = flatten, dense 10\nverdict = fine\n", ':2: expected not rebuilt or not reproducible as written, got "fine"')
    recipe("seeds_zero", "net = flatten, dense 10\nseeds = 0\n", ':2: expected a whole number of at least 1, got "0"')
    recipe("begins_with_blank", "  net = flatten\n", ":1: expected `key = value`, got a line that begins with a blank")


for folder in here.iterdir():
    if folder.is_dir():
        shutil.rmtree(folder)
idx_cases()
label_cases()
gz_cases()
csv_cases()
safetensors_cases()
picture_cases()
text_cases()
lines = ["# file | parser | kind of error | part of the message. Written by make.py, which says what the parsers are.", ""]
lines += [" | ".join(entry) for entry in cases]
(here / "expected.txt").write_text("\n".join(lines) + "\n")
print(len(cases), "cases")
