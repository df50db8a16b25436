"""Result files, as pictures take them."""

from contextlib import contextmanager
from functools import cached_property

from hux_pictures.errors import BadInput, plain
from hux_pictures.result import Result

from .checked import members
from .facts import SHORTEST, experiment_of, said_stretch, title_of
from .opening import open_file
from .series import positions_in, rates_in, samples_in, synapses_in, times_of
from .spikes import spikes_in

# What a file that is not laid out as expected makes of reading it.
MISREADING = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, RuntimeError)


class FileResult(Result):
    """An open result file; all that is read of it may raise BadInput."""

    def __init__(self, file):
        self.file, self.name = file, file.filename

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    @property
    def title(self):
        return title_of(self.file)

    @property
    def stretch(self):
        """Of a file that does not say so, until its last spike or sample."""
        start, simulated = said_stretch(self.file)
        if simulated - start > SHORTEST:
            return start, simulated
        ends = [times.max() for spikes in self.spikes.values() for times, _ in spikes.pieces()]
        ends += [times_of(group)[1] for group in members(self.file, "report").values()]
        last = max(ends, default=0)
        return start, float(last) if last - start > SHORTEST else start + 1.0

    @cached_property
    def spikes(self):
        return spikes_in(self.file)

    @property
    def rates(self):
        return rates_in(self.file)

    @property
    def samples(self):
        return samples_in(self.file)

    @property
    def synapses(self):
        return synapses_in(self.file)

    @property
    def experiment(self):
        return experiment_of(self.file)

    def positions(self, population):
        return positions_in(self.file, population)


def open_result(path):
    """Opens a result file; raises BadInput if that cannot be done."""
    return FileResult(open_file(path))


@contextmanager
def reading(path):
    """Opens a result file to be read to an end; raises BadInput where that fails, too."""
    with open_result(path) as result:
        try:
            yield result
        except MISREADING as why:
            raise BadInput(f"{path}: it is not laid out as a result of a simulation ({plain(why)})") from None
        except MemoryError:
            raise BadInput(f"{path}: it holds more than fits in memory") from None
        except OSError:
            raise BadInput(f"{path}: it is damaged") from None
