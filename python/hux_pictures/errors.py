"""What cannot be drawn, as one sentence, and texts from anywhere, made fit for a sentence. Needs Python alone."""

LONGEST = 90  # letters of a text from a file
LONGEST_PATH = 400


class BadInput(Exception):
    """What is wrong, as one sentence for the user."""


def escaped(text: object) -> str:
    """A text on one line of a terminal, which it cannot command: what does not print stands as escapes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(text))


def plain(text: object, longest: int = LONGEST) -> str:
    """A text from a file, so short that a sentence can hold it, and escaped."""
    text = str(text)
    return escaped(text if len(text) <= longest else f"{text[: longest - 13]}...{text[-10:]}")
