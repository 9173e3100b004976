"""A bank's name in, a first text for it out, with an example of each section."""

import os
from pathlib import Path

from tvp_quiz.banks.fix import find_schema, make_modeline
from tvp_quiz.banks.scalars import write_text
from tvp_quiz.banks.schema import SCHEMA_FILE, write_schema
from tvp_quiz.errors import UsageError

EXAMPLES = """\
# Replace the examples by entries of your own; `tvp-quiz bank check` says what to mend.
# Lines that begin with # are not read. To use an example below, delete the first two characters of each of its lines.

questions:
  - id: full-lock  # the entry's own name: progress hangs on it
    type: choice
    question: A thread asks for a lock that another thread holds. What happens by default?
    answer: It waits until the lock is released
    distractors:
      - text: It takes the lock from the other thread
        because: A lock is released by its holder, and by nobody else.
      - text: It goes on without holding the lock
        because: Then the lock would protect nothing.
    because: The lock would be useless if two threads could hold it at once.

# definitions:
#   - id: mutex
#     term: Mutex
#     meaning: A lock that one thread at a time can hold
#     aliases: [mutual exclusion lock]
#     examples: [a guard around a shared counter]
#   - id: semaphore
#     term: Semaphore
#     meaning: A counter that admits a fixed number of threads at once

# chart:
#   columns: [Mutex, Semaphore]
#   rows:
#     - id: holders
#       aspect: How many may pass
#       cells:
#         Mutex: One at a time
#         Semaphore: As many as it was set up for

# faq:
#   - id: why-lock
#     question: Why lock at all?
#     answer: Two threads that change the same data at once can lose one of the changes.
#     points: [same data, at once, a change is lost]  # a checklist for rating oneself
"""


def start_bank(path: Path, name: str, title: str, body: str = EXAMPLES) -> list[Path]:
    """Write a bank file that is not there yet, and the schema beside it if there is none, and return what was written.

    Raises UsageError if the bank is there.
    """
    if os.path.lexists(path):
        raise UsageError(f"There is a file {path} already: choose another name, or edit it.")
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = find_schema(path)
    written = []
    if schema is None:
        schema = path.parent / SCHEMA_FILE
        schema.write_text(write_schema(), encoding="utf-8")
        written.append(schema)
    way = os.path.relpath(schema.resolve(), path.resolve().parent).replace(os.sep, "/")
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(f"{make_modeline(way)}\n{write_head(name, title)}{body}")
    return [path, *written]


def write_head(name: str, title: str) -> str:
    """Return what a bank says of itself."""
    return f"bank: {name}\ntitle: {write_text(title)}\n\n"
