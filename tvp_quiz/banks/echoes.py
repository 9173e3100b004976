"""All that was found wrong in a file in, what does not merely follow from its YAML out."""

from collections.abc import Iterator

from tvp_quiz.domain.problem import Problem, Severity

# What can't be known of a file whose rest is not read.
ABSENT = frozenset({"missing-key", "no-section", "missing-cell", "too-few", "no-distractor", "empty-text"})


def drop_echoes(problems: list[Problem], syntax: list[Problem]) -> Iterator[Problem]:
    """Yield the problems but for those that only follow from what is wrong with the YAML there."""
    first = set(syntax)
    places = {(one.line, one.column) for one in syntax if one.severity is Severity.ERROR}
    is_cut = any(one.rule == "second-document" for one in syntax)
    for problem in problems:
        follows = (problem.line, problem.column) in places or (is_cut and problem.rule in ABSENT)
        if problem in first or not follows:
            yield problem
