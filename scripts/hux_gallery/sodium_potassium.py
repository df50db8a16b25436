"""The cell of examples/cell_from_text.toml in NumPy: nullclines, fixed points, and what its runs are compared with.

Izhikevich 2007, Dynamical Systems in Neuroscience: the I_Na,p + I_K model (chapter 4), and with an M current.
Potentials in mV, times in ms, currents in uA/cm2, conductances in mS/cm2; the capacitance is 1 uF/cm2.
"""

from dataclasses import dataclass

import numpy as np

from .measures import crossings

G_L, E_L, E_NA, E_K, TAU_Z = 8.0, -80.0, 60.0, -90.0, 20.0


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def m_inf(v):
    return sigmoid((v + 20) / 15)


def n_inf(v):
    return sigmoid((v + 25) / 5)


def z_inf(v):
    return sigmoid((v + 20) / 5)


@dataclass(frozen=True)
class Cell:
    g_na: float = 20.0
    g_k: float = 10.0
    g_m: float = 5.0
    tau_n: float = 1.0

    def ionic(self, v, n, z):
        """The sum of the ionic currents."""
        return G_L * (v - E_L) + self.g_na * m_inf(v) * (v - E_NA) + (self.g_k * n + self.g_m * z) * (v - E_K)

    def steady(self, v):
        """The same with gates that are steady: the current that holds the cell at a potential."""
        return self.ionic(v, n_inf(v), z_inf(v))

    @staticmethod
    def start(v):
        """The state at a potential with gates that are steady."""
        return np.array([v, n_inf(v), z_inf(v)])

    def slope(self, state, current):
        v, n, z = state
        return np.array([current - self.ionic(v, n, z), (n_inf(v) - n) / self.tau_n, (z_inf(v) - z) / TAU_Z])

    def trajectory(self, state, current, dt, steps):
        """The states from one on, [step x variable], by the Runge-Kutta method; backwards in time if dt is negative."""
        states = [np.array(state, dtype=float)]
        for _ in range(steps):
            k1 = self.slope(states[-1], current)
            k2 = self.slope(states[-1] + dt / 2 * k1, current)
            k3 = self.slope(states[-1] + dt / 2 * k2, current)
            k4 = self.slope(states[-1] + dt * k3, current)
            states.append(states[-1] + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
        return np.array(states)

    def v_nullcline(self, v, current):
        """The n at which V stands still, where z is 0."""
        return (current - self.ionic(v, 0.0, 0.0)) / (self.g_k * (v - E_K))

    def fixed_points(self, current=0.0):
        """The potentials at which all stands still, in their order."""
        v = np.linspace(-89, 59, 148001)
        beyond = self.steady(v) - current
        return np.sort(np.concatenate([crossings(v, beyond, 0.0), crossings(v, beyond, 0.0, upward=False)]))

    def saddle_node(self):
        """Where rest and threshold merge: the potential, and the current that does it."""
        v = np.linspace(-70, -50, 200001)
        return v[np.argmax(self.steady(v))], np.max(self.steady(v))

    def onset(self, current):
        """The rate (Hz) just above there, by the normal form of a saddle-node on an invariant circle (chapter 6)."""
        v, merged = self.saddle_node()
        h = 0.01
        bend = (self.steady(v + h) - 2 * self.steady(v) + self.steady(v - h)) / h**2
        delay = 1 - self.tau_n * self.g_k * (v - E_K) * (n_inf(v + h) - n_inf(v - h)) / (2 * h)
        return 1000 * np.sqrt(-bend / 2 * np.maximum(current - merged, 0)) / (np.pi * delay)

    def jacobian(self, v, current=0.0, h=1e-4):
        """How the slopes of V and n depend on these, at a fixed point."""
        at = self.start(v)
        moved = [(self.slope(at + step, current) - self.slope(at - step, current)) / (2 * h) for step in h * np.eye(3)]
        return np.array(moved).T[:2, :2]

    def separatrix(self):
        """V and n along the line between what returns to rest and what fires: backwards in time from the saddle."""
        v = self.fixed_points()[1]
        rates, ways = np.linalg.eig(self.jacobian(v))
        way = np.append(ways[:, np.argmin(rates)], 0.0)
        start = self.start(v) + 1e-3 * way * np.sign(way[1])
        return self.trajectory(start, 0.0, -0.005, 2600)[:, :2].T
