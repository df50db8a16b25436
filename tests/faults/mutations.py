"""Mutations: bytes and texts changed at random, and values that nobody would mean."""

import re

HOSTILE_NUMBERS = [
    "nan", "inf", "-inf", "-1", "0", "-0.0", "1", "1e308", "1e-308", "5e-324", "1e400", "4294967295", "4294967296",
    "18446744073709551615", "18446744073709551616", "-9223372036854775808", "9223372036854775807", "0x7fffffff",
    "0.1", "1e10", "3.0000000001", "1_000", "1979-05-27T07:32:00Z", "true",
]  # fmt: skip
UNITS = ["ms", "s", "us", "mV", "V", "nS", "S", "mS/cm2", "pA", "uA/cm2", "nA", "Hz", "kHz", "um", "mm", "pF", "uF/cm2",
         "degC", "mM", "parsec", "", "%", "\u00b5s", "ms ms"]  # fmt: skip
HOSTILE_TEXTS = [
    "", " ", "x" * 100_000, "\x1b[31mred\x1b[0m", "a\nhux: error: another", "a\x00b", "\u202etxet", "\x7f\x07\x08",
    "\U0001f9e0", "0-", "0-4294967295", "5-1", "all", "../../etc/passwd", "/dev/zero", "/dev/full", "/proc/self/mem",
    "/", ".", "%s%n{}{0}", "'\"\\", "E", "E.E", "v", "ampa", "\ufeff", "list", "spike_times",
]  # fmt: skip
HOSTILE_TREES = ["[]", "{}", "[[]]", "[" * 2000 + "]" * 2000, "[1, \"a\"]", "{ normal = {} }", "[nan, nan]",
                 "{ uniform = [1, 0] }", "{ normal = { mean = 0, std = -1 } }", "{ values = [] }",
                 "{ lognormal = { mean = \"1 nS\", std = \"1e300 nS\" } }", "{ linspace = [\"0 mV\", \"1e308 mV\"] }",
                 "[" + "0, " * 100_000 + "0]", "{ a = { a = { a = 1 } } }",
                 "{ file = \"spikes.h5\", dataset = \"spikes/E/timestamps\", unit = \"nS\" }", "{ \"@array\" = 0 }",
                 "{ file = \"spikes.h5\", dataset = \"spikes\" }", "{ file = \"spikes.h5\", dataset = \"../a\" }"]  # fmt: skip


def quoted(text):
    """A TOML string of a text, whatever it holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'


def hostile_value(draw):
    """Something to stand in the place of a value of TOML."""
    kind = draw.randrange(6)
    if kind < 2:
        return quoted(f"{draw.choice(HOSTILE_NUMBERS)} {draw.choice(UNITS)}")
    if kind == 2:
        return draw.choice(HOSTILE_NUMBERS)
    if kind == 3:
        return quoted(draw.choice(HOSTILE_TEXTS))
    return draw.choice(HOSTILE_TREES)


def changed_bytes(data, draw):
    """Changes, removes, repeats or inserts bytes at random places."""
    data = bytearray(data)
    for _ in range(draw.randint(1, 3)):
        at, length = draw.randrange(len(data) + 1), draw.randint(1, 8)
        match draw.randrange(5):
            case 0:
                data[at : at + 1] = bytes([draw.randrange(256)])
            case 1:
                data[at : at + 1] = bytes([draw.choice(b"0123456789-.eE\"'[]{}=,\n# ")])
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = data[at : at + length] * draw.choice([1, 1, 1000])
            case 4:
                data[at:at] = bytes([draw.randrange(256)]) * length
    return bytes(data)


def changed_lines(text, draw):
    """Swaps, removes or repeats lines."""
    lines = text.split("\n")
    a, b = draw.randrange(len(lines)), draw.randrange(len(lines))
    match draw.randrange(3):
        case 0:
            lines[a], lines[b] = lines[b], lines[a]
        case 1:
            del lines[min(a, b) : min(a, b) + draw.randint(1, 3)]
        case 2:
            lines.insert(a, lines[b])
    return "\n".join(lines)


def changed_sections(text, draw):
    """Removes, repeats or renames a table, or nests its name deeply."""
    parts = re.split(r"(?m)^(?=\[)", text)
    at = draw.randrange(len(parts))
    match draw.randrange(4):
        case 0:
            del parts[at]
        case 1:
            parts.insert(draw.randrange(len(parts)), parts[at])
        case 2:
            parts[at] = re.sub(r"\w+\]", lambda _: quoted(draw.choice(HOSTILE_TEXTS)[:5000]) + "]", parts[at], count=1)
        case 3:
            parts[at] = parts[at].replace("]", ".a" * draw.choice([10, 1000, 40_000]) + "]", 1)
    return "".join(parts)


def replaced_at_random(pattern, text, new, draw):
    found = list(re.finditer(pattern, text))
    if not found:
        return text
    where = draw.choice(found)
    return text[: where.start()] + new + text[where.end() :]


def changed_values(text, draw):
    """Puts a hostile value in the place of one, or of all that follows a key."""
    pattern = draw.choice([r'"[^"\n]*"|(?<![\w.])-?\d[\d.e]*', r"(?<== )\S.*"])
    return replaced_at_random(pattern, text, hostile_value(draw), draw)


def changed_units(text, draw):
    """Gives a quantity another number or another unit."""
    if draw.random() < 0.5:
        return replaced_at_random(r'(?<=")-?[\d.]+(?= )', text, draw.choice(HOSTILE_NUMBERS), draw)
    return replaced_at_random(r'(?<=\d )[^"\n ]+(?=")', text, draw.choice(UNITS), draw)


def changed_keys(text, draw):
    """Renames a key, or gives it the name of another."""
    keys = re.findall(r"\w+(?= = )", text) or ["a"]
    name = draw.choice([draw.choice(keys), quoted(draw.choice(HOSTILE_TEXTS)[:5000])])
    return replaced_at_random(r"\w+(?= = )", text, name, draw)


def changed_toml(text, draw):
    """An experiment with one to three mutations, as bytes."""
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        change = draw.choice([changed_lines, changed_sections, changed_values, changed_values, changed_values,
                              changed_units, changed_units, changed_keys, None])  # fmt: skip
        if change is None:
            return changed_bytes(text.encode("utf-8", "surrogateescape"), draw)
        text = change(text, draw)
    return text.encode("utf-8", "surrogateescape")


def changed_columns(text, draw):
    """A file of columns with a word of it changed, or with lines or bytes that are."""
    match draw.randrange(4):
        case 0 | 1:
            word = draw.choice([*HOSTILE_NUMBERS, *HOSTILE_TEXTS, *UNITS])
            return replaced_at_random(r"[^\s\[\]]+", text, word, draw).encode()
        case 2:
            return changed_lines(text, draw).encode()
        case _:
            return changed_bytes(text.encode(), draw)
