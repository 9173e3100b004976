"""The launcher's command line: a plan as an argument is carried out in this very process, else one is awaited."""

import sys

from tvp_quiz.demos.launch.plan import read_plan


def main() -> None:
    """Become the demo of the plan on the command line, or supervise one."""
    if words := sys.argv[1:]:
        from tvp_quiz.demos.launch.child import become_demo  # noqa: PLC0415 - each loads what it needs

        become_demo(read_plan(words[0]), shared_memory=True)
    else:
        from tvp_quiz.demos.launch.supervisor import serve  # noqa: PLC0415 - the same

        serve()
