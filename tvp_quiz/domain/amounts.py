"""How many of what, in words, from a number and a noun."""


def say_count(number: float, noun: str, plural: str = "") -> str:
    """Return a number and its noun, such as "1 day", "2.5 years" or "1,234 reviews"."""
    amount = f"{number:,.0f}" if number == round(number) else f"{number:g}"
    return f"{amount} {noun if number == 1 else plural or f'{noun}s'}"
