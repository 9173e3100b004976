"""Whose rights a run has: those of a user that nobody is, where root starts it."""

import contextlib
import os
from collections.abc import Callable, Iterable
from functools import partial

from tvp_quiz.demos.launch.kernel import (
    CAP_DAC_OVERRIDE,
    CAP_DAC_READ_SEARCH,
    PR_SET_KEEPCAPS,
    control,
    keep_capability,
)

NONE = -1
# Numbers that systems give to nobody, and that containers know too
FIRST_UID, UIDS = 60578, 606


def choose_account(own: Iterable[str], others: Iterable[str], *, fenced: bool) -> tuple[int, int]:
    """Return the user to become, and the capability to keep, without which it couldn't read these files.

    `own` become that user's. Only who is `fenced` in keeps a capability. (-1, -1) means to stay who one is: no root, or
    root that may not change.
    """
    uid = FIRST_UID + os.getpid() % UIDS
    if os.geteuid() != 0 or not can(lambda: become_user(uid, NONE)):
        return NONE, NONE
    for path in own:
        os.chown(path, uid, uid)
    for capability in (NONE, CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE) if fenced else (NONE,):
        if can(partial(read_as, uid, capability, [*own, *others])):
            return uid, capability
    return NONE, NONE


def read_as(uid: int, capability: int, paths: Iterable[str]) -> None:
    """Become a user and open all of the paths; raises OSError."""
    become_user(uid, capability)
    for path in paths:
        os.close(os.open(path, os.O_RDONLY))


def become_user(uid: int, capability: int) -> None:
    """Become a user without groups, for good, with no capability but this."""
    control(PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    keep_capability(capability)


def can(step: Callable[[], None]) -> bool:
    """Tell whether a step can be taken, by taking it in a process that then ends."""
    process = os.fork()
    if process == 0:
        failed = True
        with contextlib.suppress(OSError):
            step()
            failed = False
        os._exit(failed)
    return os.waitpid(process, 0)[1] == 0
