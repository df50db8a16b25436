"""Importing the package."""

import subprocess
import sys

import pytest

import hux
from hux import _processor


def test_the_version_is_that_of_the_build():
    assert hux.__version__.count(".") == 2


def test_importing_loads_nothing_but_numpy():
    code = "import sys, hux; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"h5py", "matplotlib", "pandas", "IPython"} & set(loaded)


def test_an_old_processor_is_refused_in_one_sentence(tmp_path):
    old = tmp_path / "cpuinfo"
    old.write_text("processor : 0\nflags : fpu sse sse2 avx\n")
    with pytest.raises(ImportError, match="^this processor is too old: Hux needs the instructions AVX2, FMA and BMI2"):
        _processor.require(str(old))


def test_a_processor_that_says_nothing_is_tried(tmp_path):
    _processor.require(str(tmp_path / "missing"))
    (tmp_path / "silent").write_text("processor : 0\n")
    _processor.require(str(tmp_path / "silent"))
