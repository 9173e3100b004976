"""Options that commands have in common."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="For programs.")]
