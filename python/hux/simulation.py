"""A network that runs in parts, and can be looked at and changed between them."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterable, Mapping
from numbers import Integral
from types import TracebackType
from typing import Any, NoReturn, TypeVar

from . import _core
from ._core import Progress, SimulationState
from ._every import Every
from ._html import table
from ._mistakes import as_path, mistake, require
from .errors import HuxError
from .experiment import Experiment, as_core
from .progress import Bar, bar_for
from .results import Named, RecordedRates, RecordedSamples, RecordedSpikes, Results, by_name
from .views import InputView, PopulationView, ProjectionView, View, as_indices, milliseconds

__all__ = ["Every", "Simulation", "SimulationState"]

V = TypeVar("V", bound=View)


class Simulation:
    """A network ready to run.

    It runs in as many parts as one likes: what they give is what one run gives, to the last bit. What the experiment
    records is kept in memory, from when it was built on, up to a limit.

    Args:
        experiment: What is to be simulated; it is not changed.
        limit_bytes: Memory that spikes and samples may take; by default half of what is free once the network is built.
            Where it is reached the run ends with a MemoryPlanError, between windows.

    Raises InputError, MemoryPlanError, and KeyboardInterrupt on Ctrl-C while it is built.
    """

    __slots__ = ("__weakref__", "_calls", "_core", "_dt", "_is_running", "_sizes", "_stops", "_views")

    def __init__(self, experiment: Experiment | _core.Experiment, *, limit_bytes: int | None = None) -> None:
        if limit_bytes is not None and (not isinstance(limit_bytes, Integral) or not 0 <= limit_bytes < 2**64):
            raise mistake("limit_bytes", f"{limit_bytes!r} is not what is needed here; expected a number of bytes")
        self._core = _core.Simulation(as_core(experiment), limit_bytes)
        self._dt = self._core.dt
        self._sizes = {name: self._core.population(name)["size"] for name in self._core.populations}
        self._calls: list[Every] = []
        self._is_running = False
        self._stops = False
        self._views: dict[tuple[type[View], str], View] = {}
        weakref.finalize(self, _finish, self._core)

    # ---- running ----

    @property
    def t(self) -> float:
        """How far it has come, ms. Can also be asked while it runs in another thread."""
        return self._core.time

    @property
    def dt(self) -> float:
        """The time step, ms."""
        return self._dt

    def run(self, duration: Any, progress: bool | Callable[[Progress], object] = False) -> None:
        """Simulates for a time, beyond what was simulated before.

        Args:
            duration: A time such as "500 ms", or a number of ms; a multiple of dt.
            progress: True: a bar in a terminal or a notebook, silence elsewhere. A function is called ten times a second
                with a Progress; if it returns False, the run stops.

        Raises InputError, MemoryPlanError if what is recorded reaches its limit, DivergenceError, FileError, and whatever
        a function that it calls raises. On Ctrl-C it raises KeyboardInterrupt. After all but DivergenceError and
        FileError the simulation stands between two windows, and can go on.
        """
        if self._is_running:
            raise HuxError("the simulation runs already; expected a function given to every() to look at it and change it")
        bar = bar_for(progress)
        self._is_running, self._stops = True, False
        try:
            steps = self._core.aim(milliseconds(duration, "duration"))
            self._go_on(steps, self._shown_by(bar))
        finally:
            self._is_running = False
            if bar:
                bar.finish(self._core.reached())

    def _shown_by(self, bar: Bar | None) -> Callable[[Progress], bool]:
        """What shows how far the run has come, and says whether it goes on."""

        def goes_on(reached: Progress) -> bool:
            said = bar.show(reached) if bar else None
            return said is not False and not self._stops

        return goes_on

    def _go_on(self, steps: int, show: Callable[[Progress], bool]) -> None:
        step = self._step()
        end = step + steps
        while step < end:
            for call in self._calls:
                call.skip_to(step)
                if call.next_step == step and not call.is_cancelled:
                    call.next_step += call.period
                    call.function(self)
            for call in [call for call in self._calls if call.is_cancelled]:
                self._calls.remove(call)  # one by one: another thread may hand over more
            stop = min([end, *[call.next_step for call in self._calls]])
            if self._stops or not self._core.advance(stop - step, show):
                return
            step = stop

    def _step(self) -> int:
        return round(self._core.time / self._dt)

    def stop(self) -> None:
        """Ends the run that goes on: where it is, if a function given to every() says so; at the end of a window, within a
        tenth of a second, if another thread or a progress function does. A run that begins later is not stopped."""
        self._stops = True

    def every(self, period: Any, function: Callable[[Simulation], object]) -> Every:
        """Calls a function with the simulation, at each multiple of a period from now on, while it runs.

        At t it sees the state at t, before the step that starts there, on which its changes act. One that changes nothing
        changes no bit of what follows. What it raises comes out of run(). One that such a function hands over is called
        a period later for the first time.

        It takes least where the window, the shortest delay or simulation.window (in steps), fits into the period.

        Args:
            period: A time such as "1 ms", or a number of ms; a multiple of dt.

        Returns what has cancel(), which ends the calls.
        """
        if not callable(function):
            raise mistake("every", f"{function!r} cannot be called; expected a function that takes the simulation")
        time = milliseconds(period, "every")
        _core.require_whole_steps("every", time, self._dt)
        steps = round(time / self._dt)
        call = Every(time, steps, self._step() + (steps if self._is_running else 0), function)
        self._calls.append(call)
        return call

    # ---- states ----

    def save(self) -> SimulationState:
        """The state as it stands: a value that can be kept, compared, pickled, written to a file, and restored."""
        return self._core.save()

    def restore(self, state: SimulationState) -> None:
        """Goes on from a state of this network, with the inputs and changes that it had: what follows is what followed
        there, to the last bit. What is kept in memory starts anew there; arrays that were taken before stay.

        Raises InputError naming the first difference if it is a state of another network, HuxError while results go to a
        file.
        """
        require(state, SimulationState, "state", "a hux.SimulationState, as save() gives it")
        self._refuse_while_running("restored")
        self._core.restore(state)

    def _refuse_while_running(self, what: str) -> None:
        if self._is_running:
            raise HuxError(f"the simulation cannot be {what} while it runs; expected stop() first")

    # ---- what it consists of ----

    def __getitem__(self, population: str) -> PopulationView:
        """A population by its name. Raises InputError naming the nearest."""
        return self._view(PopulationView, population, self._sizes, "population")

    def _view(self, kind: type[V], name: str, names: Iterable[str], called: str) -> V:
        known = self._views.get((kind, name)) if isinstance(name, str) else None
        if not isinstance(known, kind):
            known = self._views[kind, name] = Named(names, lambda n: kind(self._core, n), called, called)[name]
        return known

    @property
    def populations(self) -> Mapping[str, PopulationView]:
        """By name."""
        return self._all(PopulationView, self._sizes, "population")

    @property
    def inputs(self) -> Mapping[str, InputView]:
        """By name."""
        return self._all(InputView, self._core.inputs, "input")

    @property
    def projections(self) -> Mapping[str, ProjectionView]:
        """By name."""
        return self._all(ProjectionView, self._core.projections, "projection")

    def _all(self, kind: type[V], names: Iterable[str], called: str) -> Mapping[str, V]:
        return Named(names, lambda name: self._view(kind, name, names, called), called, called)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._sizes)

    @property
    def experiment(self) -> Experiment:
        """The experiment as it was changed last, with everything that was chosen filled in."""
        return Experiment.from_core(self._core.experiment())

    def change(self, experiment: Experiment) -> None:
        """Goes on as another experiment says from now on, what was changed in it: parameters, presets and thresholds of
        populations, parameters of receptors, weights, factors of receptors, inputs and recordings. State variables stay as they are.

        Raises InputError naming the first thing that cannot be changed; then nothing is.
        """
        self._core.change(as_core(experiment, self._core.experiment()))

    # ---- results ----

    @property
    def spikes(self) -> Mapping[str, RecordedSpikes]:
        """What is kept in memory, by population: times (ms, float64) and neurons (uint32), without a copy."""
        return Named(self._kept()[0], self._spikes, "spikes", "recorded population", once=False)

    @property
    def samples(self) -> Mapping[str, RecordedSamples]:
        """What is kept in memory, by recording."""
        return Named(self._kept()[1], self._samples, "samples", "recording", once=False)

    @property
    def rates(self) -> Mapping[str, RecordedRates]:
        """What is kept in memory, by population: bins that are over."""
        return Named(self._kept()[2], self._rates, "rates", "population whose rate is recorded", once=False)

    @property
    def results(self) -> Results:
        """All that is kept in memory, as it is now."""
        spikes, samples, rates = self._kept()
        return Results(
            spikes=by_name({name: self._spikes(name) for name in spikes}, "spikes", "recorded population"),
            samples=by_name({name: self._samples(name) for name in samples}, "samples", "recording"),
            rates=by_name({name: self._rates(name) for name in rates}, "rates", "population"),
            diverged=self._diverged(),
            start=self._core.kept_since,
            stop=self.t,
        )

    def _kept(self) -> tuple[list[str], list[str], list[str]]:
        if not self._core.is_kept:
            raise HuxError("results go to a file alone; expected record_to(..., keep=True), or hux.read of the file")
        return self._core.kept

    def _span(self) -> dict[str, float]:
        return {"start": self._core.kept_since, "stop": self.t}

    def _spikes(self, population: str) -> RecordedSpikes:
        times, neurons = self._core.spikes(population)
        return RecordedSpikes(population, self._sizes[population], times, neurons, **self._span())

    def _samples(self, name: str) -> RecordedSamples:
        times, values, neurons, variables, units, population, interval = self._core.samples(name)
        columns = {variable: values[:, i] for i, variable in enumerate(variables)}
        by_variable = by_name(columns, f"recording.{name}", "variable")
        return RecordedSamples(name, population, times, neurons, interval, by_variable, dict(zip(variables, units)))

    def _rates(self, population: str) -> RecordedRates:
        return RecordedRates(population, *self._core.rates(population))

    def _diverged(self) -> Mapping[str, RecordedSpikes]:
        times, populations, neurons = self._core.diverged
        sizes = self._sizes
        found = {
            name: RecordedSpikes(name, sizes[name], times[populations == i], neurons[populations == i], **self._span())
            for i, name in enumerate(sizes)
            if (populations == i).any()
        }
        return by_name(found, "diverged", "population with neurons that diverged")

    def forget(self) -> None:
        """Lets go of what is kept in memory; arrays that were taken before stay. From here on results are kept again."""
        self._core.forget()

    def record(
        self, name: str, population: str, variables: Iterable[str] | str, *, neurons: Any = None, interval: Any = None
    ) -> None:
        """Records variables of a population from now on.

        Args:
            name: Of the recording.
            variables: Names such as "v", "m", "g_ampa", "i_na".
            neurons: Indices, or "0-9"; all, if none are given.
            interval: A time such as "0.1 ms", or a number of ms; a multiple of dt, which it is by default.

        Raises InputError, HuxError while results go to a file.
        """
        require(name, str, "recording", "a name")
        require(variables, (str, Iterable), f"recording.{name}.variables", "names such as 'v'")
        chosen = [variables] if isinstance(variables, str) else list(variables)
        size = self[population].size
        every = self._dt if interval is None else milliseconds(interval, f"recording.{name}.interval")
        self._core.record(name, population, chosen, as_indices(neurons, size, f"recording.{name}"), every)

    def end_record(self, name: str) -> None:
        """Ends a recording; its samples stay."""
        self._core.end_record(name)

    def record_to(self, path: str | os.PathLike[str], overwrite: bool = False, *, keep: bool = False) -> FileRecording:
        """Streams what is recorded from now on to an HDF5 file, as the command does, until end_recording(), or to the end
        of a with statement.

        Args:
            overwrite: May there be a file of that name?
            keep: Keep it in memory, too? If not, what was kept before is let go.

        Raises FileError.
        """
        self._core.record_to(as_path(path), overwrite, keep)
        return FileRecording(self, path)

    def end_recording(self) -> None:
        """Finishes the file that results go to, if there is one. Raises FileError."""
        self._core.end_recording()

    def checkpoint(self, path: str | os.PathLike[str]) -> None:
        """Writes to a file all that resume() needs to go on from here with the file of results. Raises FileError."""
        self._core.checkpoint(as_path(path))

    def resume(self, path: str | os.PathLike[str], checkpoint: str | os.PathLike[str], *, keep: bool = False) -> None:
        """Goes on with the file of results of a run that was broken off, from a checkpoint of it. Raises FileError,
        InputError."""
        self._refuse_while_running("resumed")
        self._core.resume(as_path(path), as_path(checkpoint, "checkpoint"), keep)

    # ---- what is said of it ----

    @property
    def warnings(self) -> list[str]:
        """What one should know before trusting the results, one sentence each."""
        return self._core.warnings

    @property
    def summary(self) -> dict[str, Any]:
        """Of all that was simulated: spikes, neurons that diverged, and seconds spent on what."""
        return self._core.summary

    @property
    def built(self) -> dict[str, Any]:
        """Neurons, synapses, backend, threads, and why it does not run on a GPU."""
        return self._core.built

    def __repr__(self) -> str:
        built = self.built
        return (
            f"<hux.Simulation {built['neurons']:,} neurons, {built['synapses']:,} synapses, t = {self.t:g} ms, "
            f"{built['backend']}>"
        )

    def _repr_html_(self) -> str:
        rows = [
            (name, f"{view.size:,}", view.model, ", ".join(view.variables)) for name, view in self.populations.items()
        ]
        return table(("population", "size", "model", "state variables"), rows, repr(self).strip("<>"))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Simulation cannot be pickled or copied; pickle its experiment and its state, save(), instead")


class FileRecording:
    """Results that go to a file to the end of a with statement."""

    def __init__(self, simulation: Simulation, path: str | os.PathLike[str]) -> None:
        self._simulation, self._path = simulation, path

    def __repr__(self) -> str:
        return f"<hux.FileRecording to {os.fspath(self._path)}>"

    def __enter__(self) -> FileRecording:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._simulation.end_recording()


def _finish(core: _core.Simulation) -> None:
    """Finishes the file when the program ends or nobody has the simulation any more."""
    try:
        if core.is_recorded_to_file:
            core.end_recording()
    except Exception:  # nobody is left to tell, and the file says where it was left
        pass
