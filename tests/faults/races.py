"""Runs that are to write the same result."""

from runs import Run, kept


def race(folder, draw, left=False):
    """Eight runs at once on one output: one succeeds, and the file is its."""
    if left:
        (folder / "r.h5.part").write_bytes(b"left by a killed run")
    runs = [Run(folder, options=("--seed", str(seed), "--set", "simulation.duration=2 s")) for seed in range(1, 9)]
    codes = [run.wait() for run in runs]
    assert sorted(codes) == [0] + 7 * [3], codes
    winner = codes.index(0)
    assert kept(folder / "r.h5").seed == winner + 1, "the file is another's"
    for run, code in zip(runs, codes):
        assert code == 0 or run.said.count(b"hux: error:") == 1, run.said
    rest = sorted(path.name for path in folder.iterdir())
    assert rest == ["e.toml", *(["r.1.h5.part"] if left else []), "r.h5"], rest
    return None


def race_for_a_stale_one(folder, draw):
    """The same where a killed run has left its partial file."""
    return race(folder, draw, left=True)


RACES = [(race, 5), (race_for_a_stale_one, 5)]
