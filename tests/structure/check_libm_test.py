#!/usr/bin/env python3
"""check_libm.py finds what it is there to find."""

import tempfile
import unittest
from pathlib import Path

from check_libm import faults

OURS = '#include "hux/device/math.hpp"\n'


class a_file(unittest.TestCase):
    def faults_of(self, file, text):
        with tempfile.TemporaryDirectory() as root:
            path = Path(root) / file
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
            return faults(root)

    def refuses(self, text, where, file="src/network/draw.cpp"):
        found = self.faults_of(file, text)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{file}:{where}: "), found)

    def accepts(self, text, file="src/network/draw.cpp"):
        self.assertEqual(self.faults_of(file, text), [])

    def test_may_not_call_the_c_library(self):
        self.refuses(OURS + "double d = std::exp(-h / tau);\n", 2)
        self.refuses("double d = ::pow(3.0, x);\n", 1)
        self.refuses("float d = __builtin_expf(x);\n", 1, "kernels/noise.cu")
        self.refuses("double f = lgamma(k);\n", 1, "include/hux/inputs/rain.hpp")
        self.refuses("double f = powf(k, 2);\n", 1)

    def test_may_not_hand_on_a_function_of_the_c_library(self):
        self.refuses("apply(values, std::log1p);\n", 1)

    def test_has_our_functions_only_where_it_includes_them(self):
        self.accepts(OURS + "double d = exp(x) + hux::log(y);\n")
        self.refuses("#include <cmath>\n\ndouble d = exp(x);\n", 3)
        self.refuses(OURS + "double d = expf(x);\n", 2)
        self.accepts('#include "hux/device/functions.hpp"\ndouble d = tanh(x);\n')
        self.refuses(OURS + "double d = tanh(x);\n", 2)

    def test_may_not_draw_from_a_distribution_of_the_library(self):
        self.refuses("std::normal_distribution<double> law(0, 1);\n", 1)

    def test_may_call_what_is_exact(self):
        self.accepts("double d = std::sqrt(std::fma(a, b, std::floor(c))) + std::ldexp(x, std::ilogb(y));\n")

    def test_may_speak_of_functions_in_comments_and_texts(self):
        self.accepts('// std::exp(x)\n/* pow(\n lgamma( */ auto text = "std::log(x)";\n')

    def test_may_have_members_of_these_names(self):
        self.accepts("spike.log(x); spike->log(x); logger::log(x); dialog(x);\n")

    def test_of_the_command_may_show_logarithms(self):
        self.accepts("double d = std::log10(bytes);\n", "src/cli/human.hpp")


if __name__ == "__main__":
    unittest.main()
