#!/usr/bin/env python3
"""check_hdf5.py finds what it is there to find."""

import tempfile
import unittest
from pathlib import Path

from check_hdf5 import faults


class a_source(unittest.TestCase):
    def faults_of(self, text):
        with tempfile.TemporaryDirectory() as root:
            file = Path(root) / "src" / "io" / "reader.cpp"
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
            return faults(root)

    def test_may_hand_a_function_to_what_locks(self):
        self.assertEqual(self.faults_of("auto f = own(H5Fopen, name, H5F_ACC_RDONLY, access);\n"), [])
        self.assertEqual(self.faults_of("// H5Fopen(name) is not ours\nhid_t t = H5T_NATIVE_DOUBLE;\n"), [])

    def test_may_not_call_it(self):
        found = self.faults_of("\nauto f = H5Fopen(name, H5F_ACC_RDONLY, access);\n")
        self.assertEqual(len(found), 1)
        self.assertTrue(found[0].startswith("src/io/reader.cpp:2: H5Fopen is called without the lock"), found)


if __name__ == "__main__":
    unittest.main()
