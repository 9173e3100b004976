"""The process between the program and a demo: it starts the demo, watches it, and ends all that came of it."""

import contextlib
import json
import os
import select
import signal
import sys
import time

from tvp_quiz.demos.launch.child import become_demo, give_up, welcome_signals
from tvp_quiz.demos.launch.folder import remove_folder
from tvp_quiz.demos.launch.limits import find_excess
from tvp_quiz.demos.launch.plan import STOPPED, Plan, Report, read_plan
from tvp_quiz.demos.launch.processes import count_tasks, end_descendants, measure_shared_memory, reap

# Where the program is listened to, and told of the end
CONTROL = 0
PAUSE, LONGEST_PAUSE = 0.05, 0.25
# Between the two, this part of the time is spent on looking
LOOKING = 0.1
SHELL_SIGNAL = 128
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def serve() -> None:
    """Read a plan, carry it out, report, and clean up."""
    wake = listen_to_signals()
    with os.fdopen(os.dup(CONTROL), encoding="utf-8") as control:
        plan = read_plan(control.readline())
    report = supervise(plan, wake)
    with contextlib.suppress(OSError):
        os.write(CONTROL, json.dumps(report).encode())
    # That can take long, and the program goes on with it where it doesn't want to wait
    with contextlib.suppress(OSError):
        remove_folder(plan.folder)


def listen_to_signals() -> int:
    """Return a file descriptor that tells by number of signals that a child ended, or that all is to end."""
    hear, tell = os.pipe()
    os.set_blocking(hear, False)
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, *ENDING):
        signal.signal(number, lambda *_: None)
    return hear


def supervise(plan: Plan, wake: int) -> Report:
    """Run a demo to its end, whatever that is, and end all that it started."""
    began = time.monotonic()
    try:
        plan = prepare(plan)
        first, pinned = start(plan)
    except OSError as error:
        return Report(0, "", describe(error), 0.0)
    try:
        began = time.monotonic()
        code, reason = watch(first, plan, wake, began)
        seconds = time.monotonic() - began
    finally:
        end_descendants(first)
        os.close(pinned)
    return Report(code, reason, "", seconds)


def prepare(plan: Plan) -> Plan:
    """Return the plan with the user that the demo becomes, and give that one the folder."""
    if sys.platform != "linux":
        return plan
    from tvp_quiz.demos.launch import account, kernel, places  # noqa: PLC0415 - only Linux has these

    kernel.control(kernel.PR_SET_CHILD_SUBREAPER, 1)
    own = (plan.folder, os.path.join(plan.folder, plan.program))
    uid, capability = account.choose_account(own, places.list_python(), fenced=plan.locked)
    return plan._replace(uid=uid, capability=capability)


def start(plan: Plan) -> tuple[int, int]:
    """Start the process that becomes the demo; return it, and an open file by which the kernel keeps its entry.

    Raises OSError if it couldn't become the demo.
    """
    private = wants_private(plan)
    tasks = count_tasks(os.geteuid() if plan.uid < 0 else plan.uid)
    go, told = os.pipe(), os.pipe()
    first = os.fork()
    if first == 0:
        try:
            os.close(go[1])
            if os.read(go[0], 1):
                run_child(plan, tasks, private=private)
        except (OSError, ValueError) as error:
            os.write(told[1], describe(error).encode())
        finally:
            os._exit(1)
    os.close(go[0])
    os.close(told[1])
    # Landlock's rule for the first process's entry in /proc holds as long as the kernel keeps that entry
    pinned = os.open(f"/proc/{first}" if os.path.exists(f"/proc/{first}") else os.curdir, os.O_RDONLY)
    os.write(go[1], b"!")
    os.close(go[1])
    with os.fdopen(told[0], "rb") as failure:
        if text := failure.read():
            raise OSError(text.decode())
    return first, pinned


def describe(error: OSError | ValueError) -> str:
    """Return what failed, without its number."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror + (f": {error.filename}" if error.filename else "")
    return str(error)


def wants_private(plan: Plan) -> bool:
    """Tell whether the demo gets a shared memory and a network of its own."""
    if plan.bwrap or not plan.locked:
        return False
    from tvp_quiz.demos.launch.account import can  # noqa: PLC0415 - only Linux has it
    from tvp_quiz.demos.launch.namespaces import leave_shared  # noqa: PLC0415 - the same

    return can(lambda: leave_shared(plan.limits))


def run_child(plan: Plan, tasks: int, *, private: bool) -> None:
    """Become the demo, or bubblewrap, which runs the demo."""
    welcome_signals()
    give_up(plan, tasks)
    if plan.bwrap:
        from tvp_quiz.demos.launch.bubblewrap import make_command  # noqa: PLC0415 - only Linux has it

        command = make_command(plan)
        os.execve(command[0], command, {})  # noqa: S606 - no shell is wanted
    if private:
        from tvp_quiz.demos.launch.namespaces import leave_shared  # noqa: PLC0415 - only Linux has it

        leave_shared(plan.limits)
    become_demo(plan, shared_memory=private)


def watch(first: int, plan: Plan, wake: int, began: float) -> tuple[int, str]:
    """Return a demo's exit code, negative for a signal, or why it has to be ended."""
    pause = PAUSE
    shared = measure_shared_memory()
    while True:
        ready = select.select([CONTROL, wake], [], [], pause)[0]
        ended = reap()[0]
        if first in ended:
            return read_code(ended[first], plan), ""
        if CONTROL in ready or (wake in ready and set(os.read(wake, 1024)) & set(ENDING)):
            return 0, STOPPED
        seconds, before = time.monotonic() - began, time.process_time()
        if excess := find_excess(plan, seconds, shared):
            return 0, excess
        pause = min(LONGEST_PAUSE, max(PAUSE, (time.process_time() - before) / LOOKING))
        pause = max(0, min(pause, plan.limits.seconds - seconds))


def read_code(code: int, plan: Plan) -> int:
    """Return an exit code, negative for a signal; bubblewrap tells signals as shells do."""
    return SHELL_SIGNAL - code if plan.bwrap and code > SHELL_SIGNAL else code
