"""scripts/report.py in a headless Chromium: the page opens without a complaint, holds all it needs, zooms and pans.

Ends with 77 where there is no Chromium, so that CTest says that it was skipped.
"""

import re
import subprocess
import sys
import unittest

import h5py
import numpy as np
from browser import CHROMIUM, Browser
from runs import EXPERIMENT, SCRIPTS, SIZE, Result, moved

LEFT, RIGHT = 0.25, 0.5  # of the raster's width: where the mouse is pressed and where it is released


def report(*arguments):
    command = [sys.executable, SCRIPTS / "report.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


class Page(Result):
    experiment = EXPERIMENT.replace('"readers"', '"readers </script> & <b>"')

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.folder / "page.html"
        done = report(cls.path, "-o", cls.page)
        assert done.returncode == 0, done.stderr
        with h5py.File(cls.path) as file:
            cls.times = np.concatenate([file[f"spikes/{name}/timestamps"][:] for name in SIZE]).astype(np.float32)

        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.browser.open(self.page.as_uri())
        self.browser.wait_for("charts.length")

    def shown(self):
        """The stretch of time in sight, and the number of spikes in it."""
        window = self.browser.evaluate("charts[0].xAxisRange()")
        return window, self.browser.evaluate("document.getElementById('raster').shownSpikes()")

    def spikes_within(self, window):
        return int(np.sum((self.times >= window[0]) & (self.times < window[1])))

    def drag(self, **options):
        """Drags the mouse across a part of the raster."""
        self.browser.evaluate("document.getElementById('raster').scrollIntoView()")
        x, y, width, height = self.browser.evaluate(
            "(r => [r.left, r.top, r.width, r.height])(document.getElementById('raster').getBoundingClientRect())"
        )
        self.browser.drag((x + LEFT * width, y + height / 2), (x + RIGHT * width, y + height / 2), **options)

    def inked(self):
        """How many pixels of the raster are drawn on."""
        return self.browser.evaluate(
            "(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data"
            ".filter((v, i) => i % 4 == 3 && v > 0).length)(document.querySelector('#raster canvas'))"
        )

    def test_it_opens_without_a_complaint(self):
        self.assertEqual(self.browser.complaints, [])

    def test_it_loads_nothing(self):
        text = self.page.read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"""(?:src|href)=["'](?!data:)""", text.split("<script", 1)[0]), [])
        fetched = self.browser.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        self.assertEqual([name for name in fetched if not name.startswith("data:")], [])

    def test_its_title_is_the_experiments(self):
        self.assertEqual(self.browser.evaluate("document.querySelector('h1').textContent"), "readers </script> & <b>")

    def test_numbers_come_first_and_are_those_of_the_result(self):
        first = self.browser.evaluate("document.querySelector('table').innerText")
        with h5py.File(self.path) as file:
            for name, size in SIZE.items():
                count = len(file[f"spikes/{name}/timestamps"])
                self.assertRegex(first, rf"{name}\s+{size}\s+{count:,}\s+{count / size / 0.3:.2f}\s")

    def test_it_says_what_was_run(self):
        text = self.browser.evaluate("document.body.innerText")
        for fact in (r"integrator\s+rk4", r"seed\s+3", r"simulated, ms\s+300", r"commit\s+[0-9a-f]+"):
            self.assertRegex(text, fact)
        self.assertIn("probability = 0.2", self.browser.evaluate("document.querySelector('pre').textContent"))

    def test_the_whole_run_is_in_sight_at_first(self):
        window, spikes = self.shown()
        np.testing.assert_allclose(window, [0, 300], atol=1e-3)
        self.assertEqual(spikes, len(self.times))
        self.assertGreater(self.inked(), len(self.times))

    def test_dragging_zooms_in_on_what_was_dragged_across(self):
        before = self.browser.screenshot()
        self.drag()
        window, spikes = self.shown()
        self.assertAlmostEqual(window[1] - window[0], (RIGHT - LEFT) * 300, delta=10)
        self.assertEqual(spikes, self.spikes_within(window))
        self.assertNotEqual(self.browser.screenshot(), before)

    def test_all_drawings_show_the_same_stretch_of_time(self):
        self.drag()
        windows = self.browser.evaluate("charts.map(chart => chart.xAxisRange())")
        self.assertGreater(len(windows), 3)
        for window in windows[1:]:
            np.testing.assert_allclose(window, windows[0])

    def test_dragging_with_shift_moves_what_is_in_sight(self):
        self.drag()
        zoomed, _ = self.shown()
        self.drag(shift=True)
        moved, spikes = self.shown()
        self.assertAlmostEqual(moved[1] - moved[0], zoomed[1] - zoomed[0], delta=1e-6)
        self.assertLess(moved[0], zoomed[0] - 5)
        self.assertEqual(spikes, self.spikes_within(moved))

    def test_a_button_brings_back_the_whole_run(self):
        self.drag()
        self.browser.evaluate("document.getElementById('whole').click()")
        self.browser.wait_for("charts[0].xAxisRange()[1] > 299")
        self.assertEqual(self.shown()[1], len(self.times))
        self.assertEqual(self.browser.complaints, [])


class Later(Result):
    def test_the_page_of_a_recording_that_starts_later_goes_from_there_to_its_end(self):
        later = moved(self.path, self.folder / "later.h5", 500.0)
        self.assertEqual(report(later).returncode, 0)
        browser = Browser()
        self.addCleanup(browser.close)
        browser.open(later.with_suffix(".html").as_uri())
        browser.wait_for("charts.length == 5")
        for window in browser.evaluate("charts.map(chart => chart.xAxisRange())"):
            np.testing.assert_allclose(window, [500, 800], atol=0.1)
        first = browser.evaluate("document.querySelector('table').innerText")
        with h5py.File(later) as file:
            count = len(file["spikes/E/timestamps"])
        self.assertEqual(browser.evaluate("document.getElementById('raster').shownSpikes()"), len(self.spikes(later)))
        self.assertRegex(first, rf"E\s+40\s+{count:,}\s+{count / 40 / 0.3:.2f}\s")
        self.assertRegex(browser.evaluate("document.body.innerText"), r"recorded from, ms\s+500")

    @staticmethod
    def spikes(path):
        with h5py.File(path) as file:
            return np.concatenate([file[f"spikes/{name}/timestamps"][:] for name in SIZE])


class Other(Result):
    experiment = EXPERIMENT.replace("spikes = true", "spikes = false").replace("neurons = [2, 5, 9]", "neurons = [2]")

    def test_a_result_without_spikes_opens_without_a_complaint(self):
        self.assertEqual(report(self.path).returncode, 0)
        browser = Browser()
        self.addCleanup(browser.close)
        browser.open(self.path.with_suffix(".html").as_uri())
        browser.wait_for("charts.length == 3")
        self.assertIn("No spikes were recorded", browser.evaluate("document.body.innerText"))
        self.assertEqual(browser.complaints, [])

    def test_bad_input_ends_in_one_sentence(self):
        (self.folder / "text.h5").write_text("no HDF5")
        unwritable = [self.path, "-o", self.folder / "no" / "page.html"]
        bad = {3: ([self.folder / "none.h5"], [self.folder / "text.h5"], unwritable), 2: ([], ["--wrong"])}
        for code, arguments in ((code, each) for code, some in bad.items() for each in some):
            done = report(*arguments)
            self.assertEqual(done.returncode, code)
            self.assertRegex(done.stderr, r"\Areport.py: error: .+\n\Z")


if __name__ == "__main__":
    if not CHROMIUM:
        print("There is no Chromium here, so the page cannot be opened: scripts/setup.sh chromium installs it.")
        sys.exit(77)
    unittest.main()
