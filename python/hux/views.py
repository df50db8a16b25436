"""Populations, inputs and projections of a simulation: what they are now, and what they are to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _core, _values
from ._mistakes import missing, mistake, shortened
from .errors import InputError

__all__ = ["InputView", "PopulationView", "ProjectionView"]

Floats = npt.NDArray[np.float64]


def milliseconds(value: Any, key: str) -> float:
    """A time as a number of ms."""
    given = _values.at(key, value)
    if isinstance(given, str):
        return _core.milliseconds(given, key)
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return float(given)
    raise mistake(key, f"{shortened(value)} is no time; expected a number of ms, or a text such as '1.5 ms'")


def plain(value: Any, key: str) -> float | str | Floats | None:
    """A number, a quantity with a unit or an array of numbers; None of what is none of these."""
    given = _values.at(key, value)
    if isinstance(given, (bool, int, float, str)):
        return given
    return np.ascontiguousarray(given, np.float64) if isinstance(given, np.ndarray) else None


def table_at(root: dict[str, Any], key: str) -> tuple[dict[str, Any], str]:
    """The table that a key of an experiment is in, and the last part of the key."""
    *outer, last = key.split(".")
    for name in outer:
        root = root.setdefault(name, {})
    return root, last


@contextmanager
def changed(sim: _core.Simulation) -> Iterator[dict[str, Any]]:
    """The tree of the experiment, to be changed; then the simulation goes on as it says."""
    now = sim.experiment()
    root: dict[str, Any] = now.tree()
    yield root
    sim.change(_core.Experiment(root, like=now))


def put(root: dict[str, Any], key: str, value: Any) -> None:
    """Gives a key of an experiment a value."""
    table, last = table_at(root, key)
    table[last] = _values.at(key, value, each=True)


def as_indices(neurons: Any, size: int, key: str) -> npt.NDArray[np.uint32]:
    """Indices of neurons: one, a text such as "0-9", a list of both, a range, a slice, an array, or an array of bool; all,
    if it is None, are named by none."""
    if neurons is None:
        return np.empty(0, np.uint32)
    key = f"{key}.neurons"
    if isinstance(neurons, slice):
        neurons = range(size)[neurons]
    given = _spelled_out(neurons, size, key)
    if given.dtype == bool:
        if given.shape != (size,):
            raise mistake(key, f"{given.size} times True or False for {size} neurons")
        given = np.flatnonzero(given)
    if given.size == 0:
        raise mistake(key, "none is named; expected at least one, or None for all")
    if given.ndim != 1 or not np.issubdtype(given.dtype, np.integer):
        raise _no_neurons(neurons, size, key)
    _require_neurons(given[(given < 0) | (given >= size)], size, key)
    return np.ascontiguousarray(given, np.uint32)


def _spelled_out(neurons: Any, size: int, key: str) -> npt.NDArray[Any]:
    """Indices one by one; a range is made only if the population has its neurons."""
    if isinstance(neurons, str):
        neurons = _range(neurons, size, key)
    if isinstance(neurons, range):
        _require_neurons([end for end in (*neurons[:1], *neurons[-1:]) if not 0 <= end < size], size, key)
    if isinstance(neurons, (list, tuple)) and any(isinstance(each, str) for each in neurons):
        neurons = [i for each in neurons for i in (_spelled_out(each, size, key) if isinstance(each, str) else [each])]
    try:
        return np.atleast_1d(np.asarray(neurons))
    except ValueError:  # lists of several lengths within a list
        raise _no_neurons(neurons, size, key) from None


def _range(text: str, size: int, key: str) -> range:
    """What "0-9" or "3" means."""
    found = re.fullmatch("([0-9]{1,99})(?:-([0-9]{1,99}))?", text)
    if not found:
        raise _no_neurons(text, size, key)
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise mistake(key, f"{text!r} ends before it starts; expected the lower index first")
    return range(first, last + 1)


def _require_neurons(wrong: Sequence[int] | npt.NDArray[Any], size: int, key: str) -> None:
    """Refuses indices that no neuron has, if there are any."""
    if len(wrong):
        raise mistake(key, f"there is no neuron {wrong[0]}; expected indices from 0 to {size - 1}")


def _no_neurons(neurons: Any, size: int, key: str) -> InputError:
    return mistake(key, f"{shortened(neurons)} names no neurons; expected indices from 0 to {size - 1}")


class View:
    """A part of a simulation, by its name."""

    __slots__ = ("_name", "_sim")
    _sim: _core.Simulation
    _name: str

    def __init__(self, sim: _core.Simulation, name: str) -> None:
        object.__setattr__(self, "_sim", sim)
        object.__setattr__(self, "_name", name)

    @property
    def name(self) -> str:
        """What it is called in the experiment."""
        return self._name


class PopulationView(View):
    """A population: sim["E"].v is its membrane potential as it stands, an array that cannot be written to, and is written
    by assigning to it, sim["E"].v = -60, or by set(). So are its gates and other states, and receptors (their
    conductance or current). sim["E"].g_na is a parameter as the experiment has it now: a text with a unit, an array or a
    distribution; what is assigned acts from now on."""

    __slots__ = ("_said",)
    _said: Mapping[str, Any]

    def __init__(self, sim: _core.Simulation, name: str) -> None:
        super().__init__(sim, name)
        object.__setattr__(self, "_said", sim.population(name))

    @property
    def size(self) -> int:
        """Neurons."""
        return int(self._said["size"])

    @property
    def model(self) -> str:
        """The name of its model."""
        return str(self._said["model"])

    @property
    def variables(self) -> Mapping[str, str]:
        """State variables that can be read and written, with their units."""
        return dict(self._said["variables"])

    @property
    def parameters(self) -> list[str]:
        """Names of the parameters that set() takes."""
        return list(self._said["parameters"])

    def __len__(self) -> int:
        return self.size

    def state(self, variable: str) -> Floats:
        """A state variable of every neuron as it stands, in its unit; "<projection>.<state>" of a terminal; also
        "<receptor>.y", "last_spike" and "last_spike_step" of those that have them. Raises InputError."""
        return self._sim.state(self._name, variable)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._said["variables"]:
            return self._sim.state(self._name, name)
        return self._parameter(self._key(name))

    def _parameter(self, key: str) -> Any:
        """What the experiment has at a key, or else what its model has."""
        now = self._sim.experiment()
        root: dict[str, Any] = now.tree()
        table, last = table_at(root, key)
        if last not in table:
            table, _ = table_at(self._defaults(root, now), key)
        return _values.from_tree(table[last])

    def _defaults(self, root: Mapping[str, Any], like: _core.Experiment) -> dict[str, Any]:
        """An experiment of one such neuron with every default spelled out, without what each neuron starts with."""
        now = root["population"][self._name]
        one = {"size": 1} | {key: now[key] for key in ("model", "preset") if key in now}
        one["receptor"] = {
            name: {key: value for key, value in receptor.items() if key != "initial"}
            for name, receptor in now.get("receptor", {}).items()
        }
        own = {kind: root.get(kind, {}) for kind in ("model", "synapse")}
        tree = {"simulation": {"duration": "1 s"}, "population": {self._name: one}} | own
        return _core.read_text(_core.Experiment(tree, like).toml(), ".").tree()

    def __setattr__(self, name: str, value: Any) -> None:
        self.set(**{name: value})

    def set(self, *, neurons: Any = None, **values: Any) -> None:
        """Gives state variables and parameters other values, from now on.

        Args:
            neurons: Those whose state variables are set: indices, "0-9", a slice, or an array of bool; all by default.
            **values: State variables (numbers in their units, "-60 mV", or arrays, one for each neuron); parameters of
                the model, "threshold", and "<receptor>.<parameter>" (values as in an experiment, for all neurons).

        Setting v does not move gates. Raises InputError; then nothing is changed.
        """
        states = {name: self._as_array(name, value) for name, value in values.items() if self._is_state(name)}
        changes = {name: value for name, value in values.items() if not self._is_state(name)}
        chosen = as_indices(neurons, self.size, f"population.{self._name}")
        for name in changes:
            self._key(name)
        if changes and neurons is not None:
            raise mistake(self._key(next(iter(changes))), "is set for all neurons alike; expected an array with a value for each")
        before = {name: self.state(name) for name in states}
        try:
            for name, array in states.items():
                self._sim.set_state(self._name, name, array, chosen)
            self._set_parameters(changes)
        except BaseException:
            for name, array in before.items():
                self._sim.set_state(self._name, name, array, as_indices(None, self.size, ""))
            raise

    def _set_parameters(self, values: Mapping[str, Any]) -> None:
        given = {name: plain(value, self._key(name)) for name, value in values.items()}
        if given and all(value is not None for value in given.values()):
            self._sim.set_parameters(self._name, given)
        elif given:
            with changed(self._sim) as root:
                for name, value in values.items():
                    put(root, self._key(name), value)

    def _is_state(self, name: str) -> bool:
        if name in self._said["variables"] or name in ("last_spike", "last_spike_step"):
            return True
        return name.removesuffix(".y") in self._said["receptors"]

    def _key(self, name: str) -> str:
        receptor, _, parameter = name.partition(".")
        if name in self._said["parameters"]:
            return f"population.{self._name}.parameters.{name}"
        if name == "threshold":
            return f"population.{self._name}.threshold"
        if parameter in self._said["receptors"].get(receptor, ()):
            return f"population.{self._name}.receptor.{name}"
        raise self._unknown(name)

    def _unknown(self, name: str) -> InputError:
        receptors = [f"{r}.{p}" for r, parameters in self._said["receptors"].items() for p in parameters]
        known = [*self._said["variables"], *self._said["parameters"], "threshold", *receptors]
        return missing(name, known, f"population.{self._name}", "state variable or parameter")

    def _as_array(self, name: str, value: Any) -> Floats:
        key = f"population.{self._name}.{name}"
        given = value if isinstance(value, float) else _values.at(key, value)
        if isinstance(given, str):
            given = self._sim.quantity(self._name, name, given)
        if isinstance(given, tuple):  # an array and its unit
            given = given[0] * self._sim.quantity(self._name, name, f"1 {given[1]}")
        if isinstance(given, (int, float, np.ndarray)) and not isinstance(given, bool):
            return np.ascontiguousarray(np.atleast_1d(given), np.float64)
        raise mistake(key, f"{shortened(value)} is no number, nor an array of numbers")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._said["variables"], *self._said["parameters"], "threshold"]

    def __repr__(self) -> str:
        return f"<hux population '{self._name}': {self.size:,} x {self.model}, {', '.join(self._said['variables'])}>"


class InputView(View):
    """An input: sim.inputs["drive"].amplitude is its parameter as it is, a number in its unit or an array, and can be
    assigned to, as can on, whether it is on: from now on it is so."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._sim.input_value(self._name, name)

    def __setattr__(self, name: str, value: Any) -> None:
        given = plain(value, f"input.{self._name}.{name}")
        if value is None or given is not None:
            self._sim.set_input_value(self._name, name, given)
        else:  # a distribution, or an array with a unit
            with changed(self._sim) as root:
                put(root, f"input.{self._name}.{name}", value)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), "on", *self._sim.input_parameters(self._name)]

    def __repr__(self) -> str:
        parameters = self._sim.input_parameters(self._name)
        return f"<hux input '{self._name}': {', '.join(parameters)}; {'on' if self.on else 'off'}>"


class ProjectionView(View):
    """A projection: its synapses, in the order in which results keep connections."""

    __slots__ = ()

    def __len__(self) -> int:
        """Number of synapses."""
        return self._sim.synapse_count(self._name)

    @property
    def sources(self) -> npt.NDArray[np.uint32]:
        """Index of the source neuron of each synapse."""
        return self._sim.synapses(self._name)[0]

    @property
    def targets(self) -> npt.NDArray[np.uint32]:
        """Index of the target neuron of each synapse."""
        return self._sim.synapses(self._name)[1]

    @property
    def weights(self) -> Floats:
        """Weight of each synapse, in the unit of the receptor. Assigning sets them: an array, one each."""
        return self._sim.synapses(self._name)[2]

    @weights.setter
    def weights(self, values: Any) -> None:
        self.weight = values

    @property
    def delays(self) -> Floats:
        """Delay of each synapse, ms."""
        return self._sim.synapses(self._name)[3]

    @property
    def weight(self) -> Any:
        """The weight of all synapses, or an array if they differ. Assigning sets it: a number, a quantity such as "6 nS",
        a distribution, or an array with one for each synapse. It acts on all that arrives from now on."""
        weights = self.weights
        return float(weights[0]) if len(weights) and (weights == weights[0]).all() else weights

    @weight.setter
    def weight(self, value: Any) -> None:
        with changed(self._sim) as root:
            put(root, f"projection.{self._name}.weight", value)
            root["projection"][self._name].get("synapses", {}).pop("weights", None)  # that a list has had for each

    @property
    def receptor(self) -> str | dict[str, float]:
        """Where it ends: a receptor of the target, or several and by which the weight is multiplied at each. Assigning a
        dict gives the receptors that it names other factors, from now on."""
        root: dict[str, Any] = self._sim.experiment().tree()
        receptor: str | dict[str, float] = root["projection"][self._name]["receptor"]
        return receptor

    @receptor.setter
    def receptor(self, factors: Mapping[str, Any]) -> None:
        at = f"projection.{self._name}.receptor"
        if not isinstance(factors, Mapping):
            raise mistake(at, f"{shortened(factors)} is no dict; expected factors by their receptors")
        with changed(self._sim) as root:
            now = root["projection"][self._name]["receptor"]
            if isinstance(now, str):
                raise mistake(at, f"it ends at {now!r} alone; expected a projection that ends at several receptors")
            for name, factor in factors.items():
                now[name] = _values.at(f"{at}.{name}", factor)

    def _terminal_key(self, root: Mapping[str, Any]) -> str:
        projection = root["projection"][self._name]
        shared = projection.get("terminal")
        if isinstance(shared, str):
            return f"population.{projection['source']}.terminal.{shared}"
        return f"projection.{self._name}.terminal"

    @property
    def terminal(self) -> dict[str, Any]:
        """What the experiment says of its terminal: the synapse that has it, and parameters that differ from those of the
        receptor, or of that synapse. Assigning a dict gives the parameters that it names other values, from now on, for all
        projections that share it; the terminal's states ("<terminal>.<state>", or "<projection>.<state>") are the source population's."""
        root: dict[str, Any] = self._sim.experiment().tree()
        table, last = table_at(root, self._terminal_key(root))
        return {name: _values.from_tree(value) for name, value in table.get(last, {}).items()}

    @terminal.setter
    def terminal(self, values: Mapping[str, Any]) -> None:
        if not isinstance(values, Mapping):
            raise mistake(f"projection.{self._name}.terminal", f"{shortened(values)} is no dict of parameters")
        with changed(self._sim) as root:
            for name, value in values.items():
                put(root, f"{self._terminal_key(root)}.{name}", value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in ("weight", "weights", "receptor", "terminal"):
            raise mistake(f"projection.{self._name}.{name}", "cannot be set; expected weight, weights, receptor or terminal")
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"<hux projection '{self._name}': {len(self):,} synapses>"
