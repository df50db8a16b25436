#!/usr/bin/env python3
"""What the documents name exists: links, paths, the hux command's options; their experiments and models are valid.

usage: check_documents.py ROOT    (the environment's HUX_COMMAND is the hux command)
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
OURS = r"(?:\.ci|benchmarks|cmake|docs|examples|include|python|scripts|src|tests)/[\w./-]*\w"
PATH = re.compile(rf"`({OURS})/?`")
RUN = re.compile(rf"(?:^|\s)({OURS}\.(?:sh|py|toml))\b", re.MULTILINE)
COMMAND = re.compile(r"^(?:\$ )?(?:\S*/)?hux ([a-z]+)(.*)$", re.MULTILINE)


def hux(*arguments):
    """Runs the hux command; its exit code and what it printed."""
    done = subprocess.run([os.environ["HUX_COMMAND"], *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def missing_paths(root, text, folder="."):
    """Links, which start from the document's folder, and paths, which start from the root, that lead nowhere."""
    blocks = "\n".join(body for _, body in BLOCK.findall(text))
    links = {link for link in LINK.findall(text) if "://" not in link}
    paths = set(PATH.findall(text) + RUN.findall(blocks))
    missing = {link for link in links if not (root / folder / link).exists()}
    missing |= {path for path in paths if not (root / path).exists()}
    return [f"{path} does not exist" for path in sorted(missing)]


def wrong_commands(text, run=hux):
    """Uses of the hux command in blocks of shell that it would not understand."""
    found = []
    for language, body in BLOCK.findall(text):
        for command, rest in COMMAND.findall(body) if language in ("sh", "console") else []:
            code, help_text = run(command, "--help")
            if code != 0:
                found.append(f"hux {command} does not exist")
                continue
            options = re.findall(r"(?<!\S)(--?[a-z][\w-]*)", rest.split("#")[0])
            found += [f"hux {command} has no option {option}" for option in options
                      if not re.search(rf"(?<![\w-]){option}(?![\w-])", help_text)]
    return found


def reading(body):
    """The command that reads a block of TOML: a whole experiment, or models alone."""
    tables = re.findall(r"^\[+(\w+)", body, re.MULTILINE)
    return ("models", "--of") if tables and set(tables) == {"model"} else ("validate",)


def invalid_experiments(text, run=hux):
    """Whole experiments, and models, (blocks of TOML) that hux refuses."""
    found = []
    for language, body in BLOCK.findall(text):
        if language == "toml":
            with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
                file.write(body)
                file.flush()
                code, message = run(*reading(body), file.name)
            found += [f"hux refuses an experiment: {message.strip()}"] if code else []
    return found


def faults(root):
    """Every fault of the documents, as "file: what"."""
    found = []
    root = Path(root)
    for document in sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")]):
        text = document.read_text(encoding="utf-8")
        what = missing_paths(root, text, document.parent.relative_to(root)) + wrong_commands(text) + invalid_experiments(text)
        found += [f"{document.relative_to(root)}: {fault}" for fault in what]
    return found


if __name__ == "__main__":
    FOUND = faults(sys.argv[1])
    print("\n".join(FOUND) or "what the documents name exists")
    sys.exit(1 if FOUND else 0)
