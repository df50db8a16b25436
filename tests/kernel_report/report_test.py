#!/usr/bin/env python3
"""Tests of scripts/kernel_report: reading machine code, occupancy, predictions."""

import contextlib
import io
import struct
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "scripts" / "kernel_report"))
import cards  # noqa: E402
import compiled  # noqa: E402
import report  # noqa: E402
import sass  # noqa: E402

SYMBOL = "_ZN3hux4cuda7advanceINS_4tinyENS_3rk4EfLb0ELb0EEEvPT1_S4_iiPj"

SAID = f"""ptxas info    : 0 bytes gmem
ptxas info    : Compiling entry function '{SYMBOL}' for 'sm_80'
ptxas info    : Function properties for {SYMBOL}
    16 bytes stack frame, 8 bytes spill stores, 4 bytes spill loads
ptxas info    : Used 32 registers, used 1 barriers, 256 bytes smem, 384 bytes cmem[0]
"""

# (architecture, threads, registers, dynamic shared memory) and the resident blocks that cuda_occupancy.h of CUDA 13.0
# finds, its settings being the properties of an A100, RTX 3090, RTX 4090 and H100.
PUBLISHED = {
    (80, 128, 64, 0): 8, (80, 128, 65, 0): 7, (80, 128, 37, 0): 12, (80, 320, 37, 0): 4, (80, 32, 24, 0): 32,
    (80, 128, 64, 16384): 8, (80, 128, 32, 16384): 9, (80, 128, 255, 0): 2,
    (86, 128, 64, 0): 8, (86, 128, 64, 16384): 5, (86, 128, 64, 15360): 6, (86, 32, 24, 0): 16, (86, 256, 32, 0): 6,
    (89, 128, 64, 16384): 5, (89, 32, 24, 0): 24, (89, 128, 40, 8192): 11,
    (90, 128, 64, 16384): 8, (90, 128, 32, 16384): 13, (90, 256, 128, 32768): 2, (90, 32, 32, 1024): 32,
}


def small_function():
    return sass.Function(sass.functions((HERE / "small_kernel.sass").read_text(encoding="utf-8"))[SYMBOL])


class Sass(unittest.TestCase):
    def setUp(self):
        self.function = small_function()
        self.loop = self.function.step_loop()

    def test_finds_the_loop_in_which_is_voted(self):
        names = [i.opcode for i in self.function.instructions(self.loop.blocks)]
        self.assertEqual((names.count("VOTE"), names.count("MUFU"), names.count("BAR")), (1, 1, 0))

    def test_counts_a_round_without_spike_and_slow_path(self):
        step = [i.opcode for i in self.function.round(self.loop)]
        everything = self.function.instructions(self.loop.blocks)
        self.assertEqual((len(step), len(everything)), (29, 32))
        self.assertIn("FCHK", step)
        self.assertFalse([i for i in self.function.round(self.loop) if "internal" in i.operands])

    def test_finds_the_receptors_in_a_loop_of_their_own(self):
        (inner,) = self.function.loops_inside(self.loop)
        self.assertEqual([i.opcode for i in self.function.round(inner)].count("STS"), 1)

    def test_tells_jumps_from_subroutines(self):
        jump, subroutine, either = (sass.INSTRUCTION.match(f"        /*09a0*/ {text} ;") for text in (
            "@P0 CALL.REL.NOINC `(.L_x_2431)", "CALL.REL.NOINC `($__internal_0_$__cuda_sm20_div_s64)", "BRA P2, `(.L_x_1)"))
        jump, subroutine, either = (sass.Instruction(m[1] or "", m[2], m[3]) for m in (jump, subroutine, either))
        self.assertEqual((jump.target, jump.always_leaves), (".L_x_2431", False))
        self.assertEqual((subroutine.target, subroutine.always_leaves), (None, False))
        self.assertEqual((either.target, either.always_leaves), (".L_x_1", False))

    def test_has_no_step_loop_where_nobody_votes(self):
        self.assertIsNone(sass.Function(["        /*0000*/                   EXIT ;"]).step_loop())


class Compiled(unittest.TestCase):
    def test_reads_what_ptxas_says(self):
        self.assertEqual(compiled.resources(SAID)[SYMBOL],
                         {"stack": 16, "spills": 12, "registers": 32, "static_shared": 256})

    def test_takes_model_and_variant_from_a_name(self):
        self.assertEqual(compiled.name_of(SYMBOL), ("tiny", "common"))
        self.assertEqual(compiled.name_of(SYMBOL.replace("Lb0ELb0", "Lb0ELb1")), ("tiny", "own"))
        self.assertEqual(compiled.name_of(SYMBOL.replace("4tiny", "8built_in4tiny")), ("tiny", "common"))
        self.assertIsNone(compiled.name_of("_ZN3hux4cuda5probeEv"))

    def test_reads_the_size_of_a_parameter(self):
        flag = struct.pack("<BBH", 3, 0x1B, 64)
        sizes = [struct.pack("<BBHIHHI", 4, compiled.PARAMETER, 12, 0, number, 0, size << 18 | 0x1F000)
                 for number, size in ((1, 68), (0, 240))]
        self.assertEqual(compiled.parameter_bytes(flag + b"".join(sizes), 1), 68)
        with self.assertRaises(compiled.ReportFailed):
            compiled.parameter_bytes(flag, 1)

    def test_keeps_the_flags_of_the_build_only(self):
        words = ["nvcc", "-O3", "--generate-code=arch=compute_80,code=[sm_80]", "--fmad=false",
                 "-Xptxas=--warn-on-spills,--warning-as-error", "-x", "cu", "-c", "a.cu", "-o", "a.o"]
        self.assertEqual(compiled.without_products(words), ["nvcc", "-O3", "--fmad=false", "-x", "cu", "a.cu"])

    def test_knows_the_gates_of_a_model(self):
        self.assertEqual((compiled.gates("traub_miles"), compiled.gates("wang_buzsaki")), (3, 2))


class Cards(unittest.TestCase):
    def test_holds_as_many_blocks_as_nvidia_says(self):
        for (architecture, threads, registers, shared), blocks in PUBLISHED.items():
            with self.subTest(architecture=architecture, threads=threads, registers=registers, shared=shared):
                self.assertEqual(cards.blocks_resident(architecture, threads, registers, shared), blocks)

    def test_gives_the_occupancies_of_the_best_practices_guide(self):
        # Its chapter "Calculating Occupancy": 37 registers a thread, in blocks of 128 and of 320 threads.
        self.assertEqual(cards.occupancy(80, 128, 37, 0), 0.75)
        self.assertAlmostEqual(cards.occupancy(80, 320, 37, 0), 0.63, delta=0.01)

    def test_predicts_the_peak_of_multiply_adds(self):
        # 35.6, 82.6, 19.5 and 66.9 TFLOPS by the whitepapers, two operations each.
        peaks = {"RTX 3090": 35.6e12, "RTX 4090": 82.6e12, "A100 SXM 40GB": 19.5e12, "H100 SXM": 66.9e12,
                 "H200 SXM": 66.9e12}
        for card in cards.CARDS:
            speed, _ = cards.predicted(card, {"FFMA": 1}, 1e-9)
            self.assertAlmostEqual(speed * 2 / peaks.get(card.name, 19.5e12), 1, delta=0.01)

    def test_names_what_limits(self):
        card = cards.CARDS[0]
        self.assertEqual(cards.predicted(card, {"FFMA": 100, "BRA": 10}, 1)[1], "issue")
        self.assertEqual(cards.predicted(card, {"FFMA": 100, "DADD": 10}, 1)[1], "double")
        self.assertEqual(cards.predicted(card, {"FFMA": 10, "MUFU.RCP": 10}, 1)[1], "special")
        self.assertEqual(cards.predicted(card, {"FFMA": 1}, 100), (9.36e9, "memory"))


class Report(unittest.TestCase):
    def row(self, **changes):
        kernel = dict(model="traub_miles", variant="common", architecture=80, registers=32, spills=0, stack=0,
                      static_shared=0, coefficient_bytes=68,
                      listing=sass.functions((HERE / "small_kernel.sass").read_text(encoding="utf-8"))[SYMBOL])
        return report.row_of(compiled.Kernel(**kernel | changes), 4)

    def test_counts_the_bytes_of_a_step(self):
        spikes = report.SPIKES * report.SPIKE_BYTES
        self.assertAlmostEqual(report.bytes_a_step(3, 4, receptors=2, window=20), 6 * 8 / 20 + spikes)
        self.assertAlmostEqual(report.bytes_a_step(3, 8, 136, receptors=0, window=2), (8 * 8 + 136) / 2 + spikes)

    def test_has_coefficients_in_memory_only_where_they_are_a_neurons_own(self):
        self.assertGreater(self.row(variant="own")["bytes"], self.row()["bytes"] + 3)

    def test_adds_receptors_to_a_prediction(self):
        row = self.row()
        card = next(c for c in cards.CARDS if c.architecture == 80)
        self.assertEqual(report.prediction(row, card, 2, 20)[1], "issue")
        self.assertLess(report.prediction(row, card, 2, 20)[0], row["predicted"][card.name][0])

    def test_says_whether_goals_are_met(self):
        lines = list(report.goals([self.row(), self.row(spills=4, registers=128), self.row(variant="own")]))
        self.assertEqual(len(lines), 8)
        self.assertEqual([line.endswith(": NOT met") for line in lines], [False] * 6 + [True] * 2)

    def main_with(self, row):
        """The exit code of the report of one kernel, and the files it wrote."""
        with tempfile.TemporaryDirectory() as folder:
            arguments = ["report.py", f"--output={folder}"]
            with mock.patch.object(report, "measure", return_value=[row]), mock.patch.object(sys, "argv", arguments), \
                    contextlib.redirect_stdout(io.StringIO()):
                try:
                    report.main()
                    code = 0
                except SystemExit as left:
                    code = left.code
            return code, sorted(path.name for path in Path(folder).iterdir())

    def test_fails_on_spills_after_writing_what_it_found(self):
        files = ["kernels.csv", "kernels.json"]
        self.assertEqual(self.main_with(self.row(spills=4)), ("A kernel spills registers.", files))
        self.assertEqual(self.main_with(self.row()), (0, files))

    def test_lays_out_a_line_for_each_kernel(self):
        lines = report.table([self.row(), self.row(variant="own")]).splitlines()
        self.assertEqual(len(lines), 4)
        self.assertEqual(len({line.count("|") for line in lines}), 1)


if __name__ == "__main__":
    unittest.main()
