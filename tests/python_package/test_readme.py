"""The Python that README.md shows."""

import re

import pytest
from experiments import ROOT

BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
OURS = [block for block in BLOCKS if "import hux" in block]


@pytest.mark.parametrize("block", OURS, ids=range(len(OURS)))
def test_a_program_of_the_readme_runs(block, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "README.md", "exec"), {})
