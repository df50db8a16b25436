"""What is to be thought of how a front end ended."""

import signal
import unicodedata

REFUSALS = {2, 3, 4, 5}  # exit codes
LONGEST = 1100  # characters of a sentence
COMMANDS = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}  # Unicode's categories of what a terminal does not just show
RIGHT, REFUSED, BAD = "right", "refused well", "bad"


def fault_of(ending):
    """What is wrong with an ending by itself; empty if nothing is."""
    lines = ending.err.splitlines()
    sentences = [line for line in lines if line.startswith(f"{ending.name}: error: ")]
    if ending.code < 0:
        return f"ended by {signal.Signals(-ending.code).name}"
    if ending.code not in {0, *REFUSALS}:
        return f"exit code {ending.code}"
    if len(sentences) != bool(ending.code):
        return f"{len(sentences)} sentences for exit code {ending.code}"
    if sentences and len(sentences[0]) > LONGEST:
        return f"a sentence of {len(sentences[0])} characters"
    if any(unicodedata.category(c) in COMMANDS for c in (ending.out + ending.err).replace("\n", "")):
        return "what it said commands the terminal"
    if not all(line.startswith(f"{ending.name}: ") for line in lines):
        return "it said something else"
    return ""


def judge(ending):
    """(verdict, why) of an ending."""
    if fault := fault_of(ending):
        return BAD, f"{fault}: {ending.shown[:300]}: {ending.err[-400:]!r}"
    return (REFUSED if ending.code else RIGHT), ""
