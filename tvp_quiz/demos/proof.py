"""Claims and the facts that a demo found in, how the two agree out."""

from collections.abc import Iterable, Sequence

from tvp_quiz.domain.card import list_options
from tvp_quiz.domain.demo import Claim, Facts, Proof, Ruling, Stand
from tvp_quiz.domain.prompt import Prompt


def list_claims(prompt: Prompt) -> tuple[Claim, ...]:
    """Return what a card's options claim, in the order in which they are shown, or what its answer does."""
    if any(option.when for option in list_options(prompt.card.question)):
        return tuple(
            Claim(option.text, index in prompt.key, option.when) for index, option in enumerate(prompt.options)
        )
    return (Claim("The answer", right=True, when=prompt.card.proves),)


def hold_against(claims: Sequence[Claim], facts: Facts) -> Proof:
    """Return how claims stand to facts.

    A key is proved when each right claim holds and each wrong one is refuted; it is contradicted when a single one
    stands otherwise, and undecided where there are no facts to tell.
    """
    stands = tuple((claim, find_stand(claim, facts)) for claim in claims)
    decided = [(claim, stand) for claim, stand in stands if stand is not Stand.UNDECIDED]
    if any(claim.right is not (stand is Stand.HOLDS) for claim, stand in decided):
        return Proof(Ruling.CONTRADICTED, stands)
    return Proof(Ruling.PROVED if any(claim.right for claim, _ in decided) else Ruling.UNDECIDED, stands)


def find_stand(claim: Claim, facts: Facts) -> Stand:
    """Return how one claim stands to facts; one that rests on a fact which was not looked for is undecided."""
    if not claim.when or find_unknown([claim], facts):
        return Stand.UNDECIDED
    return Stand.HOLDS if all(facts[name] == value for name, value in claim.when) else Stand.REFUTED


def find_unknown(claims: Iterable[Claim], facts: Facts) -> list[str]:
    """Return the names in claims that are no fact's."""
    names = dict.fromkeys(name for claim in claims for name, _ in claim.when or ())
    return [name for name in names if name not in facts]
