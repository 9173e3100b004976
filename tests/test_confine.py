"""What a demo can't do: each level refuses what it promises, and nothing is left of a demo."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from inspect import cleandoc
from pathlib import Path

import pytest
from attacks import NOBODY, Way, find_public_python, open_scratch, run_source, start_source

from tvp_quiz.demos.confine import find_python
from tvp_quiz.demos.launch.plan import Limits
from tvp_quiz.domain.demo import Ending, Level, Outcome

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds demos back")

ESCAPE = Path(__file__).with_name("escape.py").read_text(encoding="utf-8")
# From 6 on Landlock itself keeps signals in; 1 is the first version
LOCKED = [
    Way(level, abi, ordinary)
    for ordinary in (False, True)
    for level, abi in ((Level.BUBBLEWRAP, 99), (Level.LANDLOCK, 99), (Level.LANDLOCK, 5), (Level.LANDLOCK, 1))
]
# As on a kernel without Landlock
UNLOCKED = Way(Level.BUBBLEWRAP, 0)
# What bubblewrap shows instead of what lies there
ITS_OWN = {"list /", "list /etc", "list /root", "list /tmp", "list ..", "terminal", "make a device"}
# What doesn't depend on the version of Landlock
ALL = [
    Way(Level.BUBBLEWRAP),
    Way(Level.LANDLOCK),
    Way(Level.LANDLOCK, 5, ordinary=True),
    Way(Level.LIMITS, ordinary=True),
]

# Where it is the launcher that measures: as root, who may look at everything, and not
MEASURED = [Way(Level.BUBBLEWRAP), Way(Level.LANDLOCK), Way(Level.LANDLOCK, ordinary=True)]

Attack = Callable[..., Outcome]


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with open_scratch(monkeypatch) as folder:
        yield folder


@pytest.fixture
def attack(request: pytest.FixtureRequest, scratch: Path) -> Attack:
    """Return what runs the program in the test's docstring, with limits for all."""
    assert scratch
    source = cleandoc(request.function.__doc__)

    def run(way: Way, limits: Limits | None = None) -> Outcome:
        skip_unless_possible(way)
        return run_source(source, way, limits or Limits(seconds=5))

    return run


def skip_unless_possible(way: Way) -> None:
    if way.ordinary and (os.geteuid() or not find_public_python()):
        pytest.skip("it isn't root who runs the tests, or Python is root's alone")
    if way.level is Level.BUBBLEWRAP and not shutil.which("bwrap"):
        pytest.skip("bubblewrap isn't installed")


@pytest.mark.parametrize("way", [*LOCKED, UNLOCKED, UNLOCKED._replace(ordinary=True)], ids=str)
def test_no_way_out_is_open(way: Way, scratch: Path) -> None:
    skip_unless_possible(way)
    outside = scratch / "outside" / "secret"
    outside.parent.mkdir(0o777)
    outside.parent.chmod(0o777)
    outside.write_text("secret", encoding="utf-8")
    outside.chmod(0o666)
    user = NOBODY if way.ordinary else None
    with subprocess.Popen(
        [find_public_python() or find_python(), "-c", "input()"], stdin=subprocess.PIPE, user=user, group=user
    ) as victim:
        outcome = run_source(ESCAPE + f"\n\nescape({str(outside)!r}, {victim.pid})\n", way)
        open_ways = set(outcome.facts["ways"].split("; ")) - {""}
        assert open_ways - (ITS_OWN if way.abi == 0 else set()) == set()
        assert victim.poll() is None
        assert (list(outside.parent.iterdir()), outside.read_text(encoding="utf-8")) == ([outside], "secret")
        victim.communicate(b"\n")
    shutil.rmtree(outside.parent)


@pytest.mark.parametrize("way", ALL, ids=str)
def test_what_a_demo_needs_works(way: Way, attack: Attack) -> None:
    """
    import asyncio, ctypes, json, locale, mmap, multiprocessing, os, resource, signal, socket, subprocess, sys, tempfile
    import threading, time, zoneinfo
    if __name__ == "__main__":
        print(os.getcwd() == os.environ["HOME"] == os.environ["TMPDIR"], sys.flags.safe_path, sys.stdin.read() == "")
        with tempfile.TemporaryDirectory() as folder:
            open(folder + "/a", "w").write("a")
            os.rename(folder + "/a", folder + "/b")
            os.symlink(folder + "/b", folder + "/c")
            print(open(folder + "/c").read(), os.path.dirname(folder) == os.environ["TMPDIR"])
        thread = threading.Thread(target=print, args=["thread"]); thread.start(); thread.join()
        shared = mmap.mmap(-1, 4096)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            shared[0] = 7
            os.write(writer, b"pipe")
            os._exit(3)
        print(os.read(reader, 9), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shared[0])
        print(subprocess.run([sys.executable, "-c", "print(6*7)"], capture_output=True).stdout)
        for kind in ("fork", "spawn"):
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.get_context(kind).Process(target=theirs.send, args=[kind])
            process.start(); process.join()
            print(ours.recv(), process.exitcode)
        first, second = socket.socketpair()
        first.sendall(b"pair"); print(second.recv(9))
        print(asyncio.run(asyncio.sleep(0, "loop")))
        print(os.nice(1) >= 1, os.sched_setaffinity(0, os.sched_getaffinity(0)), os.cpu_count() > 0)
        print(os.setpriority(os.PRIO_PROCESS, 0, os.nice(0) + 1), resource.prlimit(0, resource.RLIMIT_CORE))
        signal.signal(signal.SIGUSR1, lambda *_: print("signal"))
        os.kill(os.getpid(), signal.SIGUSR1)
        signal.raise_signal(signal.SIGUSR1)
        print("VmRSS" in open("/proc/self/status").read(), len(os.listdir("/proc/self/task")))
        print(zoneinfo.ZoneInfo("Asia/Kathmandu"), locale.setlocale(locale.LC_ALL, ""), time.tzname, len(os.urandom(3)))
        if (child := os.fork()) == 0:
            ctypes.string_at(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        print(json.dumps({"done": True}))
    """
    outcome = attack(way)
    assert (outcome.ending, outcome.reason, dict(outcome.facts)) == (Ending.RAN, "", {"done": "true"})
    assert outcome.output.splitlines() == [
        "True True True", "a True", "thread", "b'pipe' 3 7", "b'42\\n'", "fork 0", "spawn 0", "b'pair'", "loop",
        "True None True", "None (1, 1)", "signal", "signal", "True 1",
        "Asia/Kathmandu C.UTF-8 ('UTC', 'UTC') 3", "-11",
    ]  # fmt: skip


@pytest.mark.parametrize("way", LOCKED, ids=str)
def test_shared_memory_is_a_demos_own_or_refused(way: Way, attack: Attack) -> None:
    """
    import json, os
    from multiprocessing import Queue, shared_memory
    try:
        print(*os.listdir("/dev/shm"))
        queue = Queue()
        queue.put("queue")
        print(queue.get())
        memory = shared_memory.SharedMemory("tvp-quiz-left", create=True, size=4096)
        memory.buf[0] = 1
        open("/dev/shm/tvp-quiz-file", "w").write("left")
    except PermissionError:
        print("refused")
    print(json.dumps({}), flush=True)
    os._exit(0)
    """
    outcome = attack(way)
    assert outcome.ending is Ending.RAN, outcome.reason
    assert outcome.output.split() in (["queue"], ["refused"])
    assert list(Path("/dev/shm").glob("*tvp-quiz*")) == []  # noqa: S108 - it is looked at


@pytest.mark.parametrize("way", ALL, ids=str)
def test_nothing_of_the_environment_is_seen(way: Way, attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    import json, os
    print(*sorted(os.environ))
    print(json.dumps({"seen": "TVP_SECRET" in open("/proc/self/environ").read()}))
    """
    monkeypatch.setenv("TVP_SECRET", "nobody's business")
    outcome = attack(way)
    assert outcome.facts == {"seen": "false"}
    assert outcome.output == (
        "HOME LANG LC_ALL PATH PYTHONDONTWRITEBYTECODE PYTHONHASHSEED PYTHONUNBUFFERED TMPDIR TZ\n"
    )


@pytest.mark.parametrize("way", ALL, ids=str)
def test_a_daemon_ends_with_its_demo(way: Way, attack: Attack) -> None:
    """
    import json, os, signal, time
    reader, writer = os.pipe()
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.setpgid(0, 0)
            os.write(writer, b"!")
            time.sleep(60)
        os._exit(0)
    os.read(reader, 1)
    print(json.dumps({"left": 1}))
    """
    assert attack(way).facts == {"left": "1"}


@pytest.mark.parametrize("way", ALL, ids=str)
def test_a_demo_that_runs_for_too_long_is_ended(way: Way, attack: Attack) -> None:
    """
    import os, signal, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("begun")
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(60)
    """
    outcome = attack(way, Limits(seconds=0.3))
    assert (outcome.ending, outcome.reason, outcome.output) == (
        Ending.BROKEN, "it ran for more than 0.3 seconds", "begun\n"
    )  # fmt: skip


@pytest.mark.parametrize("way", ALL, ids=str)
def test_a_fork_bomb_is_ended(way: Way, attack: Attack) -> None:
    """
    import os
    while True:
        try:
            os.fork()
        except OSError:
            pass
    """
    outcome = attack(way)
    assert outcome.ending is Ending.BROKEN
    assert outcome.reason in ("it started more than 64 processes or threads", "it ran for more than 5 seconds")


@pytest.mark.parametrize("way", ALL, ids=str)
def test_processes_that_live_for_a_moment_are_ended(way: Way, attack: Attack) -> None:
    """
    import os
    while True:
        if os.fork():
            os._exit(0)
        os.setsid()
    """
    assert attack(way, Limits(seconds=0.5)).ending is Ending.BROKEN


def test_a_thread_bomb_is_ended(attack: Attack) -> None:
    """
    import threading, time
    threading.stack_size(65536)
    while True:
        threading.Thread(target=time.sleep, args=[60]).start()
    """
    assert attack(Way(Level.LANDLOCK)).reason == "it started more than 64 processes or threads"


def test_too_much_memory_in_one_process_is_refused(attack: Attack) -> None:
    """
    import mmap
    try:
        mmap.mmap(-1, 1 << 30)
    except OSError as error:
        print(error)
    x = bytearray(1 << 30)
    """
    outcome = attack(Way(Level.LANDLOCK))
    assert outcome.reason == "it used more than 512 MiB of memory"
    assert outcome.output.startswith("[Errno 12] Cannot allocate memory\nTraceback")


def test_too_much_memory_in_many_processes_is_ended(attack: Attack) -> None:
    """
    import os, time
    for _ in range(20):
        if os.fork() == 0:
            x = bytearray(range(256)) * (100 * 4096)
            time.sleep(60)
    time.sleep(60)
    """
    assert attack(Way(Level.LANDLOCK)).reason == "it used more than 512 MiB of memory"


@pytest.mark.parametrize("way", [*MEASURED, Way(Level.LIMITS)], ids=str)
def test_shared_memory_that_nobody_maps_any_more_counts(way: Way, attack: Attack) -> None:
    """
    import ctypes, mmap, time
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    for _ in range(7):
        size = 100 << 20
        place = libc.mmap(None, size, mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS, -1, 0)
        ctypes.memset(place, 1, size)
        libc.munmap(place + 4096, size - 4096)
    time.sleep(60)
    """
    assert attack(way).reason == "the memory that programs share grew by more than 512 MiB while it ran"


def test_memory_in_too_many_pieces_is_ended(attack: Attack) -> None:
    """
    import mmap, time
    kept = [mmap.mmap(-1, 4096, prot=mmap.PROT_READ if number % 2 else mmap.PROT_WRITE) for number in range(20_000)]
    time.sleep(60)
    """
    assert attack(Way(Level.LANDLOCK)).reason == "it mapped its memory in too many pieces"


@pytest.mark.parametrize("way", MEASURED, ids=str)
def test_what_lies_in_sockets_is_memory(way: Way, attack: Attack) -> None:
    """
    import os, socket, time
    for _ in range(12):
        if os.fork() == 0:
            break
    kept = [socket.socketpair() for _ in range(110)]
    time.sleep(60)
    """
    assert attack(way).reason == "it used more than 512 MiB of memory"


@pytest.mark.parametrize("way", MEASURED, ids=str)
def test_memory_counts_after_the_first_thread_has_ended(way: Way, attack: Attack) -> None:
    """
    import os, threading, time, ctypes
    def fill():
        time.sleep(0.1)
        x = bytearray(b"x") * (180 << 20)
        time.sleep(60)
    for _ in range(4):
        if os.fork() == 0:
            threading.Thread(target=fill).start()
            ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[os.uname().machine], 0)
    time.sleep(60)
    """
    assert attack(way).reason == "it used more than 512 MiB of memory"


@pytest.mark.parametrize("way", [*ALL, Way(Level.LIMITS)], ids=str)
def test_a_demo_comes_last_and_is_ended_first(way: Way, attack: Attack) -> None:
    """
    import json, resource
    with open("/proc/self/oom_score_adj") as file:
        found = {"first to be ended": int(file.read())}
    for name in ("CORE", "NICE", "RTPRIO"):
        found[name] = resource.getrlimit(getattr(resource, "RLIMIT_" + name))
        found[name] = found[name][0] if len(set(found[name])) == 1 else -1
    print(json.dumps(found))
    """
    # A core limit of 1 keeps the kernel from handing cores to a program, too
    assert attack(way).facts == {"first to be ended": "1000", "CORE": "1", "NICE": "0", "RTPRIO": "0"}


@pytest.mark.parametrize("way", [Way(Level.BUBBLEWRAP), UNLOCKED, UNLOCKED._replace(ordinary=True)], ids=str)
def test_no_process_inside_of_bubblewrap_may_more_than_a_demo(way: Way, attack: Attack) -> None:
    """
    import json, os
    numbers = [name for name in os.listdir("/proc") if name.isdecimal()]
    status = ["/proc/%s/status" % number for number in numbers]
    print(json.dumps({"filters": " ".join(line.split()[1] for path in status for line in open(path)
                                          if line.startswith("Seccomp:"))}))
    """
    assert attack(way).facts == {"filters": "2 2"}


def test_memory_that_processes_share_counts_once(attack: Attack) -> None:
    """
    import json, os
    x = bytearray(b"x") * (150 << 20)
    reader, writer = os.pipe()
    children = []
    for _ in range(8):
        if (child := os.fork()) == 0:
            os.close(writer)
            os.read(reader, 1)
            os._exit(sum(x[::4096]) == 0)
        children.append(child)
    import time; time.sleep(0.3)
    os.close(writer)
    print(json.dumps({"ended": [os.waitpid(child, 0)[1] for child in children].count(0)}))
    """
    outcome = attack(Way(Level.LANDLOCK))
    assert (outcome.reason, outcome.facts) == ("", {"ended": "8"})


def test_too_much_computing_by_many_is_ended(attack: Attack) -> None:
    """
    import os
    os.fork(); os.fork()
    while True:
        pass
    """
    outcome = attack(Way(Level.LANDLOCK), Limits(seconds=5, processor=0.5))
    assert outcome.reason == "it used more than 0.5 seconds of processor time"


def test_computing_by_those_who_ended_counts(attack: Attack) -> None:
    """
    import os, time
    while True:
        if os.fork() == 0:
            if os.fork() == 0:
                end = time.process_time() + 0.1
                while time.process_time() < end:
                    pass
            os._exit(0)
        os.wait()
        time.sleep(0.15)
    """
    outcome = attack(Way(Level.LANDLOCK), Limits(seconds=5, processor=0.5))
    assert outcome.reason == "it used more than 0.5 seconds of processor time"


def test_one_process_that_computes_for_too_long_is_ended(attack: Attack) -> None:
    """
    while True:
        pass
    """
    outcome = attack(Way(Level.LANDLOCK), Limits(seconds=5, processor_each=1))
    assert outcome.reason == "it used more than 1 seconds of processor time"


@pytest.mark.parametrize(
    "how",
    [
        "open(f'{n}', 'wb').write(bytes(4 << 20))",
        "f = open(f'{n}', 'wb'); f.write(bytes(4 << 20)); kept.append(f); os.remove(f'{n}')",
        "f = os.open('.', os.O_TMPFILE | os.O_RDWR); os.write(f, bytes(4 << 20)); kept.append(f)",
    ],
)
@pytest.mark.parametrize("way", MEASURED, ids=str)
def test_too_much_in_files_is_ended(way: Way, how: str, scratch: Path) -> None:
    skip_unless_possible(way)
    source = f"import os, time\nkept = []\nfor n in range(30):\n    {how}\ntime.sleep(60)\n"
    assert run_source(source, way, Limits(seconds=5)).reason == "it wrote more than 64 MiB of files"
    assert scratch


def test_a_file_that_grows_too_large_is_refused(attack: Attack) -> None:
    """
    open("x", "wb").write(bytes(17 << 20))
    """
    assert "File too large" in attack(Way(Level.LANDLOCK)).reason


@pytest.mark.parametrize("way", [*MEASURED, Way(Level.LIMITS)], ids=str)
def test_files_that_are_mapped_but_open_no_more_count(way: Way, attack: Attack) -> None:
    """
    import ctypes, mmap, os, time
    map_file = ctypes.CDLL(None).mmap
    map_file.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    for _ in range(10):
        file = os.open(".", os.O_TMPFILE | os.O_RDWR)
        os.write(file, bytes(10 << 20))
        map_file(None, 4096, mmap.PROT_READ, mmap.MAP_SHARED, file, 0)
        os.close(file)
    time.sleep(60)
    """
    assert attack(way).reason == "it wrote more than 64 MiB of files"


@pytest.mark.parametrize("way", MEASURED, ids=str)
def test_a_removed_file_that_many_have_open_counts_once(way: Way, attack: Attack) -> None:
    """
    import json, mmap, os
    file = os.open(".", os.O_TMPFILE | os.O_RDWR)
    os.write(file, bytes(12 << 20))
    shared = mmap.mmap(file, 12 << 20)
    reader, writer = os.pipe()
    for _ in range(8):
        if os.fork() == 0:
            os.close(writer)
            os.read(reader, 1)
            os._exit(0)
    import time; time.sleep(0.3)
    print(json.dumps({}))
    """
    assert attack(way).reason == ""


@pytest.mark.parametrize("way", [Way(Level.BUBBLEWRAP), Way(Level.BUBBLEWRAP, ordinary=True)], ids=str)
def test_files_in_shared_memory_count(way: Way, attack: Attack) -> None:
    """
    import os
    os.chdir("/dev/shm")
    for number in range(1_000_000):
        os.close(os.open(str(number), os.O_CREAT))
    """
    assert attack(way).reason == "it made more than 1000 files, or folders too deep in each other"


@pytest.mark.parametrize("way", ALL, ids=str)
def test_a_folder_is_removed_whatever_lies_in_it(way: Way, attack: Attack) -> None:
    """
    import json, os
    os.mkfifo("pipe")
    os.symlink("/", "root")
    os.mkdir("shut", 0)
    os.makedirs("0.moved/.moved-0/.moved-1")
    open("0.moved/.moved-2", "w")
    for _ in range(40):
        os.mkdir("deep", 0o700)
        os.chdir("deep")
    print(json.dumps({}))
    """
    assert attack(way).ending in (Ending.RAN, Ending.BROKEN)


def test_folders_in_folders_without_end_are_ended_and_removed(attack: Attack) -> None:
    """
    import os
    for _ in range(5000):
        os.mkdir("deep")
        os.chdir("deep")
    """
    assert attack(Way(Level.LANDLOCK)).reason == "it made more than 1000 files, or folders too deep in each other"


@pytest.mark.parametrize("way", ALL, ids=str)
def test_signals_to_everybody_reach_nobody_else(way: Way, attack: Attack) -> None:
    """
    import os, signal
    for target in (os.kill, os.killpg):
        for number in (os.getppid(), os.getpgid(os.getppid()) or 1):
            try:
                target(number, signal.SIGCONT)
            except OSError:
                pass
    os.kill(0, signal.SIGKILL)
    """
    outcome = attack(way)
    assert (outcome.ending, outcome.reason) == (Ending.BROKEN, "it was ended by SIGKILL")


@pytest.mark.skipif(os.geteuid() != 0 or not find_public_python(), reason="it takes root, and a Python for all")
@pytest.mark.parametrize("level", Level)
def test_a_demo_that_root_starts_has_nothing_of_root(
    level: Level, request: pytest.FixtureRequest, scratch: Path
) -> None:
    """
    import json, os
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    print(json.dumps({name: status[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapAmb", "Groups")}))
    print(json.dumps({"root": 0 in (*os.getresuid(), *os.getresgid(), *os.getgroups())}))
    """
    skip_unless_possible(Way(level))
    groups = os.getgroups()
    os.setgroups([0, NOBODY])
    with start_source(
        cleandoc(request.function.__doc__),
        Way(level),
        python=find_public_python(),
    ) as running:
        outcome = running.finish()
    none = "0" * 16
    expected = {"CapInh": none, "CapPrm": none, "CapEff": none, "CapAmb": none, "Groups": ""}
    os.setgroups(groups)
    assert scratch
    assert (json.loads(outcome.output), outcome.facts) == (expected, {"root": "false"})
