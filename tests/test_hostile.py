"""Bad texts: a scene or one sentence, never anything else."""

import numpy as np
import pytest

from spatialwm.bench import hostile
from spatialwm.bench.hostile import KINDS, outcome_of
from spatialwm.lift.text import scene as text_scene


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_bad_text_becomes_a_scene_or_is_refused_in_one_sentence(kind, seed):
    text = KINDS[kind](np.random.default_rng([99, seed]))
    outcome = outcome_of(text, seed=seed)
    assert outcome.what in ("scene", "refused"), (outcome, text[:200])
    assert outcome.seconds < 30


def test_a_crash_and_a_rambling_refusal_are_counted(monkeypatch):
    def explode(text, *, seed):
        raise ZeroDivisionError(text)

    monkeypatch.setattr(hostile, "bodies_from_text", explode)
    assert outcome_of("a chair").what == "crash"

    def ramble(text, *, seed):
        raise hostile.SpatialwmError("no\n" * 500)

    monkeypatch.setattr(hostile, "bodies_from_text", ramble)
    assert outcome_of("a chair").what == "unclear"


def test_of_a_hundred_cabinets_only_so_many_open(monkeypatch):
    monkeypatch.setattr(text_scene, "_MOST_LEAVES", 4)
    scene = text_scene.bodies_from_text("a room with three filing cabinets", seed=0)
    assert sum(thing.body.joint is not None for thing in scene.objects) in (3, 4)
    assert any("at most 4" in note for note in scene.provenance.notes)
