#!/usr/bin/env python3
"""Writes reports_golden.h: confusion matrices and scikit-learn's report of each.   /usr/bin/python3 make_golden.py

The matrices are those that the reproduced reports print. Written with scikit-learn 1.2.1."""
import pathlib

import numpy as np
from sklearn.metrics import classification_report

NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
PRINTED = {
    "S0_4_test": """744 1 23 61 5 3 142 0 19 2  14 895 10 66 3 0 8 0 2 2  26 0 611 10 195 0 137 0 20 1
        34 6 8 791 58 0 82 0 20 1  1 0 85 26 777 0 95 0 16 0  1 0 0 0 0 911 0 53 5 30  145 0 131 37 210 3 437 0 36 1
        0 0 0 0 0 20 0 960 2 18  2 0 21 9 6 3 8 7 943 1  0 0 1 0 0 13 0 72 1 913""",
    "S1_A_train": """4663 27 76 215 14 7 492 0 49 0  14 5270 25 111 8 1 13 0 2 0  56 13 4400 47 582 0 372 0 26 0
        172 62 53 4863 208 0 122 0 18 1  11 4 514 150 4414 0 399 0 19 1  4 0 0 3 0 5207 1 197 18 77
        743 15 560 142 415 0 3574 1 57 0  0 0 0 0 0 149 0 5146 9 184  28 3 30 30 20 16 69 21 5292 1
        2 1 1 1 0 54 1 192 2 5240""",
    "S1_A_test": """811 3 12 46 5 1 109 0 13 0  4 957 6 24 5 0 3 0 1 0  17 3 774 10 124 1 68 0 3 0
        30 13 12 867 35 1 39 0 3 0  0 1 118 35 767 0 72 0 7 0  0 0 0 1 0 932 0 45 2 20  139 2 117 38 85 0 603 0 16 0
        0 0 0 0 0 27 0 936 0 37  4 1 6 7 3 3 15 6 955 0  0 0 0 0 0 7 1 42 0 950""",
    "S1_B_test": """848 0 12 15 4 1 111 0 9 0  0 909 2 22 1 0 5 0 1 0  14 0 820 7 88 0 68 0 3 0
        26 2 12 878 42 0 36 0 4 0  1 0 48 21 876 0 54 0 0 0  0 0 0 0 0 977 0 12 0 11  129 0 55 19 83 0 706 0 8 0
        0 0 0 0 0 11 0 965 0 24  0 0 4 2 4 7 2 2 978 1  1 0 0 0 0 3 0 22 0 974""",
}


def report(m, names, digits):
    truth, called = np.nonzero(m)
    y = np.repeat(truth, m[truth, called]), np.repeat(called, m[truth, called])
    return classification_report(*y, labels=range(len(m)), target_names=names, digits=digits, zero_division=0)


matrices = {name: np.array([int(x) for x in text.split()]).reshape(10, 10) for name, text in PRINTED.items()}
out = ["// Written by make_golden.py: matrices, and scikit-learn's reports of them.", "// clang-format off", "#pragma once", "",
       '#include "learn/golden.h"', "", "inline const std::vector<Golden> kGoldens = {"]


def entry(name, m, names, digits):
    cells = ", ".join(str(x) for x in m.flatten())
    words = ", ".join(f'"{n}"' for n in names)
    out.append(f'    {{"{name}", {digits}, {{{words}}}, {{{cells}}},\n     R"({report(m, names, digits)})"}},')


for name, m in matrices.items():
    entry(name, m, NAMES, 2)
entry("S0_4_test_4_digits", matrices["S0_4_test"], NAMES, 4)
entry("S1_A_test_long_name", matrices["S1_A_test"], ["a name longer than the headings"] + NAMES[1:], 3)
entry("accents", matrices["S1_A_test"][:3, :3], ["pull-over à col roulé", "béret", "3"], 2)
wide = np.random.RandomState(1).randint(0, 40, (23, 23))
entry("classes_23", wide, [f"class {k}" for k in range(23)], 3)
out.append("};")
pathlib.Path(__file__).with_name("reports_golden.h").write_text("\n".join(out) + "\n")
