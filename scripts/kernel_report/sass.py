"""The machine code of a kernel as nvdisasm prints it: its loops, and what one round of the loop over time steps takes.

A round is counted along the shortest way through the loop, in instructions issued for a warp, predicated ones included.
What a step may leave out (currents, receptors, a spike, the slow paths of divisions) lies on longer ways.
"""

import heapq
import re
from dataclasses import dataclass, field

SECTION = re.compile(r"^\.text\.(\S+):\s*$")
LABEL = re.compile(r"^(\S+):\s*$")
INSTRUCTION = re.compile(r"^\s+/\*[0-9a-f]{4,}\*/\s+(?:(@!?U?P\w+)\s+)?([A-Z][\w.]*)\s*(.*?)\s*;?\s*$")
TARGET = re.compile(r"`\((\.L\w+)\)")
JUMPS = ("BRA", "CALL", "JMP")  # ptxas also leaves a loop by a call of a label that never returns
ENDS = ("EXIT", "RET")


@dataclass(frozen=True)
class Instruction:
    """One instruction: its predicate, its name with all modifiers, its operands."""

    predicate: str
    name: str
    operands: str

    @property
    def opcode(self):
        return self.name.split(".")[0]

    @property
    def target(self):
        """The label that this may go on at; None for a subroutine, which comes back."""
        found = TARGET.search(self.operands) if self.opcode in JUMPS else None
        return found.group(1) if found else None

    @property
    def always_leaves(self):
        """Does nothing after it run? A branch may have a second predicate, or a condition of its own, as an operand."""
        if self.predicate:
            return False
        return self.opcode in ENDS or (self.target is not None and self.operands.startswith("`("))


@dataclass
class Block:
    """Instructions that run one after the other, and the numbers of the blocks that may follow."""

    instructions: list = field(default_factory=list)
    successors: list = field(default_factory=list)


def functions(listing):
    """The lines of each function by its name."""
    found, lines = {}, None
    for line in listing.splitlines():
        if section := SECTION.match(line):
            lines = found.setdefault(section.group(1), [])
        elif line.startswith("//---"):
            lines = None
        elif lines is not None:
            lines.append(line)
    return found


def blocks_of(lines):
    """The control flow graph of a function."""
    blocks, at_label = [Block()], {}
    for line in lines:
        if label := LABEL.match(line):
            if blocks[-1].instructions:
                blocks.append(Block())
            at_label[label.group(1)] = len(blocks) - 1
        elif (found := INSTRUCTION.match(line)) and found.group(2) != "NOP":
            instruction = Instruction(found.group(1) or "", found.group(2), found.group(3))
            blocks[-1].instructions.append(instruction)
            if instruction.target or instruction.always_leaves:
                blocks.append(Block())
    for number, block in enumerate(blocks):
        last = block.instructions[-1] if block.instructions else None
        if last and last.target in at_label:
            block.successors.append(at_label[last.target])
        if not (last and last.always_leaves) and number + 1 < len(blocks):
            block.successors.append(number + 1)
    return blocks


def reachable(starts, edges, within):
    """All that can be reached from some blocks without leaving a set."""
    seen, todo = set(), [s for s in starts if s in within]
    while todo:
        if (at := todo.pop()) not in seen:
            seen.add(at)
            todo.extend(n for n in edges[at] if n in within)
    return seen


@dataclass(frozen=True)
class Loop:
    """The blocks of a loop, and the one at which it is entered."""

    blocks: frozenset
    header: int


class Function:
    """A function and its loops."""

    def __init__(self, lines):
        self.blocks = blocks_of(lines)
        self.after = [b.successors for b in self.blocks]
        self.before = [[] for _ in self.blocks]
        for number, successors in enumerate(self.after):
            for successor in successors:
                self.before[successor].append(number)

    def loop_around(self, block, within):
        """The largest loop of a set of blocks that a block is in; None if it is in none."""
        body = reachable(self.after[block], self.after, within) & reachable(self.before[block], self.before, within)
        if block not in body:
            return None
        entered = [b for b in body if any(p not in body for p in self.before[b])]
        return Loop(frozenset(body), min(entered, default=min(body)))

    def innermost_loop(self, block):
        """The smallest loop that a block is in, found by taking away the header of one after the other."""
        found, within = None, set(range(len(self.blocks)))
        while loop := self.loop_around(block, within):
            found = loop
            if loop.header == block:
                break
            within = set(loop.blocks) - {loop.header}
        return found

    def loops_inside(self, loop):
        """The loops directly inside another."""
        rest, found = set(loop.blocks) - {loop.header}, []
        while rest:
            block = min(rest)
            inner = self.loop_around(block, rest)
            rest -= inner.blocks if inner else {block}
            found += [inner] if inner else []
        return found

    def containing(self, opcode):
        return [n for n, b in enumerate(self.blocks) if any(i.opcode == opcode for i in b.instructions)]

    def step_loop(self):
        """The loop over time steps: the one in which the threads of a warp vote who has a spike."""
        loops = {loop for block in self.containing("VOTE") if (loop := self.innermost_loop(block))}
        return max(loops, key=lambda loop: len(self.instructions(loop.blocks)), default=None)

    def instructions(self, blocks):
        return [i for b in sorted(blocks) for i in self.blocks[b].instructions]

    def round(self, loop):
        """The instructions of the shortest way once around a loop."""
        shortest = {}
        queue = [(len(self.blocks[loop.header].instructions), loop.header, None)]
        while queue:
            length, block, previous = heapq.heappop(queue)
            if block in shortest:
                continue
            shortest[block] = (length, previous)
            for successor in self.after[block]:
                if successor in loop.blocks and successor != loop.header:
                    heapq.heappush(queue, (length + len(self.blocks[successor].instructions), successor, block))
        ends = [b for b in shortest if loop.header in self.after[b]]
        at = min(ends, key=lambda b: shortest[b][0])
        way = []
        while at is not None:
            way.append(at)
            at = shortest[at][1]
        return [i for block in reversed(way) for i in self.blocks[block].instructions]
