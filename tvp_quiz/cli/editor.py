"""A file and a line in, an editor at work on them until it ends; what went wrong with that, if anything, out."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

USUAL = ("sensible-editor", "nano", "vi")
# How each family of editors is told a line; a name may go on after a dot, as vim.tiny does.
PLUS = frozenset(
    {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "kak", "micro", "joe", "ne", "sensible-editor", "editor"}
)
GOTO = frozenset({"code", "codium", "cursor"})
COLON = frozenset({"hx", "helix", "subl", "zed"})
# These return at once unless they are told to wait.
HASTY = GOTO | {"subl", "zed"}


def open_editor(path: Path, line: int, environment: Mapping[str, str]) -> str:
    """Let the learner's editor work on a file, from a line (counted from 1) on, until it ends.

    Returns what went wrong in one sentence, or nothing. The editor has the terminal to itself meanwhile.
    """
    named = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    found = {name: shutil.which(name, path=environment.get("PATH")) for name in USUAL}
    try:
        words = shlex.split(named) if named else [next(name for name in USUAL if found[name])]
    except StopIteration:
        return "No editor was found: set EDITOR to the command that starts yours."
    except ValueError:
        return f"The quotes in {named!r} are not closed: set EDITOR to the command that starts your editor."
    program = shutil.which(words[0], path=environment.get("PATH"))
    if program is None:
        return f"There is no editor {words[0]!r}: set EDITOR to the command that starts yours."
    return run_editor([program, *words[1:], *name_place(words, path.absolute(), line)], environment)


def name_place(words: list[str], path: Path, line: int) -> list[str]:
    """Return the arguments that have an editor, started by `words`, wait at a line of a file."""
    editor = Path(words[0]).name.partition(".")[0]
    waits = [] if editor not in HASTY or {"-w", "--wait"} & set(words) else ["--wait"]
    if editor in PLUS:
        return [f"+{line}", str(path)]
    if editor in GOTO:
        return [*waits, "--goto", f"{path}:{line}"]
    return [*waits, f"{path}:{line}" if editor in COLON else str(path)]


def run_editor(command: list[str], environment: Mapping[str, str]) -> str:
    """Run an editor in the foreground and return what went wrong, or nothing."""
    name = Path(command[0]).name
    try:
        with leave_keys_alone(), subprocess.Popen(command, env=dict(environment)) as editor:  # noqa: S603 - their own choice
            code = wait_for(editor)
    except OSError as error:
        return f"{name} can't be started ({error.strerror}): set EDITOR to the command that starts your editor."
    if code:
        return f"{name} failed (exit code {code}): see whether your changes were saved."
    return ""


@contextmanager
def leave_keys_alone() -> Iterator[None]:
    """Let the keys that send signals mean meanwhile what the editor has them mean.

    A handler that does nothing is not handed on to the editor, as ignoring a signal would be.
    """
    numbers = [one for one in (signal.SIGINT, signal.SIGQUIT) if signal.getsignal(one) is not signal.SIG_IGN]
    before = {number: signal.signal(number, lambda *_: None) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_for(editor: subprocess.Popen[bytes]) -> int:
    """Wait for an editor to end and return its exit code; where it stops itself, stop with it and go on with it.

    Only so does the shell that both were started from take over when an editor heeds Ctrl-Z.
    """
    try:
        while os.WIFSTOPPED(status := os.waitpid(editor.pid, os.WUNTRACED)[1]):
            os.kill(os.getpid(), signal.SIGTSTP)
            editor.send_signal(signal.SIGCONT)
    except BaseException:
        # Whatever ends this program leaves no editor behind that would fight the shell for the keys
        editor.terminate()
        raise
    editor.returncode = os.waitstatus_to_exitcode(status)
    return editor.returncode
