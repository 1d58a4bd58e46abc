"""Who computes the shards of a data set: this process, others beside it, or Ray's on many machines."""

import importlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

from spatialwm.errors import InputError
from spatialwm.optional import require

__all__ = ["mapped", "needs"]

_LOCAL = "local"
_IN_FLIGHT = 1000
"""Shards that are given to Ray at a time."""
T = TypeVar("T")


def needs(ray: str | None) -> None:
    """Check that what is asked for is installed.

    Raises:
        InputError: An address of nothing.
        MissingExtraError: Ray is not installed.
    """
    if ray is None:
        return
    if not ray.strip():
        raise InputError("Ray needs an address: 'local', 'auto', or HOST:PORT of a cluster.")
    require("ray", extra="ray")


def mapped(
    make: Callable[[T], None], shards: Sequence[T], *, workers: int, ray: str | None
) -> Iterator[None]:
    """Make every shard; yields after each, in any order. What one raises is raised here.

    Args:
        make: Writes one shard.
        shards: Pieces of work, which can be sent to other processes.
        workers: Processes here, also for a Ray that is started here.
        ray: Address of a Ray cluster that decides for itself, ``local`` to start one here, or None.
    """
    if ray is not None:
        return _on_ray(make, shards, workers, ray)
    if workers == 1 or len(shards) < 2:
        return map(make, shards)
    return _beside(make, shards, workers)


def _beside(make: Callable[[T], None], shards: Sequence[T], workers: int) -> Iterator[None]:
    spawn = multiprocessing.get_context("spawn")  # fork after threads may hang
    with ProcessPoolExecutor(min(workers, len(shards)), mp_context=spawn) as pool:
        yield from pool.map(make, shards)


def _on_ray(make: Callable[[T], None], shards: Sequence[T], workers: int, address: str) -> Iterator[None]:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # the default of Ray's future
    ray: Any = importlib.import_module("ray")

    ours = not ray.is_initialized()
    if ours:
        _connect(ray, address, workers)
    try:
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
    finally:
        if ours:
            ray.shutdown()


def _connect(ray: Any, address: str, workers: int) -> None:  # noqa: ANN401
    how: dict[str, Any] = {"address": address, "log_to_driver": False, "logging_level": "error"}
    if address == _LOCAL:
        how |= {"num_cpus": workers, "include_dashboard": False}
    try:
        ray.init(**how)
    except (ConnectionError, ValueError) as error:
        raise InputError(f"There is no Ray at '{address:.60}'; start one, or use --ray local.") from error


def _one_less(ray: Any, waiting: list[Any]) -> list[Any]:  # noqa: ANN401
    done, others = ray.wait(waiting, num_returns=1)
    ray.get(done)
    return others
