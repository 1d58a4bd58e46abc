"""Levels that can be cleared, agents that climb, and the page of worst cases."""

import json
import re

import numpy as np
import pytest

from spatialwm.bench import run
from spatialwm.bench.ladder import FAMILIES, climb
from spatialwm.bench.ladder_agents import AGENTS, Attempt
from spatialwm.bench.ladder_difficulty import cleared_by_chance, easier
from spatialwm.bench.ladder_hands import hanoi
from spatialwm.bench.ladder_levels import LiveGame
from spatialwm.bench.reel import Clip, write_reel
from spatialwm.dynamics import ENGINE
from spatialwm.errors import InputError, SimulationError
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


def test_a_climb_of_one_family_does_not_end_where_another_did(monkeypatch):
    ends = []

    def watched(agent, family, *, highest, **_):
        ends.append(highest)
        return 1, []

    monkeypatch.setattr("spatialwm.bench.ladder.climb", watched)
    table = run("ladder", agent="cem")
    assert ends == [None] * len(FAMILIES)
    assert table.rows[len(FAMILIES)].value == len(FAMILIES)


def test_chance_clears_a_short_throw_more_often_than_what_is_far_and_the_share_is_of_plans():
    level = FAMILIES["memory"](1, 5)
    assert 0 < cleared_by_chance(level, 20) < 1
    assert cleared_by_chance(FAMILIES["throw"](8, 5), 10) == 0


def test_a_level_is_easier_than_the_one_below_only_beyond_chance():
    assert easier([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [4.0, 6.0, 5.0]]) == []
    assert easier([[9.0, 10.0, 11.0], [1.0, 2.0, 3.0]]) == [1]
    assert easier([[1.0, 20.0], [1.0, 19.0]]) == []


def test_where_a_predictor_breaks_down_the_plan_is_the_worst_and_nothing_else_breaks():
    class Broken:
        dt = 1 / 60

        def __init__(self, scene):
            self._engine = ENGINE(scene)

        def initial(self):
            return self._engine.initial()

        def step(self, state, action):
            raise SimulationError("It broke.")

    level = FAMILIES["throw"](1, 2)
    attempt = AGENTS["cem"](level, predictor=Broken, budget=3, seed=0)
    assert attempt.foretold == np.inf and attempt.tried == 3
