"""What Hux raises."""

import pickle

import pytest

import hux
from hux import _core


def test_a_mistake_is_one_sentence_with_its_key(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text('[simulation]\nduration = "5 mV"\n')
    with pytest.raises(hux.InputError) as caught:
        _core.read_experiment(path)
    assert str(caught.value).startswith(f"{path}:2: simulation.duration: '5 mV'")
    assert caught.value.key == "simulation.duration"
    assert caught.value.__cause__ is None and caught.value.__context__ is None


def test_a_file_that_is_missing_is_a_file_error():
    with pytest.raises(hux.FileError, match="^/nowhere/e.toml: cannot be read"):
        _core.read_experiment("/nowhere/e.toml")


def test_errors_pickle_with_their_key():
    error = hux.InputError("population.E.size: missing")
    error.key = "population.E.size"
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is hux.InputError and str(again) == str(error) and again.key == error.key
