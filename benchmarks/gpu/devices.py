"""The GPUs that hux can use, and what scripts/kernel_report.sh predicts for them."""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parents[2] / "scripts" / "kernel_report"))
import cards  # noqa: E402
import hux_command  # noqa: E402
import report  # noqa: E402

ROW = re.compile(r"(\d+) +(\S.*?) +(\d+)\.(\d+) +[\d.]+ \w+ +([\d.]+) (\w+)  (.*)")
PREDICTED = ("traub_miles", "common")  # the model of COBAHH, and its coefficients


@dataclass(frozen=True)
class Device:
    """A GPU; capability as 86 for 8.6, free: bytes, use: "yes", or why not."""

    number: int
    name: str
    capability: int
    free: float
    use: str


def devices_in(text):
    """The GPUs that hux info --devices lists; none if it says why there are none."""
    rows = (ROW.match(line) for line in text.splitlines())
    return [Device(int(r[1]), r[2], int(r[3]) * 10 + int(r[4]), float(r[5]) * 2 ** hux_command.UNITS[r[6]], r[7])
            for r in rows if r]


class NoDevice(Exception):
    """Why no GPU can be used, in one sentence."""


def device_to_use(number=None):
    """The GPU of that number, or the first that can be used."""
    text = hux_command.ask("info", "--devices").strip()
    listed = devices_in(text)
    asked = [d for d in listed if number in (None, d.number)]
    usable = next((d for d in asked if d.use == "yes"), None)
    if usable:
        return usable
    if asked:
        raise NoDevice(f"GPU {asked[0].number} ({asked[0].name}) cannot be used: {asked[0].use}.")
    raise NoDevice(f"There is no GPU {number} here." if listed else f"There is no GPU that Hux can use: {text}.")


def predicted(device, report_file, receptors, window):
    """Neuron-steps a second that the machine code allows on a GPU; if that is unknown, None and why."""
    card = next((c for c in cards.CARDS if re.search(c.device, device.name)), None)
    if not card:
        return None, f"Nothing is predicted for {device.name}, which scripts/kernel_report/cards.py does not know."
    rows = json.loads(report_file.read_text(encoding="utf-8"))["rows"] if report_file.exists() else []
    for row in rows:
        if (row["model"], row["variant"]) == PREDICTED and row["architecture"] == card.architecture:
            speed, limit = report.prediction(row, card, receptors, window)
            return speed, f"Predicted for {card.name}: at most {speed:.3g} neuron-steps/s, limited by {limit}."
    return None, f"Nothing is predicted: {report_file} does not tell of sm_{card.architecture}."
