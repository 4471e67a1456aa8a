"""Two pieces of work at once: while one waits for its server, the other goes on."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def begun(work: Callable[[], T]) -> Future[T]:
    """Begin the work in another thread; the result, or its exception, is to be asked for.

    The thread ends with the process: whoever interrupts it does not wait for what a server takes, as for the threads of
    a ThreadPoolExecutor.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # told to whoever asks for the result
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future
