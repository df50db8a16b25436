"""How the scripts find Python and packages, and what they say where these are missing."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from runs import SCRIPTS

BARE = "#!/bin/sh\nexec {} -I -S \"$@\"\n"  # a Python without h5py and the like
TOOLS = ("plot.py", "report.py", "gallery.py", "reference.py", "reference_synapses.py", "math_coefficients.py")


class Scripts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def program(self, name, text):
        """A program that stands before the system's on the path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        return path

    def run_script(self, *command, **variables):
        kept = {name: value for name, value in os.environ.items()
                if name not in ("CONDA_PREFIX", "CMAKE_PREFIX_PATH", "HUX_PYTHON", "PYTHONPATH")}  # fmt: skip
        environment = kept | {"PATH": f"{self.folder}:{os.environ['PATH']}"} | variables
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


class FindPython(Scripts):
    def find(self, *modules, **variables):
        return self.run_script(SCRIPTS / "find_python.sh", *modules, **variables)

    def test_the_python_on_the_path_comes_first(self):
        mine = self.program("python3", f"#!/bin/sh\n{sys.executable} \"$@\" >/dev/null && echo /mine\n")
        self.assertEqual(self.find("json").stdout, "/mine\n")
        mine.unlink()

    def test_another_is_taken_where_the_first_lacks_a_module(self):
        self.program("python3", BARE.format(sys.executable))
        self.assertNotEqual(self.find("json").stdout, "")
        found = self.find("h5py", "matplotlib")
        if found.returncode == 0:  # the system's Python has them
            self.assertEqual(found.stdout, "/usr/bin/python3\n")

    def test_a_python_that_is_named_is_taken_or_none(self):
        self.assertEqual(self.find(HUX_PYTHON=sys.executable).stdout.strip(), sys.executable)
        done = self.find(HUX_PYTHON="/nowhere/python3")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"\A.*/nowhere/python3.* h5py and matplotlib;.*\n\Z")

    def test_what_is_missing_can_be_installed(self):
        done = self.find("h5py", "no_such_module", HUX_PYTHON=sys.executable)
        self.assertIn("sudo apt-get install python3-h5py python3-no_such_module", done.stderr)
        self.assertIn("conda install h5py no_such_module", done.stderr)


class Tools(Scripts):
    def test_a_tool_without_its_modules_says_in_one_sentence_what_to_install(self):
        bare = self.program("bare", BARE.format(sys.executable))
        for tool in TOOLS:
            with self.subTest(tool):
                done = self.run_script(sys.executable, "-S", SCRIPTS / tool, HUX_PYTHON=str(bare))
                self.assertEqual(done.returncode, 1)
                self.assertRegex(done.stderr, rf"\A{tool}: error: .*install.*\n\Z")

    def test_a_tool_without_its_modules_starts_under_a_python_that_has_them(self):
        done = self.run_script(sys.executable, "-S", SCRIPTS / "plot.py", "--help", HUX_PYTHON=sys.executable)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("raster", done.stdout)

    def test_no_tool_starts_forever(self):
        again = {"HUX_STARTED_ANEW": "1", "HUX_PYTHON": sys.executable}
        done = self.run_script(sys.executable, "-S", SCRIPTS / "plot.py", **again)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"\Aplot.py: error: .*\n\Z")

    def test_standard_output_that_cannot_be_written_to_is_one_sentence(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([sys.executable, "-c", PRINTS], cwd=SCRIPTS, stdout=full, stderr=subprocess.PIPE,
                                  text=True, check=False)  # fmt: skip
        self.assertEqual((done.returncode, done.stderr), (3, "-c: error: standard output cannot be written to\n"))


PRINTS = "import hux_tool, sys; sys.exit(hux_tool.finish(lambda: print('drawn')))"
NOT_ROOT = "#!/bin/sh\necho 1000\n"
NOTHING_INSTALLED = "#!/bin/sh\nexit 1\n"
ALL_INSTALLED = "#!/bin/sh\nprintf installed\n"


class Setup(Scripts):
    """Nobody who is not root installs anything: what setup.sh says to such a user."""

    def setUp(self):
        super().setUp()
        self.program("id", NOT_ROOT)
        self.program("apt-get", "#!/bin/sh\necho 'nothing may be installed' >&2\nexit 9\n")

    def set_up(self, installed=NOTHING_INSTALLED, **variables):
        self.program("dpkg-query", installed)
        return self.run_script(SCRIPTS / "setup.sh", **variables)

    def test_goes_on_without_a_word_where_all_is_installed(self):
        done = self.set_up(ALL_INSTALLED)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_names_what_root_would_install(self):
        done = self.set_up()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"\A.*sudo apt-get install .* libhdf5-dev .*\n\Z")

    def test_goes_on_where_packages_may_be_elsewhere(self):
        for variable in ("CONDA_PREFIX", "CMAKE_PREFIX_PATH"):
            done = self.set_up(**{variable: "/home/somebody/env"})
            self.assertEqual(done.returncode, 0)
            self.assertRegex(done.stderr, r"\A.*going on.*/home/somebody/env: .*libhdf5-dev.*\n\Z")


class Build(Scripts):
    """In a tree of its own, with a ninja that lists 99 commands."""

    def build(self):
        self.program("dpkg-query", ALL_INSTALLED)
        self.program("cmake", "#!/bin/sh\nmkdir -p build/release\n")
        self.program("nproc", "#!/bin/sh\necho 2\n")
        self.program("ninja", "#!/bin/sh\nseq 99\n")
        scripts = self.folder / "tree" / "scripts"
        scripts.mkdir(parents=True, exist_ok=True)
        for name in ("build.sh", "setup.sh"):
            shutil.copy(SCRIPTS / name, scripts)
        done = self.run_script(scripts / "build.sh", "hux_command")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_says_what_it_builds_and_how_long_it_takes(self):
        self.assertRegex(
            self.build(), r"\ABuilding Hux: 99 steps, some 5 min on 2 idle cores.*\nBuilt in 0 min [0-9] s\n\Z"
        )

    def test_says_less_where_it_was_built_before(self):
        built = self.folder / "tree" / "build" / "release"
        built.mkdir(parents=True)
        (built / "hux").touch()
        self.assertRegex(self.build(), r"\ABuilding what has changed of Hux\nBuilt in 0 min [0-9] s\n\Z")


if __name__ == "__main__":
    unittest.main()
