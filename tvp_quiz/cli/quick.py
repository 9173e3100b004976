"""The words of the command line in, a plain drill's world and banks out: without typer, which none of it needs."""

from collections.abc import Mapping
from pathlib import Path

from tvp_quiz.cli.world import GLOBALS, World, find_world


def read_drill(words: list[str], environment: Mapping[str, str]) -> tuple[World, list[str]] | None:
    """Return the world and the banks of a drill without options of its own; None leaves the words to typer.

    Loading typer and building its commands would take as long as all else up to the first question. `words` may begin
    with global options, each a word before its value.
    """
    said = {option: environment.get(variable, "") for option, variable in GLOBALS.items()}
    rest = list(words)
    while len(rest) > 1 and rest[0] in GLOBALS:
        option, said[option] = rest[0], rest[1]
        del rest[:2]
        if not said[option] or said[option].startswith("-"):
            return None
    if rest[:1] != ["drill"] or any(word.startswith("-") for word in rest):
        return None
    content = Path(said["--content"]) if said["--content"] else None
    return find_world(content, said["--db"] or None, said["--learner"] or None), rest[1:]
