"""What is simulated: populations of neurons, projections between them, and models of a user's own.

Everything here is plain data, called as the keys of an experiment file (``hux models`` lists them), and checked when an
experiment is simulated, planned or written: a mistake is an InputError that names the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Union

from numpy.typing import NDArray

from . import _values
from ._mistakes import mistake, require
from ._part import EACH, EACH_OF_ALL, Part, Tree
from .distributions import NeuronValues, Quantity, Values
from .rules import RULES, Rule

__all__ = ["GridLayout", "Layout", "ListedLayout", "Model", "Neurons", "Population", "Projection", "RandomLayout",
           "Receptor", "Synapse"]

Neurons = Union[str, Iterable[int], "NDArray[Any]"]
"""Indices from 0 on: a list, an array, or a text such as "0-9"."""


@dataclass(eq=False, repr=False)
class GridLayout(Part):
    """Positions in rows of so many neurons, each in the middle of a square of that size (um)."""

    columns: int
    spacing: Quantity


@dataclass(eq=False, repr=False)
class RandomLayout(Part):
    """Positions drawn uniformly from a box (um)."""

    width: Quantity
    height: Quantity = 0
    depth: Quantity = 0


@dataclass(eq=False, repr=False)
class ListedLayout(Part):
    """Positions one by one (um); y and z may be left out."""

    x: Values
    y: Values | None = None
    z: Values | None = None


Layout = Union[GridLayout, RandomLayout, ListedLayout]
_LAYOUTS: dict[str, type[Part]] = {"grid": GridLayout, "random": RandomLayout, "list": ListedLayout}


@dataclass(init=False, eq=False, repr=False)
class Receptor(Part):
    """One kind of synaptic input to a population: ``Receptor("exponential", tau="5 ms", e_rev="0 mV")``.

    synapse: a synapse of the catalogue. parameters: its parameters, the rest at their defaults. initial: conductance or
    current at t = 0.
    """

    synapse: str
    parameters: dict[str, Quantity]
    initial: NeuronValues | None = None

    def __init__(
        self,
        synapse: str = "exponential",
        parameters: Mapping[str, Quantity] | None = None,
        *,
        initial: NeuronValues | None = None,
        **more: Quantity,
    ) -> None:
        for name in more:
            if name in (parameters or {}):
                raise mistake(name, "is given twice, in parameters and by its name; expected it once")
        self.synapse = synapse
        self.parameters = {**(parameters or {}), **more}
        self.initial = initial

    def tree(self) -> Tree:
        own = {"synapse": self.synapse} | {name: _values.at(name, value) for name, value in self.parameters.items()}
        return own if self.initial is None else own | {"initial": _values.at("initial", self.initial, each=True)}

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Receptor:
        """The counterpart of tree(); an initial value of 0 is left out."""
        return cls(**{name: _values.from_tree(value) for name, value in tree.items() if not _is_standard(name, value)})


def _is_standard(name: str, value: Any) -> bool:
    """Is it what stands there by itself?"""
    return name == "initial" and isinstance(value, str) and value.startswith("0 ")


def _receptors(tree: Mapping[str, Any]) -> dict[str, Receptor]:
    return {name: Receptor.from_tree(receptor) for name, receptor in tree.items()}


def _initial(tree: Mapping[str, Any] | str) -> dict[str, Any] | str:
    """What stands there by itself is left out."""
    if isinstance(tree, str):
        return tree
    return {name: _values.from_tree(value) for name, value in tree.items() if not _is_steady(value)}


def _is_steady(value: Any) -> bool:
    return isinstance(value, str) and value == "steady"


def _layout(tree: Mapping[str, Any]) -> Part:
    return _LAYOUTS[tree["layout"]].from_tree({name: value for name, value in tree.items() if name != "layout"})


@dataclass(eq=False, repr=False)
class Population(Part):
    """Neurons of one model: ``Population(3200, "traub_miles", parameters={"e_l": "-65 mV"})``.

    size: how many. model: a model of the catalogue, or of the network's own. preset: one of the model's. parameters: those
    that differ from the defaults, for all neurons, drawn, or one each. threshold (mV): an upward crossing is a spike; None:
    the model's. refractory: time after a spike without another (ms). initial: "v" (mV) and states at t = 0, those left out
    as the model has them or steady; or "rest". receptor: synaptic inputs by their names. positions: a layout (um). terminal:
    dicts with synapse and parameters, by the names by which projections share them.
    """

    size: int
    model: str
    preset: str | None = None
    parameters: dict[str, NeuronValues] = field(default_factory=dict, metadata=EACH_OF_ALL)
    threshold: Quantity | None = None
    refractory: Quantity = "0 ms"
    initial: dict[str, NeuronValues] | Literal["rest"] = field(default_factory=dict, metadata={"each": True, "read": _initial})
    positions: Layout | None = field(default=None, metadata={"read": _layout})
    receptor: dict[str, Receptor] = field(default_factory=dict, metadata={"read": _receptors})
    terminal: dict[str, dict[str, Any]] = field(default_factory=dict)

    def tree(self) -> Tree:
        tree = super().tree()
        names = {kind: name for name, kind in _LAYOUTS.items()}
        if self.positions is not None:
            require(self.positions, tuple(names), "positions", "a layout such as hux.GridLayout(10, '50 um')")
            tree["positions"] = {"layout": names[type(self.positions)]} | self.positions.tree()
        return tree


@dataclass(eq=False, repr=False)
class Projection(Part):
    """Synapses from one population onto a receptor of another, or of the same.

    source, target: populations. receptor: of the target, or a dict of several and by which the weight is multiplied at
    each (0 to 1e6): ``{"ampa": 1, "nmda": 0.3}``, at all of which each spike arrives. rule: who is connected to whom. weight: in the unit of the
    receptor; delay: ms, at least dt; both for all synapses, drawn, or one each, and None where the rule is a list that has
    them. velocity (m/s): distance / velocity is added to each delay. autapses: may a neuron be connected to itself?
    multapses: may a pair be connected more than once? periodic: are distances taken as if opposite edges were joined?
    symmetric: is each pair drawn once and joined both ways? Of signals within a population, such as gap junctions, which
    have no delay.
    terminal: one of the source population's, by its name; or a dict with synapse, whose terminal the source neurons have,
    and other values of its parameters; without synapse it is that of the receptor's, of several the one that has one.
    spontaneous: what each synapse releases without a spike, a dict with rate, which may depend on since_spike, the time since
    the source neuron's last spike, and weight: ``{"rate": "2 Hz", "weight": "0.02 mS/cm2"}``.
    """

    source: str
    target: str
    receptor: str | dict[str, float]
    rule: Rule
    weight: Values | None = field(default=None, metadata=EACH)
    delay: Values | None = field(default=None, metadata=EACH)
    velocity: Quantity | None = None
    autapses: bool = True
    multapses: bool = True
    periodic: bool = False
    symmetric: bool = False
    terminal: dict[str, Any] | str | None = None
    spontaneous: dict[str, Any] | None = None

    def tree(self) -> Tree:
        if isinstance(self.rule, type):
            raise mistake("rule", f"{self.rule!r} is a class; expected one of it, such as hux.FixedProbability(0.1)")
        return super().tree() | getattr(self.rule, "keys", dict)()

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Projection:
        """The counterpart of tree(): the keys of a rule make one."""
        kind = RULES[tree["rule"]]
        of_rule = {name: value for name, value in tree.items() if name in kind.names()}
        as_it_is = {"receptor": tree["receptor"]}  # may be called as a distribution is
        fields: Tree = {name: _values.from_tree(value) for name, value in tree.items() if name not in {*of_rule, *as_it_is}}
        fields |= as_it_is
        fields["rule"] = kind.from_keys(of_rule)
        return cls(**fields)


@dataclass(eq=False, repr=False)
class Model(Part):
    """The equations of a neuron as text, the same strings as in an experiment file (README, "Your own neurons").

    per: "area" (uF/cm2, mS/cm2, uA/cm2), "cell" (pF, nS, pA) or "none" (plain numbers). parameters: defaults with units, or
    dicts with value, range, description. define: shared expressions. gates: dicts with alpha and beta, or inf and tau, and
    speed. states: dicts with derivative, unit, initial. currents: outward positive. presets: other values of parameters.
    threshold (mV), initial ({"v": mV}), capacitance, description, source.
    """

    per: Literal["area", "cell", "none"] = "area"
    parameters: dict[str, Any] = field(default_factory=dict)
    gates: dict[str, dict[str, str]] = field(default_factory=dict)
    currents: dict[str, str] = field(default_factory=dict)
    define: dict[str, str] = field(default_factory=dict)
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    presets: dict[str, dict[str, Quantity]] = field(default_factory=dict)
    threshold: Quantity | None = None
    initial: dict[str, Quantity] = field(default_factory=dict)
    capacitance: str | None = None
    description: str | None = None
    source: str | None = None

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Model:
        """The counterpart of tree(): texts and dicts as they are."""
        return cls(**tree)


@dataclass(eq=False, repr=False)
class Synapse(Part):
    """The equations of a synapse as text, the same strings as in an experiment file (README, "Your own synapses").

    parameters: defaults with units, or dicts with value, range, description. receptor: a dict with states, dicts with
    derivative and arrival (and unit, initial, method) by their names, and current, outward positive. terminal: a dict with
    states of each source neuron (dicts with derivative, unit, initial), and on_spike (release and what states become),
    dead_time and largest_release; or signal, which acts at all times through arriving and weights in the receptor's current.
    wire: instead of both a dict with current, that of each synapse by itself, w times anything of v and v_pre. define:
    expressions of parameters and v, or of parameters and the terminal's states.
    """

    parameters: dict[str, Any] = field(default_factory=dict)
    receptor: dict[str, Any] = field(default_factory=dict)
    terminal: dict[str, Any] | None = None
    wire: dict[str, str] = field(default_factory=dict)
    define: dict[str, str] = field(default_factory=dict)
    description: str | None = None
    source: str | None = None

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Synapse:
        """The counterpart of tree(): texts and dicts as they are."""
        return cls(**tree)
