"""Who computes the shards of a data set: this process, others beside it, or Ray's on many machines."""

import importlib
import multiprocessing
import os
import socket
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from spatialwm.errors import InputError
from spatialwm.optional import require

__all__ = ["connected", "mapped"]

_LOCAL = "local"
_NOBODY = "There is no Ray at '{:.60}'; start one there, or use 'local'."
_PATIENCE = 5.0
"""How long a cluster may take to answer [s]."""
_IN_FLIGHT = 1000
"""Shards that are given to Ray at a time."""
T = TypeVar("T")


@contextmanager
def connected(address: str | None, *, workers: int) -> Generator[None]:
    """Ray at an address for as long as this lasts; with None, or where the program has one already, nothing.

    Raises:
        InputError: There is no Ray at that address.
        MissingExtraError: Ray is not installed.
    """
    if address is None:
        yield
        return
    _check(address)
    require("ray", extra="ray")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # the default of Ray's future
    ray: Any = importlib.import_module("ray")

    if ray.is_initialized():
        yield
        return
    how: dict[str, Any] = {"address": address, "log_to_driver": False, "logging_level": "error"}
    if address == _LOCAL:
        how |= {"num_cpus": workers, "include_dashboard": False}
    try:
        ray.init(**how)
    except (ConnectionError, ValueError) as error:
        raise InputError(_NOBODY.format(address)) from error
    try:
        yield
    finally:
        ray.shutdown()


def _check(address: str) -> None:
    """Whether anything listens there: Ray itself would wait for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if address in (_LOCAL, "auto"):
        return
    if not host or not port.isdigit() or int(port) >= 1 << 16:
        raise InputError(
            f"Ray needs an address: 'local', 'auto', or HOST:PORT of a cluster; got '{address:.60}'."
        )
    try:
        socket.create_connection((host, int(port)), _PATIENCE).close()
    except OSError as error:
        raise InputError(_NOBODY.format(address)) from error


def mapped(make: Callable[[T], None], shards: Sequence[T], *, workers: int, by_ray: bool) -> Iterator[None]:
    """Make every shard; yields after each, in any order. What one raises is raised here.

    Args:
        make: Writes one shard.
        shards: Pieces of work, which can be sent to other processes.
        workers: Processes here.
        by_ray: Whether Ray, to be ``connected`` meanwhile, decides instead.
    """
    if by_ray:
        return _on_ray(make, shards)
    if workers == 1 or len(shards) < 2:
        return map(make, shards)
    return _beside(make, shards, workers)


def _beside(make: Callable[[T], None], shards: Sequence[T], workers: int) -> Iterator[None]:
    spawn = multiprocessing.get_context("spawn")  # fork after threads may hang
    with ProcessPoolExecutor(min(workers, len(shards)), mp_context=spawn) as pool:
        yield from pool.map(make, shards)


def _on_ray(make: Callable[[T], None], shards: Sequence[T]) -> Iterator[None]:
    ray: Any = importlib.import_module("ray")

    task = ray.remote(num_cpus=1)(make)
    waiting: list[Any] = []
    for shard in shards:
        waiting.append(task.remote(shard))
        if len(waiting) >= _IN_FLIGHT:
            waiting = _one_less(ray, waiting)
            yield None
    while waiting:
        waiting = _one_less(ray, waiting)
        yield None


def _one_less(ray: Any, waiting: list[Any]) -> list[Any]:  # noqa: ANN401
    done, others = ray.wait(waiting, num_returns=1)
    ray.get(done)
    return others
