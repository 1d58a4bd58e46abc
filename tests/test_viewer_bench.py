"""The parts of ``bench viewer`` that need no browser."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from spatialwm.bench import BENCHES
from spatialwm.errors import InputError
from spatialwm.io import load, save
from spatialwm_viewer import bench_scenes, protocol
from spatialwm_viewer.bench_abuse import nonsense


def test_it_is_in_the_table_of_benchmarks() -> None:
    assert BENCHES["viewer"] == "spatialwm_viewer.bench"


def test_no_nonsense_is_a_message() -> None:
    texts = [each for each in islice(nonsense(0), 3000) if isinstance(each, str)]
    assert len(texts) > 2000
    assert max(map(len, texts)) > protocol.MAX_MESSAGE, "some are too long"
    for text in texts:
        with pytest.raises(InputError):
            message = protocol.parse(text)
            if isinstance(message, protocol.Act):  # well-formed but for its actions: the session refuses it
                protocol.timed_actions(message)


def test_the_scenes_are_what_their_rows_say(tmp_path: Path) -> None:
    heap = bench_scenes.cubes(64)
    assert sum(thing.body.kind == "dynamic" for thing in heap.objects) == 64
    dance = bench_scenes.dancing(100, seconds=1.0)
    assert dance.rollout is not None
    moved = np.ptp(dance.rollout.positions, axis=0).max(axis=-1)
    assert (moved > 0.05).all() and len(moved) == 100, "all of them move all the time"
    save(bench_scenes.million(5000), tmp_path / "scene.glb")
    assert load(tmp_path / "scene.glb").splat_count == 5000
