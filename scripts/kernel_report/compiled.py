"""Compiles one instance of the fused kernels with the flags of the build, and reads what the compiler made of it."""

import json
import re
import shlex
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
KERNEL = re.compile(r"^_ZN3hux4cuda7advanceINS_(?:8built_in)?(\d+)(\w+)$")
VARIANTS = {(0, 0): "common", (0, 1): "own", (1, 1): "blocked"}
PARAMETER = 0x17  # EIATTR_KPARAM_INFO: number, place and size of a parameter
WITH_PAYLOAD = 4  # a record of .nv.info whose value follows; else the value is where the length would be


class ReportFailed(Exception):
    """Why there is no report, in one sentence."""


@dataclass(frozen=True)
class Kernel:
    """A fused kernel, and what ptxas says of it; bytes of a thread, static_shared of a block."""

    model: str
    variant: str
    architecture: int
    registers: int
    spills: int
    stack: int
    static_shared: int
    coefficient_bytes: int
    listing: list


def compile_command(build, integrator, precision):
    """The command by which a build compiles an instance, without what it makes of it."""
    commands = build / "compile_commands.json"
    if not commands.exists():
        raise ReportFailed(f"{commands} does not exist; expected a build that CMake has configured")
    source = f"kernels/host/advance_{integrator}_{precision}.cu"
    for entry in json.loads(commands.read_text(encoding="utf-8")):
        words = shlex.split(entry["command"])
        if entry["file"].endswith(source) and Path(words[0]).name == "nvcc":
            return without_products(words), Path(entry["directory"])
    raise ReportFailed(f"{build} does not compile {source} by nvcc; expected a build with HUX_CUDA=ON")


def without_products(words):
    """Leaves out what is compiled for, to where, and that spills are errors: the report counts them."""
    kept, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word == "-o":
            skip = True
        elif not word.startswith(("--generate-code", "-Xptxas=")) and word != "-c":
            kept.append(word)
    return kept


def compile_for(architecture, command, directory, cubin):
    """Makes a cubin; what ptxas said."""
    done = subprocess.run([*command, "-cubin", f"-arch=sm_{architecture}", "-Xptxas=-v", "-o", str(cubin)], cwd=directory,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ReportFailed(f"nvcc failed for sm_{architecture}: {done.stderr.strip()[-2000:]}")
    return done.stderr


def disassembler(build):
    """CUDA's nvdisasm, or that of the virtual environment that scripts/kernel_report.sh makes."""
    own = sorted(build.parent.glob("kernel_report/venv/lib/python*/site-packages/nvidia/*/bin/nvdisasm"))
    found = shutil.which("nvdisasm") or shutil.which("nvdisasm", path="/usr/local/cuda/bin") or (str(own[0]) if own else None)
    if not found:
        raise ReportFailed("nvdisasm was not found; expected it in the PATH or in build/kernel_report/venv")
    return found


def disassemble(tool, cubin):
    done = subprocess.run([tool, "-c", str(cubin)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ReportFailed(f"nvdisasm failed: {done.stderr.strip()}")
    return done.stdout


def name_of(symbol):
    """Model and variant of a fused kernel by its mangled name; None for any other function."""
    found = KERNEL.match(symbol)
    if not found:
        return None
    length, rest = int(found.group(1)), found.group(2)
    flags = re.search(r"E[fd]Lb([01])ELb([01])E", rest)
    return rest[:length], VARIANTS[int(flags.group(1)), int(flags.group(2))]


def resources(said):
    """Registers, spills, stack and static shared memory by symbol, from what ptxas -v says."""
    found, symbol = {}, None
    for line in said.splitlines():
        if entry := re.search(r"Compiling entry function '(\w+)'", line):
            symbol = entry.group(1)
            found[symbol] = {"static_shared": 0}
        elif symbol and (stack := re.search(r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads", line)):
            found[symbol] |= {"stack": int(stack.group(1)), "spills": int(stack.group(2)) + int(stack.group(3))}
        elif symbol and (used := re.search(r"Used (\d+) registers", line)):
            shared = re.search(r"(\d+) bytes smem", line)
            found[symbol] |= {"registers": int(used.group(1)), "static_shared": int(shared.group(1)) if shared else 0}
            symbol = None
    return found


def sections(cubin):
    """The sections of an ELF file by name."""
    table, = struct.unpack_from("<Q", cubin, 0x28)
    size, count, names = struct.unpack_from("<HHH", cubin, 0x3A)
    headers = [struct.unpack_from("<IIQQQQ", cubin, table + i * size) for i in range(count)]

    def text(at):
        return cubin[at:cubin.index(b"\0", at)].decode()

    return {text(headers[names][4] + h[0]): cubin[h[4]:h[4] + h[5]] for h in headers}


def parameter_bytes(info, number):
    """The size of a kernel's parameter, from its section .nv.info."""
    at = 0
    while at + 4 <= len(info):
        form, attribute, length = struct.unpack_from("<BBH", info, at)
        at += 4
        if form != WITH_PAYLOAD:
            continue
        if attribute == PARAMETER and struct.unpack_from("<H", info, at + 4)[0] == number:
            return struct.unpack_from("<I", info, at + 8)[0] >> 18
        at += length
    raise ReportFailed(f"the compiled code does not say how large parameter {number} of a kernel is")


def kernels(architecture, said, cubin, listings):
    """Every fused kernel of a compiled instance."""
    info, found = sections(cubin), []
    for symbol, of in resources(said).items():
        if name := name_of(symbol):
            found.append(Kernel(*name, architecture, listing=listings[symbol],
                                coefficient_bytes=parameter_bytes(info[f".nv.info.{symbol}"], 1), **of))
    return sorted(found, key=lambda k: (k.model, k.variant))


def source_number(path, pattern):
    """A number that a source file states."""
    found = re.search(pattern, (ROOT / path).read_text(encoding="utf-8"))
    if not found:
        raise ReportFailed(f"{path} states no {pattern}")
    return int(found.group(1))


def gates(model):
    text = (ROOT / "src" / "models" / f"{model}.toml").read_text(encoding="utf-8")
    return len(re.findall(r"^\[model\.\w+\.(?:gates|states)\.\w+\]", text, re.MULTILINE))
