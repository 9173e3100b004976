"""A way to open the store in, the store out once it is needed: its libraries load meanwhile."""

import gc
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tvp_quiz.storage.store import Store


class Opening:
    """A store that opens beside the first question, since its libraries take longer to load than all else."""

    def __init__(self, open_store: Callable[[], "Store"]) -> None:
        """Prepare to call `open_store` once, in a thread of its own."""
        self._open = open_store
        self._thread = Thread(target=self._run, daemon=True)
        self._store: Store | None = None
        self._error: BaseException | None = None

    def _run(self) -> None:
        try:
            from tvp_quiz.scheduling import memory  # noqa: F401, PLC0415 - the first answer needs it besides the store

            self._store = self._open()
        except BaseException as error:  # noqa: BLE001 - raised again where the store is asked for
            self._error = error

    def start(self) -> None:
        """Begin to open the store, unless that was begun before."""
        if self._thread.ident is None:
            # what was loaded so far stays to the end, and need never be looked through
            gc.freeze()
            gc.enable()
            self._thread.start()

    def wait(self) -> "Store":
        """Return the store once it is open; raises what opening it raised."""
        self.start()
        self._thread.join()
        if self._error:
            raise self._error
        if self._store is None:
            raise AssertionError("opening ends in a store or an error")
        return self._store

    def settle(self) -> None:
        """Wait until nothing is loaded beside any more: two threads that load the same can meet it half loaded."""
        if self._thread.ident is not None:
            self._thread.join()

    def close(self) -> None:
        """Close the store where it was opened."""
        if self._thread.ident is not None and self._error is None and not self._thread.is_alive():
            self.wait().close()
