"""The process that becomes the demo: what it gives up on the way, and the program that it then is."""

import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tvp_quiz.demos.launch.places import find_interpreter
from tvp_quiz.demos.launch.plan import Plan

# Programs that its user starts in the meantime count too; the supervisor is the one who counts exactly
SPARE_PROCESSES = 128


def give_up(plan: Plan, tasks: int) -> None:
    """Give up the terminal, open files and all beyond the limits; `tasks` is how many its user has already."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    limits = plan.limits
    for kind, amount in (
        (resource.RLIMIT_AS, limits.address_space),
        (resource.RLIMIT_NPROC, tasks + limits.processes + SPARE_PROCESSES),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.open_files),
        # With 0 the kernel would still hand a core to a program that collects them
        (resource.RLIMIT_CORE, 1),
    ):
        lower_limit(kind, amount, amount)
    if sys.platform == "linux":
        for kind in (resource.RLIMIT_NICE, resource.RLIMIT_RTPRIO):
            lower_limit(kind, 0, 0)
        # Where memory runs out it is the first to be ended
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")
    # At the lower one it is told which limit it was, at the upper one it ends in any case
    lower_limit(resource.RLIMIT_CPU, limits.processor_each, limits.processor_each + 1)


def welcome_signals() -> None:
    """Handle every signal as a program expects that was just started."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def lower_limit(kind: int, soft: int, hard: int) -> None:
    """Set a limit for good, unless a lower one is set already."""
    now = resource.getrlimit(kind)[1]
    if now != resource.RLIM_INFINITY:
        soft, hard = min(soft, now), min(hard, now)
    try:
        resource.setrlimit(kind, (soft, hard))
    except ValueError:
        # Other systems know limits that can't be set
        if sys.platform == "linux":
            raise


def become_demo(plan: Plan, *, shared_memory: bool) -> None:
    """Give up all other rights and become the demo."""
    python = find_interpreter()
    os.chdir(plan.folder)
    os.umask(0o077)
    if sys.platform == "linux":
        lock(plan, shared_memory=shared_memory)
    os.execve(python, [python, "-s", "-P", plan.program], plan.environment)  # noqa: S606 - that is what it is for


def lock(plan: Plan, *, shared_memory: bool) -> None:
    """Withhold from this process all that a demo doesn't need; raises OSError where it was asked for and can't be."""
    from tvp_quiz.demos.launch import account, kernel, landlock, places, seccomp  # noqa: PLC0415 - only Linux has these

    kernel.control(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if plan.uid != account.NONE:
        account.become_user(plan.uid, plan.capability)
    # Changing the user undoes this, so it comes after
    kernel.control(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if not plan.locked:
        return
    abi = min(landlock.find_abi(), plan.abi)
    if abi or not plan.bwrap:
        process = "/proc" if plan.bwrap else "/proc/self"
        with name_failures("Landlock"):
            landlock.restrict(places.list_rights(plan.folder, process, shared_memory=shared_memory), abi)
    # bubblewrap has set its filter already, also for the process of its own that is inside
    if not plan.bwrap:
        reach = seccomp.Reach(
            alone=plan.uid != account.NONE,
            scoped=abi >= landlock.ABI_SCOPE,
            mounted=False,
            truncates=abi >= landlock.ABI_TRUNCATE,
        )
        with name_failures("seccomp"):
            seccomp.refuse_calls(reach)


@contextmanager
def name_failures(means: str) -> Iterator[None]:
    """Let what fails meanwhile say what is missing; raises OSError."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, f"{means} does not work ({error.strerror})") from error
