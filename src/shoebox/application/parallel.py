"""Doing many things at once, a few ahead of what was asked for."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_parallel(do: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """What `do` gives for each item, as each is done; `items` is read no further ahead than is worked on.

    The first error ends it: what runs is waited for, what has not begun is dropped, and the error is raised.
    """
    waiting = iter(items)
    with ThreadPoolExecutor(workers) as executor:
        try:
            running: set[Future[Result]] = {executor.submit(do, item) for item in islice(waiting, workers * 2)}
            while running:
                ended, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {executor.submit(do, item) for item in islice(waiting, len(ended))}
                for future in ended:
                    yield future.result()
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
