"""Progress bars."""

import io
import os
import pty
import subprocess
import sys

import networks
import pytest

import hux


def test_a_function_is_told_of_this_run_alone():
    sim = hux.Simulation(networks.network())
    sim.run("100 ms")
    seen = []
    sim.run("4 s", progress=lambda p: seen.append((p.time, p.start, p.end, p.fraction, p.spikes, p.wall_seconds)))
    assert {(start, end) for _, start, end, *_ in seen} == {(100, 4100)}
    times = [time for time, *_ in seen]
    assert times == sorted(times) and times[-1] == 4100
    assert seen[-1][3] == 1 and 0 <= seen[0][3] < 1
    spikes = sum(len(s) for s in sim.spikes.values())
    early = sum((s.times <= 100).sum() for s in sim.spikes.values())
    assert seen[-1][4] == spikes - early
    assert 0 < seen[-1][5] <= sim.summary["simulation_seconds"]


def test_a_function_that_returns_false_stops_the_run():
    sim = hux.Simulation(networks.network())
    sim.run("1000 s", progress=lambda p: False)
    assert 0 < sim.t < 1e6 and not sim.summary["complete"]


def test_what_a_function_raises_comes_through():
    sim = hux.Simulation(networks.network())
    with pytest.raises(ZeroDivisionError):
        sim.run("100 ms", progress=lambda p: 1 / 0)
    sim.run("1 ms")


def test_the_line_is_the_commands():
    lines = []
    sim = hux.Simulation(networks.network())
    sim.run("100 ms", progress=lambda p: lines.append((p.line(79), p.line(20))))
    wide, narrow = lines[-1]
    assert len(wide) == 79 and wide.startswith("100 / 100 ms [====") and "x real time" in wide
    assert len(narrow) == 20 and narrow.startswith("100 / 100 ms")


def test_silence_where_there_is_no_terminal(capfd):
    sim = hux.Simulation(networks.network())
    sim.run("10 ms", progress=True)
    sim.run("10 ms", progress=False)
    sim.run("10 ms")
    assert capfd.readouterr() == ("", "")


def test_a_bar_in_a_terminal():
    code = "import hux, networks; hux.Simulation(networks.network()).run('300 ms', progress=True)"
    main, terminal = pty.openpty()
    child = subprocess.Popen([sys.executable, "-c", code], stderr=terminal, cwd=os.path.dirname(__file__))
    os.close(terminal)
    said = b""
    while True:
        try:
            piece = os.read(main, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
    assert child.wait() == 0
    lines = said.decode().strip("\r\n").split("\r")
    assert lines[-1].startswith("300 / 300 ms [===") and lines[-1].endswith(" s")


def test_one_bar_in_a_notebook(tmp_path):
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    cells = [
        f"import sys; sys.path.insert(0, {os.path.dirname(__file__)!r}); import hux, networks",
        "sim = hux.Simulation(networks.network())\nsim.run('4 s', progress=True)",
        "sim",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    (output,) = notebook.cells[1].outputs
    assert output.output_type == "display_data"
    html = output.data["text/html"]
    assert '<progress value="1.0000"' in html and "4000 / 4000 ms" in html
    assert "<table>" in notebook.cells[2].outputs[0].data["text/html"]


def test_a_stream_that_is_no_file_is_no_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    hux.Simulation(networks.cell()).run(1, progress=True)
    assert sys.stderr.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", None)
    hux.Simulation(networks.cell()).run(1, progress=True)
