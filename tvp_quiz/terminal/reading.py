"""A prompt and a line in, the answer that the line gives out, or a sentence on what to type instead."""

from string import ascii_lowercase, ascii_uppercase

from tvp_quiz.domain.prompt import Mode, Prompt, Response
from tvp_quiz.terminal.words import assign_letters, list_right_texts


def list_letters(prompt: Prompt) -> tuple[str, ...]:
    """Return the letter of each option."""
    return assign_letters(ascii_lowercase + ascii_uppercase, len(prompt.options))


def read_answer(prompt: Prompt, line: str) -> Response | str:
    """Return the answer that a line gives, or one sentence that says what is wanted."""
    match prompt.mode:
        case Mode.REVEAL:
            return Response()
        case Mode.LINE:
            return Response(texts=(line.strip(),))
        case Mode.GAPS:
            return _read_gaps(line, len(list_right_texts(prompt)))
        case _:
            return _read_letters(prompt, line)


def _read_gaps(line: str, wanted: int) -> Response | str:
    texts = tuple(text.strip() for text in line.split(";")) if wanted > 1 else (line.strip(),)
    if not line.strip():
        texts = ("",) * wanted
    if len(texts) != wanted:
        return f"Type {wanted} fillings, separated by semicolons."
    return Response(texts=texts)


def _read_letters(prompt: Prompt, line: str) -> Response | str:
    letters = list_letters(prompt)
    typed = [char for char in line if not char.isspace() and char != ","]
    if len(letters) <= len(ascii_lowercase):
        typed = [char.lower() for char in typed]
    wanted = _say_wanted(prompt, letters)
    if not typed or not set(typed) <= set(letters):
        return wanted
    picks = tuple(letters.index(char) for char in typed)
    match prompt.mode:
        case Mode.ONE:
            return Response(picks) if len(picks) == 1 else wanted
        case Mode.SOME:
            return Response(tuple(sorted(set(picks))))
        case _:
            return Response(picks) if _fits_slots(prompt, picks) else wanted


def _fits_slots(prompt: Prompt, picks: tuple[int, ...]) -> bool:
    """Tell whether there is a pick for each slot, none twice unless the right answer has one twice."""
    may_repeat = len(set(prompt.key)) < len(prompt.key)
    return len(picks) == len(prompt.slots) and (may_repeat or len(set(picks)) == len(picks))


def _say_wanted(prompt: Prompt, letters: tuple[str, ...]) -> str:
    among = f"{letters[0]} to {letters[-1]}" if letters else "the options"
    match prompt.mode:
        case Mode.ONE:
            return f"Type one letter from {among}; :? lists the commands."
        case Mode.SOME:
            return f"Type all the letters that apply, from {among}; :? lists the commands."
        case _:
            return f"Type {len(prompt.slots)} different letters from {among} in order; :? lists the commands."
