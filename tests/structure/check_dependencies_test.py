#!/usr/bin/env python3
"""check_dependencies.py finds what it is there to find."""

import tempfile
import unittest
from pathlib import Path

from check_dependencies import faults


class a_tree(unittest.TestCase):
    def faults_of(self, file, include):
        """The faults of a small tree in which one file has one #include."""
        with tempfile.TemporaryDirectory() as root:
            headers = ["include/hux/core/math.hpp", "include/hux/models/cell.hpp", "include/hux/simulation.hpp",
                       "src/backend.hpp", "src/build/rules.hpp", "src/cpu/advance.hpp", "kernels/advance.cuh", "src/io/hdf5.hpp"]
            for header in headers:
                (Path(root) / header).parent.mkdir(parents=True, exist_ok=True)
                (Path(root) / header).write_text("#pragma once\n", encoding="utf-8")
            path = Path(root) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"#pragma once\n\n  # include {include}\n", encoding="utf-8")
            return faults(root)

    def refuses(self, file, include):
        found = self.faults_of(file, include)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(file + ": "), found)

    def accepts(self, file, include):
        self.assertEqual(self.faults_of(file, include), [])

    def test_may_follow_the_arrows(self):
        self.accepts("src/simulation.cpp", '"cpu/advance.hpp"')
        self.accepts("src/cpu/backend.cpp", '"hux/models/cell.hpp"')
        self.accepts("kernels/launch.cu", '"backend.hpp"')
        self.accepts("kernels/rows.cu", '"build/rules.hpp"')
        self.accepts("tests/cpu/advance_test.cpp", '"cpu/advance.hpp"')

    def test_keeps_the_backends_apart(self):
        self.refuses("src/cpu/backend.cpp", '"advance.cuh"')
        self.refuses("kernels/launch.cu", '"cpu/advance.hpp"')

    def test_keeps_public_headers_from_the_sources(self):
        self.refuses("include/hux/network.hpp", '"backend.hpp"')

    def test_keeps_arrows_pointing_down(self):
        self.refuses("include/hux/core/rng.hpp", '"hux/models/cell.hpp"')
        self.refuses("include/hux/models/other.hpp", '"hux/simulation.hpp"')
        self.refuses("src/io/reader.cpp", '"cpu/advance.hpp"')
        self.refuses("src/cpu/backend.cpp", '"io/hdf5.hpp"')

    def test_keeps_libraries_where_they_are_known(self):
        self.refuses("include/hux/core/rng.hpp", "<cuda_runtime.h>")
        self.refuses("include/hux/core/rng.hpp", "<hdf5.h>")
        self.refuses("include/hux/core/rng.hpp", "<spdlog/spdlog.h>")
        self.refuses("src/cpu/backend.cpp", "<thrust/sort.h>")
        self.accepts("kernels/launch.cu", "<thrust/sort.h>")
        self.accepts("src/io/writer.cpp", "<hdf5.h>")

    def test_has_no_quoted_header_that_does_not_exist(self):
        self.refuses("src/simulation.cpp", '"spdlog/spdlog.h"')


if __name__ == "__main__":
    unittest.main()
