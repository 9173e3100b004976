"""The command line with which bubblewrap runs a demo."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from tvp_quiz.demos.launch import command
from tvp_quiz.demos.launch.account import NONE
from tvp_quiz.demos.launch.places import LIBRARIES, SYSTEM, find_interpreter, list_python
from tvp_quiz.demos.launch.plan import SHARED_MEMORY, Plan, write_plan
from tvp_quiz.demos.launch.seccomp import Reach, write_filter

HERE = Path(__file__).parent
NAMESPACES = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
# No process of others is seen inside, and nothing of others can be written
INSIDE = Reach(alone=True, scoped=True, mounted=True, truncates=True)
KEPT = {1: "CAP_DAC_OVERRIDE", 2: "CAP_DAC_READ_SEARCH"}


def make_command(plan: Plan) -> list[str]:
    """Return the words that run the launcher inside of bubblewrap, which then becomes the demo; raises OSError."""
    paths = (*LIBRARIES, *SYSTEM, *list_python(), str(HERE))
    return [
        plan.bwrap,
        *list_namespaces(plan),
        *("--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev"),
        *("--seccomp", str(open_filter())),
        *("--size", str(plan.limits.files_size), "--perms", "1777", "--tmpfs", SHARED_MEMORY),
        *list_parents([*paths, plan.folder]),
        *list_binds(paths),
        *("--bind", plan.folder, plan.folder, "--remount-ro", "/dev", "--remount-ro", "/"),
        *command.make_command(find_interpreter()),
        write_plan(plan),
    ]


def open_filter() -> int:
    """Return an open file, kept over exec, from which bubblewrap reads what no process inside may call."""
    reader, writer = os.pipe()
    os.write(writer, write_filter(INSIDE))
    os.close(writer)
    os.set_inheritable(reader, True)  # noqa: FBT003 - it takes no keyword
    return reader


def list_namespaces(plan: Plan) -> list[str]:
    """Return what is unshared; root needs no user namespace, and inside changes its user."""
    if plan.uid == NONE:
        return ["--unshare-user", *NAMESPACES]
    kept = ["CAP_SETUID", "CAP_SETGID", *([KEPT[plan.capability]] if plan.capability in KEPT else [])]
    return [*NAMESPACES, *(word for name in kept for word in ("--cap-add", name))]


def list_parents(paths: Iterable[str]) -> Iterator[str]:
    """Yield the folders in which paths lie, made for all to pass through: bubblewrap's own are for root alone."""
    parents = {str(parent) for path in paths for parent in Path(path).parents}
    for parent in sorted(parents - {"/", *LIBRARIES}):
        yield from ("--perms", "0755", "--dir", parent)


def list_binds(paths: Iterable[str]) -> Iterator[str]:
    """Yield what is seen of the file system, to be read."""
    for path in paths:
        if path in LIBRARIES and Path(path).is_symlink():
            yield from ("--symlink", str(Path(path).readlink()), path)
        else:
            yield from ("--ro-bind-try", path, path)
