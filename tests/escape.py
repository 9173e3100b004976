"""A demo that tries to get out in every way it knows, and says which ways were open.

Nothing here does harm where a guard fails: what is attacked was put there for it, and signals to others are SIGCONT.
"""

import ctypes
import errno
import json
import os
import resource
import signal
import socket
import struct
from collections.abc import Callable
from functools import partial
from pathlib import Path

Attempts = dict[str, Callable[[], object]]
LIBC = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "x86_64": {
        "ptrace": 101, "process_vm_readv": 310, "shmget": 29, "semget": 64, "msgget": 68, "mq_open": 240,
        "memfd_create": 319, "add_key": 248, "keyctl": 250, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323,
        "inotify_init1": 294, "vmsplice": 278, "splice": 275, "tee": 276, "setsockopt": 54,
        "unshare": 272, "setns": 308, "chroot": 161, "mount": 165,
        "name_to_handle_at": 303, "open_by_handle_at": 304, "kcmp": 312, "clone": 56, "syslog": 103,
        "ioprio_set": 251, "tgkill": 234,
    },
    "aarch64": {
        "ptrace": 117, "process_vm_readv": 270, "shmget": 194, "semget": 190, "msgget": 186, "mq_open": 180,
        "memfd_create": 279, "add_key": 217, "keyctl": 219, "bpf": 280, "perf_event_open": 241, "userfaultfd": 282,
        "inotify_init1": 26, "vmsplice": 75, "splice": 76, "tee": 77, "setsockopt": 208,
        "unshare": 97, "setns": 268, "chroot": 51, "mount": 40,
        "name_to_handle_at": 264, "open_by_handle_at": 265, "kcmp": 272, "clone": 220, "syslog": 116,
        "ioprio_set": 30, "tgkill": 131,
    },
}[os.uname().machine]  # fmt: skip
SAME = {"io_uring_setup": 425, "pidfd_open": 434, "pidfd_getfd": 438, "pidfd_send_signal": 424, "clone3": 435}
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
THREAD = 0x10000


def call(name: str, *arguments: object) -> int:
    """Make a system call; raises OSError."""
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    found = LIBC.syscall(ctypes.c_long((CALLS | SAME)[name]), *words, *[ctypes.c_long(0)] * (6 - len(words)))
    if found < 0:
        raise OSError(ctypes.get_errno(), name)
    return int(found)


def open_(path: str | Path, flags: int = os.O_RDONLY) -> None:
    """Open and close a file."""
    os.close(os.open(path, flags))


def list_reading(outside: Path, process: int) -> Attempts:
    """Files that are none of a demo's business."""
    Path("link").symlink_to(outside)
    Path("root").symlink_to("/")
    paths: set[str | Path] = {
        "/etc/passwd", "/etc/hostname", "/proc/self/root/etc/passwd", "root/etc/passwd", "link", outside,
        f"/proc/{process}/environ", f"/proc/{process}/cmdline", f"/proc/{process}/maps", f"/proc/{process}/mem",
        f"/proc/{process}/fd/0", f"/proc/{process}/cwd/x", "/dev/tty", "/dev/kmsg", "/dev/mem", "/proc/kcore",
        f"../{outside.parent.name}/{outside.name}", "/var/log/wtmp",
    }  # fmt: skip
    folders = {"/", "/tmp", "/home", "/root", "/etc", "/run", "..", outside.parent}  # noqa: S108 - on purpose
    return {f"read {path}": partial(open_, path) for path in paths} | {
        f"list {path}": partial(os.listdir, path) for path in folders
    }


def list_writing(outside: Path) -> Attempts:
    """Changes outside of a demo's folder."""
    return {
        "write": lambda: open_(outside, os.O_WRONLY),
        "append": lambda: open_(outside, os.O_WRONLY | os.O_APPEND),
        "empty": lambda: open_(outside, os.O_WRONLY | os.O_TRUNC),
        "empty while reading": lambda: open_(outside, os.O_RDONLY | os.O_TRUNC),
        "truncate": lambda: os.truncate(outside, 0),
        "create": lambda: open_(outside.with_name("new"), os.O_WRONLY | os.O_CREAT),
        "create nameless": lambda: open_(outside.parent, os.O_WRONLY | os.O_TMPFILE),
        "create in /tmp": lambda: open_("/tmp/tvp-quiz-escaped", os.O_WRONLY | os.O_CREAT),  # noqa: S108 - on purpose
        "create in /var/tmp": lambda: open_("/var/tmp/tvp-quiz-escaped", os.O_WRONLY | os.O_CREAT),  # noqa: S108 - on purpose
        "create in /": lambda: open_("/tvp-quiz-escaped", os.O_WRONLY | os.O_CREAT),
        "create in /dev": lambda: open_("/dev/tvp-quiz-escaped", os.O_WRONLY | os.O_CREAT),
        "create by a link": lambda: open_(f"root{outside}-new", os.O_WRONLY | os.O_CREAT),
        "make a folder": outside.with_name("folder").mkdir,
        "make a link": lambda: outside.with_name("link").symlink_to("x"),
        "make a pipe": lambda: os.mkfifo(outside.with_name("pipe")),
        "link out": lambda: os.link("link", outside.with_name("hard"), follow_symlinks=False),
        "link in": lambda: os.link(outside, "hard"),
        "make a device": lambda: os.mknod("device", 0o20666, os.makedev(0, 0)),
        "terminal": lambda: open_("/dev/ptmx", os.O_RDWR),
        "mode": lambda: outside.chmod(0o777),
        "owner": lambda: os.chown(outside, -1, -1),
        "times": lambda: os.utime(outside),
        "times to": lambda: os.utime(outside, (1, 1)),
        "attribute": lambda: os.setxattr(outside, "user.x", b"x"),
        "mode of Python": lambda: Path(os.__file__).chmod(0o777),
        "write Python": lambda: open_(os.__file__, os.O_WRONLY),
        "write beside Python": lambda: open_(os.__file__ + "x", os.O_WRONLY | os.O_CREAT),
        "write oom_score_adj": lambda: Path("/proc/self/oom_score_adj").write_text("-1000", encoding="ascii"),
        "move out": lambda: Path("root").rename(outside.with_name("moved")),
        "remove": outside.with_name("link").unlink,
        "move in": lambda: outside.rename("moved"),
        "write the system's settings": lambda: Path("/proc/sys/kernel/hostname").write_text("x", encoding="ascii"),
    }


def list_network() -> Attempts:
    """Sockets of every kind but connected pairs."""
    families = ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG", "AF_BLUETOOTH")
    kinds = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW)
    known = [(name, kind) for name in families if hasattr(socket, name) for kind in kinds]
    pair = socket.socketpair()[0]
    return {
        **{f"{name} {kind.name}": partial(socket.socket, getattr(socket, name), kind) for name, kind in known},
        "datagram pair": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
        "connect a pair": lambda: pair.connect("\0x"),
        "bind a pair": lambda: pair.bind("\0x"),
        "ring": lambda: call("io_uring_setup", 4, ctypes.create_string_buffer(256)),
    }


def list_processes(process: int) -> Attempts:
    """What is done to other processes."""
    own = os.getpgid(0)
    buffer = ctypes.create_string_buffer(64)
    return {
        "signal": lambda: os.kill(process, signal.SIGCONT),
        "signal a thread": lambda: call("tgkill", process, process, signal.SIGCONT),
        "signal by file": lambda: call("pidfd_send_signal", call("pidfd_open", process), signal.SIGCONT),
        "steal a file": lambda: call("pidfd_getfd", call("pidfd_open", process), 0),
        "priority": lambda: os.setpriority(os.PRIO_PROCESS, process, 19),
        "core": lambda: os.sched_setaffinity(process, {0}),
        "schedule": lambda: os.sched_setscheduler(process, os.SCHED_BATCH, os.sched_param(0)),
        "limits": lambda: resource.prlimit(process, resource.RLIMIT_CORE, (0, 0)),
        "disk priority": lambda: call("ioprio_set", 1, process, 3 << 13),
        "attach": lambda: call("ptrace", 16, process),
        "seize": lambda: call("ptrace", 0x4206, process),
        "read memory": lambda: call("process_vm_readv", process, struct.pack("PL", ctypes.addressof(buffer), 8), 1,
                                    struct.pack("PL", 4096, 8), 1),
        "compare": lambda: call("kcmp", process, os.getpid()),
        "join a group": lambda: os.setpgid(0, process) if own != os.getpid() else os.setpgid(process, 0),
        "end": lambda: os.kill(process, signal.SIGKILL),
    }  # fmt: skip


def list_system() -> Attempts:
    """What outlives a process, widens its rights, or belongs to the whole machine."""
    name = b"/tvp-quiz-escaped"
    return {
        "shared memory": lambda: call("shmget", 0, 4096, 0o1600),
        "semaphores": lambda: call("semget", 0, 1, 0o1600),
        "messages": lambda: call("msgget", 0, 0o1600),
        "message queue": lambda: call("mq_open", name[1:], os.O_CREAT | os.O_RDWR, 0o600),
        "memory file": lambda: call("memfd_create", b"x", 0),
        "key": lambda: call("add_key", b"user", b"x", b"x", 1, -3),
        "keyring": lambda: call("keyctl", 0, -3, 1),
        "bpf": lambda: call("bpf", 0, ctypes.create_string_buffer(128), 128),
        "performance": lambda: call("perf_event_open", struct.pack("=IIQ", 1, 128, 0).ljust(128, b"\0"), 0, -1, -1),
        "page faults": lambda: call("userfaultfd", 1),
        "watch files": lambda: call("inotify_init1", 0),
        "hide memory in a pipe": lambda: call("vmsplice", os.pipe()[1], struct.pack("PL", id(name), 8), 1),
        "hide a file in a pipe": lambda: call("splice", os.open(__file__, os.O_RDONLY), None, os.pipe()[1], None, 1),
        "copy a pipe": copy_pipe,
        "hide a file in a socket": lambda: socket.send_fds(socket.socketpair()[0], [b"x"], [0]),
        "widen a socket": lambda: socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22),
        "hide files in a thread": hide_files,
        "user namespace": lambda: call("unshare", NEW_USER),
        "network namespace": lambda: call("unshare", NEW_NETWORK),
        "join a namespace": lambda: call("setns", os.open("/proc/self/ns/net", os.O_RDONLY), 0),
        "clone into a namespace": clone_away,
        "change the root": lambda: call("chroot", b"."),
        "mount": lambda: call("mount", b"none", b".", b"tmpfs"),
        "handle": lambda: call("open_by_handle_at", -100, ctypes.create_string_buffer(64), 0),
        "kernel's log": lambda: call("syslog", 3, ctypes.create_string_buffer(64), 64),
        "be root": lambda: os.setuid(0) if os.getuid() else refuse(),
        "be in a group": lambda: os.setgroups([0]),
        "more processes": lambda: resource.setrlimit(resource.RLIMIT_NPROC, (100000, 100000)),
    }


def clone_away() -> None:
    """Start a child in a user namespace of its own."""
    child = call("clone", NEW_USER | signal.SIGCHLD)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def copy_pipe() -> None:
    """Copy what lies in a pipe."""
    reader, writer = os.pipe()
    os.write(writer, b"x")
    call("tee", reader, os.pipe()[1], 1)


def hide_files() -> None:
    """Ask for a thread with open files of its own; without all else that a thread needs the kernel calls it invalid."""
    try:
        call("clone", THREAD)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise


def run_program(path: str) -> None:
    """Run a program; raises OSError."""
    child = os.fork()
    if child == 0:
        try:
            os.execl(path, path)  # noqa: S606 - it must not run
        finally:
            os._exit(42)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 42:
        refuse()


def refuse() -> None:
    """Refuse."""
    raise PermissionError


def is_open(attempt: Callable[[], object]) -> bool:
    """Tell whether an attempt succeeds."""
    try:
        attempt()
    except (OSError, ValueError):
        return False
    return True


def escape(outside: str, process: int) -> None:
    """Try everything, and print what was possible."""
    path = Path(outside)
    attempts = (
        list_reading(path, process) | list_writing(path) | list_network() | list_processes(process) | list_system()
    )
    attempts |= {f"run {program}": partial(run_program, program) for program in ("/bin/sh", "/usr/bin/env")}
    found = [name for name, attempt in attempts.items() if is_open(attempt)]
    print(*found, sep="\n")  # noqa: T201 - a demo prints
    print(json.dumps({"ways": "; ".join(sorted(found))}))  # noqa: T201 - the same
