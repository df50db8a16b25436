#!/usr/bin/env python3
"""check_documents.py finds what it is there to find."""

import tempfile
import unittest
from pathlib import Path

from check_documents import invalid_experiments, missing_paths, wrong_commands


def a_command(*arguments):
    """Stands for the hux command: it knows `run` with --seed, and no valid experiment."""
    if arguments == ("run", "--help"):
        return 0, "Usage: hux run FILE [-o OUT] [--seed N]"
    return 2, f"{arguments[0]} failed"


def block(language, body):
    return f"text\n```{language}\n{body}\n```\n"


class a_document(unittest.TestCase):
    def missing(self, text, folder="."):
        with tempfile.TemporaryDirectory() as root:
            (Path(root) / "scripts").mkdir()
            (Path(root) / "scripts/demo.sh").touch()
            return missing_paths(Path(root), text, folder)

    def test_names_paths_that_exist(self):
        self.assertEqual(self.missing("`scripts/demo.sh` and [it](scripts/demo.sh), [web](https://a.b/c)"), [])
        self.assertEqual(self.missing("`scripts/gone.sh`"), ["scripts/gone.sh does not exist"])
        self.assertEqual(self.missing("[it](GONE.md#part)"), ["GONE.md does not exist"])
        self.assertEqual(self.missing(block("sh", "scripts/gone.sh")), ["scripts/gone.sh does not exist"])

    def test_may_be_in_a_folder_of_its_own(self):
        self.assertEqual(self.missing("[it](demo.sh) and `scripts/demo.sh`", "scripts"), [])
        self.assertEqual(self.missing("[it](scripts/demo.sh)", "scripts"), ["scripts/demo.sh does not exist"])

    def test_uses_options_that_exist(self):
        self.assertEqual(wrong_commands(block("sh", "hux run a.toml -o b.h5 --seed 3  # as --before"), a_command), [])
        self.assertEqual(wrong_commands(block("sh", "hux run a.toml --see 3"), a_command), ["hux run has no option --see"])
        self.assertEqual(wrong_commands(block("sh", "build/hux walk a.toml"), a_command), ["hux walk does not exist"])

    def test_has_valid_experiments(self):
        self.assertEqual(len(invalid_experiments(block("toml", "title = 1"), a_command)), 1)
        self.assertEqual(invalid_experiments(block("toml", "title = 1"), lambda *_: (0, "")), [])

    def test_has_valid_models(self):
        def models_alone(*arguments):
            return (0, "") if arguments[:2] == ("models", "--of") else (2, "no experiment")

        self.assertEqual(invalid_experiments(block("toml", '[model.a]\nper = "area"'), models_alone), [])
        self.assertEqual(len(invalid_experiments(block("toml", "[model.a]\n[simulation]"), models_alone)), 1)


if __name__ == "__main__":
    unittest.main()
