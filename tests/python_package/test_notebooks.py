"""The notebooks among the examples run from their first cell to their last, and draw."""

import nbclient
import nbformat
import pytest
from experiments import ROOT

NOTEBOOKS = sorted((ROOT / "examples" / "python").glob("*.ipynb"))
SECONDS = 60


@pytest.mark.filterwarnings("ignore")  # of Jupyter's own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path):
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=SECONDS, kernel_name="python3").execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in shown) >= 2
