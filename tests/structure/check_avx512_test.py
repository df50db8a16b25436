"""Tests check_avx512.py on what nm prints."""

import unittest

from check_avx512 import intruders


class Intruders(unittest.TestCase):
    def test_functions_for_wide_vectors_are_none(self):
        self.assertEqual(intruders("0000000000000000 W hux::cpu::advancer<hux::rk4, float, 64>::advance()\n"), [])

    def test_inline_functions_are(self):
        self.assertEqual(intruders("0000000000000000 W std::vector<int>::push_back(int&&)\n"),
                         ["std::vector<int>::push_back(int&&)"])

    def test_functions_of_this_object_alone_are_none(self):
        self.assertEqual(intruders("0000000000000000 t hux::cpu::table()\n"), [])


if __name__ == "__main__":
    unittest.main()
