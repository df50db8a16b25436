"""Whether this processor can run the extension, which must be known before that is loaded."""

from __future__ import annotations

NEEDED = ("avx2", "fma", "bmi2")


def require(path: str = "/proc/cpuinfo") -> None:
    """Raises ImportError on a processor that lacks instructions; where nothing says what it has, it is tried."""
    try:
        with open(path, encoding="ascii", errors="replace") as lines:
            flags = next((line.split() for line in lines if line.startswith("flags")), None)
    except OSError:
        return
    if flags and not set(NEEDED).issubset(flags):
        raise ImportError(
            "this processor is too old: Hux needs the instructions AVX2, FMA and BMI2 "
            "(Intel since Haswell, 2013; AMD since Excavator, 2015)"
        )
