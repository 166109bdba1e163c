"""A cluster: the same work on many machines, through dask.distributed.

Guarantees: results come in the order of the items, each once; what a worker had begun when it died is begun again by
another, and given up when that has happened often; what was not yet done is called off when the walk ends.
"""

import asyncio
import concurrent.futures
import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from treatylex.errors import InputError
from treatylex.extras import needed

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_AHEAD = 4
"""How many items for each thread of the cluster are begun before their turn."""
_RETRIES = 2
"""How often a piece of work that failed is tried again, as when a store of files does not answer."""
_PATIENCE = 10  # seconds for a cluster to answer

Cluster = Any
"""The address of a scheduler, such as `tcp://10.0.0.1:8786`, or a `distributed.Client`."""


def on_cluster(
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    *,
    cluster: Cluster,
    lost: Callable[[_Item], _Result],
    here: Callable[[_Item], bool],
) -> Iterator[_Result]:
    """What `work` makes of each item, in order, as `workers.in_order` does; `work` must pickle.

    Raises:
        InputError: when dask.distributed is not installed, or no cluster answers.
        Exception: whatever `work` raises each time.
    """
    distributed = needed("distributed", "cluster")
    with contextlib.ExitStack() as stack:
        client = _client(distributed, cluster, stack)
        waiting: deque[tuple[_Item, Any]] = deque()
        stack.callback(lambda: client.cancel([future for _, future in waiting if future is not None]))
        for item in items:
            future = None if here(item) else client.submit(work, item, pure=False, retries=_RETRIES)
            waiting.append((item, future))
            while len(waiting) > _AHEAD * max(1, sum(client.nthreads().values())):
                yield _result(work, lost, distributed, *waiting.popleft())
        while waiting:
            yield _result(work, lost, distributed, *waiting.popleft())


def _client(distributed: Any, cluster: Cluster, stack: contextlib.ExitStack) -> Any:
    """The client that was given, or one of our own, which is closed in the end."""
    if not isinstance(cluster, str):
        return cluster
    try:
        with concurrent.futures.ThreadPoolExecutor(1) as apart:  # here a loop may run already, as in a notebook
            apart.submit(asyncio.run, _greeted(distributed, cluster)).result()
        return stack.enter_context(distributed.Client(cluster, timeout=_PATIENCE, set_as_default=False))
    except (OSError, ValueError, TimeoutError):
        raise InputError(f"{cluster}: no cluster answers there; check the address of its scheduler") from None


async def _greeted(distributed: Any, cluster: str) -> None:
    """Make sure that a scheduler answers: a client that finds none prints a traceback when it is thrown away."""
    known = distributed.Security().get_connection_args("client")
    comm = await distributed.core.connect(cluster, timeout=_PATIENCE, **known)
    await comm.close()


def _result(
    work: Callable[[_Item], _Result], lost: Callable[[_Item], _Result], distributed: Any, item: _Item, future: Any
) -> _Result:
    if future is None:
        return work(item)
    try:
        result: _Result = future.result()
    except distributed.KilledWorker:
        return lost(item)
    return result
