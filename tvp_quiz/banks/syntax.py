"""YAML's complaints in, problems in a teacher's words out."""

from pathlib import Path

import yaml

from tvp_quiz.banks.complaint import Complaint, Diagnosis
from tvp_quiz.banks.traps import DIAGNOSES
from tvp_quiz.domain.problem import Problem


def explain_syntax(text: str, error: yaml.YAMLError, path: Path) -> Problem:
    """Return a syntax error as a problem that names its likely cause at its likely place."""
    complaint = _read_complaint(text, error)
    found = next(filter(None, (diagnose(complaint) for diagnose in DIAGNOSES)), None)
    found = found or _admit_ignorance(complaint)
    return Problem(path, found.line + 1, found.column + 1, found.rule, found.message, found.remedy)


def _read_complaint(text: str, error: yaml.YAMLError) -> Complaint:
    problem = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None) or problem
    return Complaint(
        lines=text.splitlines(),
        says=str(getattr(error, "problem", None) or error),
        line=problem.line if problem else 0,
        column=problem.column if problem else 0,
        about=str(getattr(error, "context", None) or ""),
        since_line=context.line if context else 0,
        since_column=context.column if context else 0,
    )


def _admit_ignorance(complaint: Complaint) -> Diagnosis:
    return Diagnosis(
        complaint.line,
        complaint.column,
        "yaml-syntax",
        f"YAML can't be read from here on: {complaint.says}.",
        "Look for a missing quote, colon or space in this line and the one above.",
    )
