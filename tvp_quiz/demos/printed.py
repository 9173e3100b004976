"""What a demo prints, as it comes: text for people at once, and all of its standard output at the end."""

from codecs import getincrementaldecoder

make_decoder = getincrementaldecoder("utf-8")


class Printed:
    """What came out of a demo so far: `output`, `errors`, and what of both was `shown` to people.

    What may be the line with the facts is held back: the last line, if it begins an object. More than `most` bytes are
    not taken in.
    """

    def __init__(self, most: int, *, holds_back: bool) -> None:
        """Begin with nothing."""
        self.output = self.errors = self.shown = ""
        self._held = ""
        self._room = most
        self._holds_back = holds_back
        self._output = make_decoder("replace")
        self._errors = make_decoder("replace")

    @property
    def overflows(self) -> bool:
        """Whether there was more than is taken in."""
        return self._room < 0

    def add_output(self, piece: bytes) -> str:
        """Take in a piece of standard output, and return what people see of it now; an empty one is the last."""
        text = self._output.decode(self._fit(piece), final=not piece)
        self.output += text
        text = self._held + text
        start = find_facts(text) if self._holds_back else len(text)
        self._held = text[start:]
        return self._show(text[:start])

    def add_errors(self, piece: bytes) -> str:
        """Take in a piece of standard error, and return what people see of it now; an empty one is the last."""
        text = self._errors.decode(self._fit(piece), final=not piece)
        self.errors += text
        return self._show(text)

    def release(self) -> str:
        """Return what was held back and turned out not to be facts."""
        text, self._held = self._held, ""
        return self._show(text)

    def _fit(self, piece: bytes) -> bytes:
        fitting = piece[: max(0, self._room)]
        self._room -= len(piece)
        return fitting

    def _show(self, text: str) -> str:
        self.shown += text
        return text


def find_facts(text: str) -> int:
    """Return where the last line of a text begins if it may be facts, else where the text ends."""
    start = text.rstrip().rfind("\n") + 1
    return start if text[start:].lstrip().startswith("{") else len(text)
