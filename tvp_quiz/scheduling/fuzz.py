"""An interval in, a nearby interval out: the same one on every machine."""

MAX_DAYS = 36500
FUZZ_FROM = 2.5
RANGES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))


def find_fuzz_bounds(interval: int) -> tuple[int, int]:
    """Return the shortest and the longest interval, in days, that may stand for this one.

    Source: Anki's fuzz ranges (rslib/src/scheduler/states/fuzz.rs): a day, and a share of each stretch of the interval.
    """
    if interval < FUZZ_FROM:
        return interval, interval
    delta = 1 + sum(factor * max(0.0, min(interval, end) - start) for start, end, factor in RANGES)
    return int(interval - delta + 0.5), min(MAX_DAYS, int(interval + delta + 0.5))


def fuzz_interval(interval: int, card: str, reps: int) -> int:
    """Return the interval, in days, moved within its bounds as the card and its review count have it.

    The four ratings of one review share one fraction, so a better rating is never due sooner.
    """
    from hashlib import blake2b  # noqa: PLC0415 - loads OpenSSL, for which the first question need not wait

    low, high = find_fuzz_bounds(interval)
    digest = blake2b(f"{card} {reps}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    fraction = int.from_bytes(digest) / 2**64
    return low + int(fraction * (high - low + 1))
