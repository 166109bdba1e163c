"""Workers: other processes that do one piece of work after the other, and what happens when one of them dies.

Guarantees: results come in the order of the items; there are never more workers than asked for, and only a few results
wait at a time; a worker that dies is replaced, its item is begun once more and then given up; none outlives the walk,
however that ends.
"""

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar, cast

import attrs

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_TRIES = 2
_AHEAD = 4
"""How many items for each worker are begun before their turn, so that none waits for one that takes long."""
_ENDING = (signal.SIGINT, signal.SIGTERM)
_PATIENCE = 5  # seconds for a worker to end before it is killed


def in_order(
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    *,
    workers: int,
    lost: Callable[[_Item], _Result],
    here: Callable[[_Item], bool] = lambda item: False,
) -> Iterator[_Result]:
    """What `work` makes of each item, in order.

    Args:
        work: a function that other processes can import, or inherit where processes are forked.
        items: what it is called with; taken as workers become free.
        workers: how many processes work at a time.
        lost: makes the result of an item on which workers died twice.
        here: which items only this process can work on.

    Raises:
        Exception: whatever `work` raises.

    >>> list(in_order(abs, [-1, 2, -3], workers=2, lost=abs, here=lambda item: True))
    [1, 2, 3]
    """
    crew = _Crew(work, lost, workers)
    results: dict[int, _Result] = {}  # what came before its turn
    waiting = enumerate(items)
    turn = 0
    try:
        while True:
            while crew.busy < workers and crew.busy + len(results) < _AHEAD * workers:
                following = next(waiting, None)
                if following is None:
                    break
                number, item = following
                if here(item):
                    results[number] = work(item)
                else:
                    crew.begin(_Task(number, item))
            if crew.busy:
                results.update(crew.finished(waits=turn not in results))
            if turn in results:
                yield results.pop(turn)
                turn += 1
            elif not crew.busy:
                return
    finally:
        crew.end()


@attrs.frozen
class _Task(Generic[_Item]):
    """An item, its place in the order, and how often it was begun."""

    number: int
    item: _Item
    tries: int = 1


class _Worker(Generic[_Item]):
    """One process, and what it works on."""

    def __init__(self, work: Callable[[_Item], Any]) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_serve, args=(work, theirs), daemon=True)
        with _signals_held():
            self._process.start()
        theirs.close()  # so that nobody else holds it open when the process dies
        self.task: _Task[_Item] | None = None

    def begin(self, task: _Task[_Item]) -> None:
        self.task = task
        try:
            self.connection.send(task.item)
        except OSError:
            return  # that it is dead is seen when its result is asked for

    def end(self) -> None:
        self.connection.close()
        self._process.terminate()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """Holds back what would end this process while another begins: what is raised within a fork gets lost."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Crew(Generic[_Item, _Result]):
    """The workers, as many as there is work for."""

    def __init__(self, work: Callable[[_Item], _Result], lost: Callable[[_Item], _Result], most: int) -> None:
        self._work, self._lost, self._most = work, lost, most
        self._workers: list[_Worker[_Item]] = []

    @property
    def busy(self) -> int:
        """How many workers have something to do."""
        return sum(worker.task is not None for worker in self._workers)

    def begin(self, task: _Task[_Item]) -> None:
        """Give a task to a worker that has none, or to a new one."""
        worker = next((each for each in self._workers if each.task is None), None)
        if worker is None:
            if len(self._workers) >= self._most:
                raise ValueError("every worker has something to do")
            worker = _Worker(self._work)
            self._workers.append(worker)
        worker.begin(task)

    def finished(self, *, waits: bool) -> Iterator[tuple[int, _Result]]:
        """The results that are there, by the numbers of their items; `waits` until there is something to tell."""
        at_work = {worker.connection: (worker, worker.task) for worker in self._workers if worker.task is not None}
        for ready in wait(list(at_work), timeout=None if waits else 0):
            worker, task = at_work[cast("Connection", ready)]
            try:
                result, fault = worker.connection.recv()
            except (EOFError, OSError):
                self._workers.remove(worker)
                worker.end()
                if task.tries == _TRIES:
                    yield task.number, self._lost(task.item)
                else:
                    self.begin(attrs.evolve(task, tries=task.tries + 1))
                continue
            worker.task = None
            if fault is not None:
                raise fault
            yield task.number, result

    def end(self) -> None:
        """End all workers, whatever they are at."""
        while self._workers:
            self._workers.pop().end()


def _serve(work: Callable[[Any], Any], connection: Connection) -> None:
    """What a worker does: work on what it is given, until nobody is there to give it anything."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that began the work answers to the keyboard
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    try:
        while True:
            _send(connection, _answer(work, connection.recv()))
    except (EOFError, OSError):
        return


def _send(connection: Connection, answer: tuple[object, Exception | None]) -> None:
    try:
        connection.send(answer)
    except OSError:
        raise
    except Exception as fault:  # a result that cannot travel
        connection.send((None, fault))


def _answer(work: Callable[[Any], Any], item: object) -> tuple[object, Exception | None]:
    """What came of the work, or what it raised."""
    try:
        return work(item), None
    except Exception as fault:  # raised again where it can be handled
        return None, fault
