"""Runs that end otherwise than their users wished: what they recorded has to survive."""

import resource
import signal
import time

from runs import Run, hux, kept

NOTHING_LOST_BEFORE = 5.0  # s


def oldest_loss(run, result):
    """How long before its end the run had reached what is missing of it, s."""
    rounding = 51  # ms: the terminal shows tenths of a second
    lost = [run.end - when for when, simulated in run.reached if simulated > result.simulated + rounding]
    return max(lost, default=0.0)


def judge(run, path):
    """What survived of a run; raises AssertionError if it is less than it has to be."""
    result = kept(path)
    loss = oldest_loss(run, result)
    assert loss <= NOTHING_LOST_BEFORE, f"what was reached {loss:.1f} s before the end is missing"
    return result, loss


def killed(folder, draw):
    """kill -9 at a random moment, with a look at the run before it."""
    run = Run(folder)
    run.wait_for_start()
    time.sleep(draw.uniform(1, 9))
    look = hux(folder, "info", "r.h5.part")
    assert look.returncode == 0 and "running" in look.stdout, f"a look at the run: {look.stdout}{look.stderr}"
    run.process.kill()
    assert run.wait() == -signal.SIGKILL
    look = hux(folder, "info", "r.h5.part")
    assert look.returncode == 0 and "killed" in look.stdout, f"a look at what is left: {look.stdout}{look.stderr}"
    done = hux(folder, "recover", "r.h5.part")
    assert done.returncode == 0, done.stderr
    return judge(run, folder / "r.h5")


def killed_early(folder, draw):
    """kill -9 before, while or just after the file is made."""
    run = Run(folder)
    time.sleep(draw.uniform(0.0, 0.08))
    run.process.kill()
    run.wait()
    for part in folder.glob("*.part"):
        done = hux(folder, "recover", part.name)
        assert done.returncode in (0, 3) and done.stderr.count("\n") <= 1, done.stderr
    again = Run(folder, options=("--set", "simulation.duration=100 ms"))
    assert again.wait() == 0 or (folder / "r.h5").exists(), again.said
    return None


def signalled(number):
    def ending(folder, draw):
        run = Run(folder)
        run.wait_for_start()
        time.sleep(draw.uniform(0.1, 3))
        run.process.send_signal(number)
        code = run.wait()
        assert code == 128 + number, f"exit code {code} for signal {number}: {run.said[-300:]}"
        result = judge(run, folder / "r.h5")
        assert result[0].status == "interrupted" and result[1] == 0, result[0].status
        return result

    ending.__doc__ = f"{signal.Signals(number).name} at a random moment"
    return ending


def ignored(folder, draw):
    """SIGINT and SIGHUP that the parent had ignored do not end a run."""
    run = Run(folder, ignored=(signal.SIGINT, signal.SIGHUP))
    run.wait_for_start()
    run.process.send_signal(signal.SIGINT)
    run.process.send_signal(signal.SIGHUP)
    time.sleep(draw.uniform(0.2, 0.5))
    assert run.process.poll() is None, "it has ended"
    run.process.send_signal(signal.SIGTERM)
    assert run.wait() == 128 + signal.SIGTERM
    return judge(run, folder / "r.h5")


def closed_terminal(folder, draw):
    """The terminal goes, as when ssh is lost."""
    run = Run(folder)
    run.wait_for_start()
    time.sleep(draw.uniform(0.1, 2))
    run.close_terminal()
    assert run.wait() == 128 + signal.SIGHUP
    return judge(run, folder / "r.h5")


def no_time_left(folder, draw):
    """The limit of processor time, of which the system warns by SIGXCPU."""
    seconds = draw.choice([1, 2])
    run = Run(folder, limits=((resource.RLIMIT_CPU, seconds, seconds + 5),))
    assert run.wait() == 128 + signal.SIGXCPU, run.said[-300:]
    return judge(run, folder / "r.h5")


def small_limit(folder, draw):
    """The limit of a file's size."""
    limit = draw.randrange(1 << 18, 1 << 23)
    run = Run(folder, limits=((resource.RLIMIT_FSIZE, limit, limit),))
    assert run.wait() == 3, run.said[-300:]
    return judge(run, folder / "r.h5")


def twice_interrupted(folder, draw):
    """A second Ctrl-C, which ends the program at once."""
    run = Run(folder)
    run.wait_for_start()
    time.sleep(draw.uniform(1, 3))
    run.process.send_signal(signal.SIGSTOP)
    run.process.send_signal(signal.SIGINT)
    run.process.send_signal(signal.SIGTERM)
    run.process.send_signal(signal.SIGCONT)
    assert run.wait() in (-signal.SIGINT, -signal.SIGTERM)
    assert hux(folder, "recover", "r.h5.part").returncode == 0
    return judge(run, folder / "r.h5")


ENDINGS = [
    (killed, 10), (killed_early, 12), (twice_interrupted, 2), (ignored, 2), (closed_terminal, 3), (no_time_left, 2),
    (small_limit, 5), *[(signalled(n), 2) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU,
                                                    signal.SIGUSR1)],
]  # fmt: skip
