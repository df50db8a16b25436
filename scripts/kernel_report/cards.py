"""What GPUs can do: how many warps a multiprocessor holds, and how many neuron-steps a second a card can reach at most.

Occupancy follows the CUDA C++ Programming Guide, "Compute Capabilities", and NVIDIA's cuda_occupancy.h. Throughputs are
those of the guide's table "Throughput of Native Arithmetic Instructions", in results a clock and multiprocessor.
"""

from dataclasses import dataclass

WARP = 32
REGISTERS = 65536  # of a multiprocessor
QUARTERS = 4  # of a multiprocessor, each with its registers and a scheduler that issues one instruction a clock
REGISTER_UNIT = 256  # registers are given to a warp by so many
SHARED_UNIT = 128  # bytes
RESERVED_SHARED = 1024  # bytes of every block, for the system
ISSUED = QUARTERS * WARP


@dataclass(frozen=True)
class Architecture:
    """Limits of a multiprocessor; throughputs as (single, double precision, conversions from and to 64 bits)."""

    warps: int
    shared: int  # bytes
    blocks: int
    rates: tuple


ARCHITECTURES = {
    80: Architecture(64, 164 * 1024, 32, (64, 32, 16)),
    86: Architecture(48, 100 * 1024, 16, (128, 2, 2)),
    89: Architecture(48, 100 * 1024, 24, (128, 2, 2)),
    90: Architecture(64, 228 * 1024, 32, (128, 64, 16)),
}


@dataclass(frozen=True)
class Card:
    """A product; device: its name by CUDA, as a pattern; clock: boost, Hz; bandwidth: of memory, bytes a second."""

    name: str
    device: str
    architecture: int
    multiprocessors: int
    clock: float
    bandwidth: float
    source: str


CARDS = (
    Card("RTX 3090", "RTX 3090$", 86, 82, 1.695e9, 936e9, "NVIDIA Ampere GA102 GPU Architecture, whitepaper, table 9"),
    Card("RTX 4090", "RTX 4090$", 89, 128, 2.520e9, 1008e9, "NVIDIA Ada GPU Architecture, whitepaper, appendix A"),
    Card("A100 SXM 40GB", "A100-SXM4-40GB", 80, 108, 1.410e9, 1555e9,
         "NVIDIA A100 Tensor Core GPU Architecture, whitepaper, table 4"),
    Card("A100 SXM 80GB", "A100-SXM4-80GB", 80, 108, 1.410e9, 2039e9, "NVIDIA A100 Tensor Core GPU data sheet, 2021"),
    Card("H100 SXM", "H100 80GB HBM3", 90, 132, 1.980e9, 3350e9,
         "NVIDIA H100 Tensor Core GPU Architecture, whitepaper, and data sheet"),
    Card("H200 SXM", "H200$", 90, 132, 1.980e9, 4800e9, "NVIDIA H200 Tensor Core GPU data sheet"),
)


def up_to(value, unit):
    return -(-value // unit) * unit


def blocks_resident(architecture, threads, registers, shared):
    """Blocks that a multiprocessor holds at once.

    shared: bytes of a block, static and dynamic.
    """
    of = ARCHITECTURES[architecture]
    warps = up_to(threads, WARP) // WARP
    warps_by_registers = REGISTERS // QUARTERS // up_to(registers * WARP, REGISTER_UNIT) * QUARTERS
    by_shared = of.shared // up_to(shared + RESERVED_SHARED, SHARED_UNIT)
    return min(of.blocks, of.warps // warps, warps_by_registers // warps, by_shared)


def occupancy(architecture, threads, registers, shared):
    """The fraction of the warps a multiprocessor can hold that it does hold."""
    warps = up_to(threads, WARP) // WARP
    return blocks_resident(architecture, threads, registers, shared) * warps / ARCHITECTURES[architecture].warps


def units_of(name):
    """What executes an instruction, beside what issues it.

    An IMAD, by which ptxas also moves values, takes a multiply-add unit of single precision (Nsight Compute's
    documentation, "Pipelines"). Instructions of no unit here (branches, moves of uniform registers) are issued only.
    """
    opcode, _, modifiers = name.partition(".")
    if opcode in ("FFMA", "FMUL", "FADD", "FFMA32I", "FMUL32I", "FADD32I"):
        return ("single",)
    if opcode == "IMAD":
        return ("single", "multiply")
    if opcode in ("DFMA", "DMUL", "DADD", "DSETP", "DMNMX"):
        return ("double",)
    if opcode in ("MUFU", "POPC", "FLO", "BREV"):
        return ("special",)
    if opcode in ("I2F", "F2I", "F2F", "I2I", "I2FP", "F2IP"):
        return ("convert_64",) if "64" in modifiers else ("convert",)
    if opcode in ("FCHK", "FSETP", "FSEL", "FMNMX", "ISETP", "IADD3", "LOP3", "LEA", "SEL", "SHF", "MOV", "PRMT",
                  "IMNMX", "VIADD", "PLOP3", "IABS", "VIMNMX"):
        return ("integer",)
    return ()


def clocks(counts, architecture):
    """Clocks of a multiprocessor that a neuron takes, by what takes them.

    counts: instructions of a warp by name, which are those of each of its neurons.
    """
    single, double, convert_64 = ARCHITECTURES[architecture].rates
    rates = {"single": single, "double": double, "convert_64": convert_64, "convert": 16, "special": 16, "integer": 64,
             "multiply": 64}
    taken = {"issue": sum(counts.values()) / ISSUED}
    for name, count in counts.items():
        for unit in units_of(name):
            taken[unit] = taken.get(unit, 0) + count / rates[unit]
    return taken


def predicted(card, counts, bytes_):
    """Most neuron-steps a second, and what limits them: issue, a unit of units_of, or memory.

    counts, bytes_: of a neuron-step.
    """
    taken = clocks(counts, card.architecture)
    slowest = max(taken, key=taken.get)
    computed = card.multiprocessors * card.clock / taken[slowest]
    moved = card.bandwidth / bytes_
    return (moved, "memory") if moved < computed else (computed, slowest)
