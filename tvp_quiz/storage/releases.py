"""What a database says of its schema in; whether a newer program wrote that, or something is wrong with it, out."""

import re
from importlib.metadata import version

from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.file import HEAD, STRANGE

# What every schema is called, and what a database may say of the program that it needs
REVISION = re.compile(r"\d{4}", re.ASCII)
RELEASE = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}", re.ASCII)


class RevisionError(DatabaseError):
    """A database does not say of which schema it is."""


def make_unknown(place: object, revision: object, needed: object) -> DatabaseError:
    """Return what is said of a database whose schema isn't ours; `needed` is what it calls the release to read it."""
    release = needed if isinstance(needed, str) and RELEASE.fullmatch(needed) else None
    is_later = isinstance(revision, str) and REVISION.fullmatch(revision) and revision > HEAD
    # What this release can read was written by no newer one
    if not is_later or (release and split_release(release) <= split_release(version("tvp-quiz"))):
        return RevisionError(STRANGE.format(place=place, error="the version of its tables is none of ours"))
    what = f"needs tvp-quiz {release} or newer" if release else "was written by a newer tvp-quiz"
    return DatabaseError(f"{place} {what}, and was left as it is: update this program.")


def split_release(release: str) -> list[int]:
    """Return the numbers of a release, by which releases are ordered."""
    return [int(number) for number in re.findall(r"\d+", release)]
