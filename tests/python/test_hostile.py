"""plot.py, report.py and hux info on results that lie, loop or are none: a right answer, or one sentence and code 3."""

import contextlib
import itertools
import os
import resource
import signal
import subprocess
import sys
import tempfile
import unittest
import warnings
from pathlib import Path

import hux_tool
from hux_pictures.pictures import PICTURES
from hux_report.data import packed, spikes_for_page
from hux_results import command as plot
from runs import HUX, ROOT, SCRIPTS

sys.path[:0] = [str(ROOT / "tests" / "faults"), str(SCRIPTS)]

import report  # noqa: E402
from hostile_results import FAR, HOSTILE, whole_result  # noqa: E402

SECONDS, BYTES = 20, 2 << 30  # of the processor, and of memory
FILE_TROUBLE = hux_tool.FILE_TROUBLE


def limit():
    """What a reader of such a file may take, until it is ended."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.alarm(10 * SECONDS)  # on a busy machine, too


def in_child(work, stderr):
    """Works in a process of its own, under the limits: importing anew for each file would take minutes."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            limit()
            os.dup2(stderr.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            code = work()
        sys.stderr.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Hostile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def files(self):
        for name, make in HOSTILE:
            path = self.folder / f"{name}.h5"
            make(path)
            yield name, path

    def answered(self, code, said, path):
        """Right, without a word, or one sentence that names the file."""
        self.assertIn(code, (0, FILE_TROUBLE), said)
        if code == 0:
            self.assertEqual(said, "")
        else:
            self.assertRegex(said, rf"\A[\w.]+: error: {path}\S* .+\n\Z")
            self.assertTrue(said[:-1].isprintable(), said)

    def tried(self, main, *arguments):
        with open(self.folder / "stderr", "w+", encoding="utf-8") as stderr:
            code = in_child(lambda: main([str(each) for each in arguments]), stderr)
            stderr.seek(0)
            return code, stderr.read()

    def test_every_file_is_drawn_or_refused(self):
        """As a raster, and as one of the pictures in turn."""
        for (name, path), in_turn in zip(self.files(), itertools.cycle(PICTURES)):
            for what in {"raster", in_turn}:
                with self.subTest(name, what=what):
                    self.answered(*self.tried(plot.main, path, what, "-o", self.folder / "picture.png"), path)

    def test_every_file_has_a_report_or_is_refused(self):
        for name, path in self.files():
            with self.subTest(name):
                self.answered(*self.tried(report.main, path, "-o", self.folder / "page.html"), path)

    def test_every_file_is_told_of_or_refused(self):
        for name, path in self.files():
            with self.subTest(name):
                done = subprocess.run([HUX, "info", path], capture_output=True, check=False, preexec_fn=limit)
                self.assertIn(done.returncode, (0, FILE_TROUBLE))
                self.assertLessEqual(done.stderr.count(b"\n"), 1)

    def test_a_population_as_large_as_it_likes_is_drawn_from_the_spikes_that_it_has(self):
        path = self.folder / "far.h5"
        dict(HOSTILE)["has_ids_of_1e12"](path)
        with plot.reading(path) as result:
            ((name, size, _, times, rows),) = spikes_for_page(result)
        self.assertEqual((name, size, list(times)), ("E", FAR + 1, [1, 2, 3]))
        self.assertEqual(rows[1], rows[2])

    def test_times_without_a_neuron_take_no_time(self):
        path = self.folder / "to_come.h5"
        dict(HOSTILE)["has_times_of_neurons_to_come"](path)
        self.answered(*self.tried(plot.main, path, "isi", "-o", self.folder / "picture.png"), path)

    def test_a_number_beyond_single_precision_is_infinite_without_a_word(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertEqual(packed([1e300, -1e300], "<f4"), "AACAfwAAgP8=")

    def test_the_whole_result_is_drawn(self):
        path = self.folder / "whole.h5"
        whole_result(path)
        self.assertEqual(self.tried(plot.main, path, "raster", "-o", self.folder / "picture.png"), (0, ""))


if __name__ == "__main__":
    unittest.main()
