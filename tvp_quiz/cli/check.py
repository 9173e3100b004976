"""`tvp-quiz bank check`: files and folders in, everything that is wrong in them out, for people and for programs."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.bank import quote_line
from tvp_quiz.cli.output import open_console, print_json, print_line
from tvp_quiz.cli.world import count_cores
from tvp_quiz.errors import Exit, UsageError, make_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tvp_quiz.cli.world import World
    from tvp_quiz.domain.problem import Problem

LIST = "tvp-quiz bank check --explain list"
HINT = "`tvp-quiz bank check --explain RULE` says more about a rule."


class Form(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; all banks by default.")] = None,
    form: Annotated[
        Form, typer.Option("--format", help="github: as GitHub notes them in the lines of a pull request.")
    ] = Form.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,  # noqa: FBT002 - an option
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 for warnings, too.")] = False,  # noqa: FBT002 - an option
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="RULE", help="Check nothing; tell what a rule means. `list`: all."),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="First mend what is safe to mend.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Say everything that is wrong in the banks; exit 1 if there is an error."""
    from tvp_quiz.domain.problem import Severity  # noqa: PLC0415 - `--help` needs none of it

    form = Form.JSON if as_json else form
    if explain is not None:
        explain_rule(explain, form)
        return
    world: World = context.obj
    groups = group_paths(world.content, paths or [])
    if fix:
        from tvp_quiz.cli.writing import mend_banks  # noqa: PLC0415 - a check alone writes nothing

        mend_banks(groups, sys.stdout if form is Form.TEXT else sys.stderr)
    cache = world.cache
    problems = [problem for root, wanted in groups.items() for problem in find_problems(root, wanted, cache)]
    show_problems(problems, form)
    if any(strict or problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(Exit.FOUND)


def explain_rule(rule: str, form: Form) -> None:
    """Print what a rule means, or a line on every rule. Raises UsageError for one that there is not."""
    from tvp_quiz.banks.rules import RULES  # noqa: PLC0415 - `--help` needs no parser
    from tvp_quiz.banks.stories import load_stories  # noqa: PLC0415 - the same

    if rule == "list":
        if form is Form.JSON:
            print_json(RULES)
        else:
            print_line("\n".join(f"{name:<{max(map(len, RULES))}}  {says}" for name, says in RULES.items()))
        return
    # as it stands in brackets after a problem
    story = load_stories().get(rule.strip("[] ").casefold())
    if story is None:
        raise make_unknown("rule", rule, [name for name in RULES if rule in name] or RULES, LIST)
    if form is Form.JSON:
        parts = story._asdict()
        print_json({name: parts[name] for name in ("rule", "says", "story", "wrong", "right")})
        return
    print_line(f"{story.rule}: {story.says}\n\n{fold_text(story.story)}\n")
    print_line(f"Wrong:\n\n{show_example(story.wrong)}\n\nRight:\n\n{show_example(story.right)}")


def fold_text(text: str) -> str:
    """Return a text in lines for a terminal of 80 columns."""
    from textwrap import fill  # noqa: PLC0415 - only for a rule's story

    return fill(text, 78, break_long_words=False, break_on_hyphens=False)


def show_example(example: str) -> str:
    """Return lines of a bank, indented; a tab, which looks like spaces, is made visible."""
    return "\n".join(f"    {line}".rstrip() for line in example.rstrip().replace("\t", "→   ").splitlines())


def show_problems(problems: "Sequence[Problem]", form: Form) -> None:
    """Print problems."""
    if form is Form.JSON:
        print_json([problem._asdict() for problem in problems])
        return
    if form is Form.GITHUB:
        for problem in problems:
            print_line(annotate(problem, Path.cwd()))
        return
    from tvp_quiz.terminal.tables import print_problems  # noqa: PLC0415 - a list for programs needs no rich

    print_problems(open_console(), problems, quote_line, HINT)


def annotate(problem: "Problem", root: Path) -> str:
    """Return a problem as a workflow command of GitHub's, with its path from `root` on if it is below that.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    path = locate(problem.path)
    place = path.relative_to(root.resolve()) if path.is_relative_to(root.resolve()) else problem.path
    fields = {"file": str(place), "line": problem.line, "col": problem.column, "title": problem.rule}
    listed = ",".join(f"{name}={escape_field(str(value))}" for name, value in fields.items())
    return f"::{problem.severity.value} {listed}::{escape_message(f'{problem.message} {problem.remedy}')}"


def escape_message(text: str) -> str:
    """Return a text that stays in one line and can't begin another command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_field(text: str) -> str:
    """Return the value of a command's field, which may not hold what ends it."""
    return escape_message(text).replace(":", "%3A").replace(",", "%2C")


def group_paths(content: Path, paths: list[Path]) -> dict[Path, list[Path]]:
    """Return the folders to be checked as a whole, each with what is asked for in it; nothing asked for is all.

    Raises UsageError for a path that is not there.
    """
    groups: dict[Path, list[Path]] = {} if paths else {content: [content]}
    for path in paths:
        if not path.exists():
            raise UsageError(f"There is no file or folder {str(path)!r}: name one that is there.")
        inside = path.resolve().is_relative_to(content.resolve())
        root = content if inside else path if path.is_dir() else path.parent
        groups.setdefault(root, []).append(path)
    return groups


def find_problems(root: Path, wanted: list[Path], cache: Path | None) -> "list[Problem]":
    """Return the problems of some files or folders below a folder of banks."""
    from tvp_quiz.banks.check import check_content  # noqa: PLC0415 - `--help` needs no parser

    real = [place for path in wanted for place in (path.resolve(), locate(path))]
    problems = check_content(root, cache, count_cores())
    asked = {path for path in {one.path for one in problems} if any(map(locate(path).is_relative_to, real))}
    return [one for one in problems if one.path in asked]


def locate(path: Path) -> Path:
    """Return where a file lies; a link stays what it is, wherever it leads."""
    return path.parent.resolve() / path.name
