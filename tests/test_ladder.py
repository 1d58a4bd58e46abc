"""Levels that can be cleared, agents that climb, and the page of worst cases."""

import json
import re

import numpy as np
import pytest

from spatialwm.bench import run
from spatialwm.bench.ladder import FAMILIES, climb
from spatialwm.bench.ladder_agents import AGENTS, ENGINE, Attempt
from spatialwm.bench.ladder_hands import hanoi
from spatialwm.bench.ladder_levels import LiveGame
from spatialwm.bench.reel import Clip, write_reel
from spatialwm.errors import InputError
from spatialwm.io import load


@pytest.mark.parametrize("family", FAMILIES)
def test_a_level_is_cleared_by_what_it_was_built_with_and_not_by_doing_nothing(family):
    level = FAMILIES[family](2, 31)
    game = LiveGame(level, ENGINE)
    assert game.play(())[1] > 0
    run, cost = game.play(level.solution)
    assert cost == 0 and run.refused == 0


def test_the_same_family_number_and_seed_make_the_same_level():
    for family in ("maze", "stack"):
        one, other = (FAMILIES[family](3, 8) for _ in range(2))
        assert one.solution == other.solution
        for a, b in zip(one.scene.objects, other.scene.objects, strict=True):
            assert a.name == b.name and np.array_equal(a.position, b.position)
        places = [[t.position.tolist() for t in FAMILIES[family](3, s).scene.objects] for s in (8, 9)]
        assert places[0] != places[1]


def test_hanoi_takes_two_to_the_n_less_one_moves_and_forbids_a_larger_disc_on_a_smaller():
    assert len(hanoi(4, 0).solution) == 15
    level = hanoi(2, 0)
    first = level.solution[0]
    run, cost = LiveGame(level, ENGINE).play((first, first))  # the second disc is larger
    assert run.refused == 1 and cost > 0


def test_decisions_that_a_level_does_not_have_are_refused():
    level = FAMILIES["throw"](1, 0)
    game = LiveGame(level, ENGINE)
    for decisions in (((1, (0.0, 0.0, 0.0)),), ((0, (0.0,)),), ((0, (2.0, 0.0, 0.0)),), level.solution * 2):
        with pytest.raises(InputError):
            game.play(decisions)


def test_the_planner_climbs_higher_than_chance_and_any_function_may_climb():
    def lazy(level, *, predictor, budget, seed):
        return Attempt(decisions=(), tried=0)

    planned, tried = climb(AGENTS["cem"], "memory", budget=40, first=3, highest=1)
    assert planned == 1 and all(case.done for case in tried)
    assert climb(AGENTS["random"], "throw", first=3, highest=2)[0] == 0
    assert climb(lazy, "throw", first=3, highest=1)[0] == 0


def test_worst_cases_open_as_scenes_and_on_a_page(tmp_path):
    level = FAMILIES["throw"](1, 2)
    played, _ = LiveGame(level, ENGINE).play(level.solution, keep=True)
    written = write_reel(
        [Clip(title="</script> & co", scene=level.scene, run=played)], tmp_path, title="a < b"
    )
    assert [path.name for path in written] == ["case-01.glb", "reel.html"]
    rollout = load(written[0]).rollout
    assert rollout is not None and len(rollout.times) == len(played.states)
    page = written[1].read_text(encoding="utf-8")
    assert "a &lt; b" in page and page.count("</script>") == 1
    found = re.search(r"const clips=(.*),W=400", page)
    assert found is not None
    (clip,) = json.loads(found[1].replace("<\\/", "</"))
    parcel = next(t for t in clip["things"] if t["name"] == "parcel")
    assert len(parcel["poses"]) == clip["frames"] and clip["title"] == "</script> & co"


def test_the_benchmark_says_what_it_does_not_know():
    for options in ({"agent": "who"}, {"family": "chess"}, {"budget": 0}, {"highest": 0}):
        with pytest.raises(InputError):
            run("ladder", **options)
