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
            headers = ["include/hux/device/math.hpp", "include/hux/device/models/cell.hpp", "include/hux/simulation.hpp",
                       "src/engine/backend.hpp", "src/network/rules.hpp", "src/cpu/advance.hpp",
                       "kernels/host/advance.cuh", "src/io/hdf5/hdf5.hpp", "src/io/result/reader.hpp"]
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
        self.accepts("src/run/simulation.cpp", '"cpu/advance.hpp"')
        self.accepts("src/cpu/backend.cpp", '"hux/device/models/cell.hpp"')
        self.accepts("kernels/host/launch.cu", '"engine/backend.hpp"')
        self.accepts("kernels/host/rows.cu", '"network/rules.hpp"')
        self.accepts("src/io/result/writer.cpp", '"io/hdf5/hdf5.hpp"')
        self.accepts("tests/cpu/advance_test.cpp", '"cpu/advance.hpp"')

    def test_keeps_the_backends_apart(self):
        self.refuses("src/cpu/backend.cpp", '"host/advance.cuh"')
        self.refuses("kernels/host/launch.cu", '"cpu/advance.hpp"')

    def test_keeps_public_headers_from_the_sources(self):
        self.refuses("include/hux/network.hpp", '"engine/backend.hpp"')

    def test_keeps_arrows_pointing_down(self):
        self.refuses("include/hux/device/models/other.hpp", '"hux/simulation.hpp"')
        self.refuses("src/network/rows.cpp", '"engine/backend.hpp"')
        self.refuses("src/support/team.cpp", '"network/rules.hpp"')
        self.refuses("src/io/hdf5/group.cpp", '"io/result/reader.hpp"')
        self.refuses("src/io/result/reader.cpp", '"cpu/advance.hpp"')
        self.refuses("src/cpu/backend.cpp", '"io/hdf5/hdf5.hpp"')

    def test_has_sources_compiled_and_not_included(self):
        self.refuses("src/cpu/backend.cpp", '"cpu/advance.cpp"')

    def test_has_a_room_for_every_file(self):
        self.refuses("src/loose.cpp", '"cpu/advance.hpp"')
        self.refuses("src/attic/old.cpp", '"cpu/advance.hpp"')

    def test_has_no_circle(self):
        self.refuses("src/cpu/itself.hpp", '"cpu/itself.hpp"')

    def test_keeps_libraries_where_they_are_known(self):
        self.refuses("include/hux/device/rng.hpp", "<cuda_runtime.h>")
        self.refuses("include/hux/device/rng.hpp", "<hdf5.h>")
        self.refuses("include/hux/device/rng.hpp", "<spdlog/spdlog.h>")
        self.refuses("src/cpu/backend.cpp", "<thrust/sort.h>")
        self.accepts("kernels/host/launch.cu", "<thrust/sort.h>")
        self.accepts("src/io/hdf5/writer.cpp", "<hdf5.h>")

    def test_has_no_quoted_header_that_does_not_exist(self):
        self.refuses("src/run/simulation.cpp", '"spdlog/spdlog.h"')


if __name__ == "__main__":
    unittest.main()
