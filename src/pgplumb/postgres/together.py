"""Two pieces of work at once: while one waits for its server, the other goes on."""

from __future__ import annotations

from concurrent.futures import Future, wait
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


@contextmanager
def begun(work: Callable[[], T]) -> Iterator[Future[T]]:
    """Work that goes on in another thread during the block; its result, or its exception, is to be asked for.

    An error in the block waits for the work to end. An interruption does not, as it would with a ThreadPoolExecutor:
    the thread ends with the process, whatever a server takes.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # told to whoever asks for the result
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        yield future
    except Exception:
        wait([future])
        raise
