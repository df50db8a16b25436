"""The networks that are scaled: experiments of 4000 cells whose size is changed with the synapses a neuron kept."""

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
import hux_command  # noqa: E402

DT = 0.05  # ms
PROJECTIONS = ("EE", "EI", "IE", "II")


@dataclass(frozen=True)
class Network:
    """An experiment, and the synapses that each of its neurons receives."""

    name: str
    experiment: Path
    synapses: int

    def of_size(self, neurons, duration, **settings):
        """What to change for so many neurons (a multiple of 5) and so many ms."""
        changes = {"simulation.duration": f'"{duration:g} ms"', "simulation.dt": f'"{DT} ms"',
                   "population.E.size": neurons // 5 * 4, "population.I.size": neurons // 5}
        probability = min(1.0, self.synapses / neurons)
        changes |= {f"projection.{name}.probability": probability for name in PROJECTIONS}
        return changes | {f"simulation.{key}": value for key, value in settings.items()}

    def largest(self, memory, backend):
        """The most neurons whose plan stays within so many bytes, to two digits."""
        return self.largest_that(
            lambda neurons: hux_command.planned_bytes(self.experiment, self.of_size(neurons, 1), backend) <= memory)

    def largest_that(self, fits):
        """The most neurons that fit, to two digits."""
        sizes = [digits * 10**power for power in range(4, 9) for digits in range(10, 100)]
        fitting, above = 0, len(sizes)
        while above - fitting > 1:
            middle = (fitting + above) // 2
            fitting, above = (middle, above) if fits(sizes[middle]) else (fitting, middle)
        return sizes[fitting]


COBAHH = Network("cobahh", hux_command.ROOT / "examples" / "cobahh.toml", 80)
BALANCED = Network("balanced", Path(__file__).with_name("balanced.toml"), 1000)
