"""Plans from sentences, and bodies found from pushes with hidden values."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest

from spatialwm.bench.planning import pushing
from spatialwm.dynamics import DT, EnginePredictor, replay, simulate
from spatialwm.errors import FormatError, InputError, UnknownObjectError
from spatialwm.io import save
from spatialwm.planning import Wish, plan, wishes_from_text
from spatialwm.planning.cem import best_of
from spatialwm.planning.foretold import Foreteller
from spatialwm.planning.identify import Seen, identify, pushes_from_json, pushes_to_json, with_body
from spatialwm.planning.steering import steer, steer_to
from spatialwm.planning.wishes import cost, fulfilled
from spatialwm.scene import Body, Box, Push, Scene, SceneObject, Wait


def furnished() -> Scene:
    """A block on a floor, a low shelf beside it, both slippery enough to be pushed."""

    def thing(name, size, at, **body):
        half = np.array([at[0], at[1] + size[1] / 2, at[2]])
        return SceneObject(
            name=name, category=name.split("_")[-1], position=half, attributes=tuple(name.split("_")[:-1]),
            body=Body(colliders=(Box(size=np.array(size)),), **body),
        )  # fmt: skip

    return Scene(
        objects=(
            thing("floor", (8.0, 0.1, 8.0), (0, -0.1, 0), friction=0.05),
            thing("shelf", (0.6, 0.4, 0.3), (0.8, 0, -0.6), friction=0.4),
            thing("red_block", (0.1, 0.1, 0.1), (0, 0, -0.6), friction=0.4, kind="dynamic", mass=0.5),
            thing("tall_post", (0.1, 0.6, 0.1), (-0.8, 0, -0.6), friction=0.4, kind="dynamic", mass=1.0),
        )
    )


def test_sentences_become_wishes():
    scene = furnished()
    cases = {
        "the red block is on the shelf": "on red_block shelf",
        "the block is off the shelf": "off red_block shelf",
        "the post fell over": "toppled tall_post",
        "the block is next to the post": "beside red_block tall_post",
        "the block is held": "held red_block",
        "the block moved": "moved red_block",
    }
    for sentence, wish in cases.items():
        assert [str(w) for w in wishes_from_text(sentence, scene)] == [wish]
    both = wishes_from_text("the block is on the shelf and the post fell over", scene)
    assert [w.kind for w in both] == ["on", "toppled"]


def test_goals_that_cannot_be_meant_are_refused_in_one_sentence():
    scene = furnished()
    with pytest.raises(InputError, match="is no goal"):
        wishes_from_text("purple rain", scene)
    with pytest.raises(UnknownObjectError, match="sofa"):
        wishes_from_text("the block is on the sofa", scene)
    with pytest.raises(InputError, match="does not move"):
        plan(scene, (Wish(kind="moved", words=("shelf",)),))
    with pytest.raises(InputError, match="budget"):
        plan(scene, (Wish(kind="moved", words=("red_block",)),), budget=0)


def test_the_block_is_set_on_the_shelf_and_the_rollout_ends_so():
    scene = furnished()
    wishes = wishes_from_text("the red block is on the shelf", scene)
    found = plan(scene, wishes, budget=20, threads=1)
    assert found.reached and found.kind == "carry red_block"
    after = simulate(scene, found.actions, seconds=found.actions[-1][0] + 3)
    assert after["red_block"].position[1] == pytest.approx(0.45, abs=0.02)
    assert replay(after).same


def test_a_post_is_pushed_over_and_a_plan_is_the_same_for_any_number_of_threads():
    scene = furnished()
    wishes = wishes_from_text("the post fell over", scene)
    one, two = (plan(scene, wishes, budget=20, threads=n, seed=3) for n in (1, 2))
    assert one.reached and one.actions == two.actions and one.costs == two.costs


def test_a_plan_reaches_a_place_and_a_larger_budget_never_does_worse():
    scene, wishes = pushing(7)
    found = plan(scene, wishes, budget=64, seconds=2.0, threads=1)
    assert found.reached
    (ending,) = Foreteller(scene, threads=1).endings([found.actions], seconds=2.0)
    assert ending is not None and fulfilled(wishes, ending) and cost(wishes, ending) == 0
    drawn = best_of(scene, wishes, budget=12, seconds=2.0, threads=1)
    fewer = best_of(scene, wishes, budget=4, seconds=2.0, threads=1)
    assert drawn.costs[:4] == fewer.costs and drawn.cost <= fewer.cost


def test_what_cannot_be_done_is_no_ending():
    scene, _ = pushing(7)
    bad = ((0.0, Push("floor", impulse=(1.0, 0.0, 0.0))),)
    assert Foreteller(scene, threads=1).endings([bad], seconds=0.2) == [None]


# -------------------------------------------------------------------------------------------------- bodies


def seen_in(scene: Scene, noise: float = 0.0) -> tuple[Seen, ...]:
    """Three pushes of the block, watched for 1.2 s at 20 Hz."""
    rng = np.random.default_rng(0)
    seen = []
    for impulse in ((0.5, 0.0, 0.0), (0.0, 0.0, 0.8), (-0.6, 0.0, 0.3)):
        predictor, push = EnginePredictor(scene), Push("block", impulse=impulse)
        state, places = predictor.initial(), []
        for frame in range(72):
            state = predictor.step(state, Wait() if frame else push)
            places.append(state.positions[1])
        at = np.arange(2, 72, 3)
        spots = np.array(places)[at] + rng.normal(0, noise, (len(at), 3))
        seen.append(Seen(push=push, times=DT * (at + 1), positions=spots))
    return tuple(seen)


@pytest.mark.parametrize(("mass", "friction", "noise"), [(0.9, 0.32, 0.0), (0.31, 0.62, 0.001)])
def test_hidden_mass_and_friction_are_found_from_three_pushes(mass, friction, noise):
    from dataclasses import replace

    scene, _ = pushing(7)
    hidden = replace(scene.objects[1], body=replace(scene.objects[1].body, mass=mass, friction=friction))
    seen = seen_in(replace(scene, objects=(scene.objects[0], hidden)), noise)
    found = identify(scene, seen)
    assert found.mass == pytest.approx(mass, rel=0.05)
    assert found.friction == pytest.approx(friction, rel=0.10)
    assert found.error < 0.001 + 2 * noise and np.isfinite(found.friction_spread)
    changed = with_body(scene, found)
    assert changed["block"].body.mass == found.mass and changed.rollout is None


def test_friction_that_shows_nowhere_is_said_to_be_unknown():
    from dataclasses import replace

    scene, _ = pushing(7)
    rough = replace(scene.objects[0], body=replace(scene.objects[0].body, friction=0.9))
    scene = replace(scene, objects=(rough, scene.objects[1]))
    found = identify(scene, seen_in(scene)[1:2])
    assert found.mass == pytest.approx(0.5, rel=0.05) and np.isinf(found.friction_spread)


def test_pushes_come_back_from_json_and_broken_files_are_refused(tmp_path):
    scene, _ = pushing(7)
    file = tmp_path / "pushes.json"
    seen = seen_in(scene)[:1]
    file.write_text(pushes_to_json(seen), encoding="utf-8")
    (again,) = pushes_from_json(file)
    assert again.push == seen[0].push and np.array_equal(again.positions, seen[0].positions)
    entry = json.loads(pushes_to_json(seen))[0]
    broken = {
        "not JSON": "{",
        "list of pushes": "{}",
        "each entry needs": "[1]",
        "is a push": json.dumps([entry | {"push": {"action": "wait"}}]),
        "lists of numbers": json.dumps([entry | {"times": ["a"]}]),
        "one position": json.dumps([entry | {"times": [0.1]}]),
        "increase": json.dumps([entry | {"times": entry["times"][::-1]}]),
        "finite": json.dumps([entry | {"times": [float("nan")] * len(entry["times"])}]),
    }
    for words, text in broken.items():
        file.write_text(text, encoding="utf-8")
        with pytest.raises((FormatError, InputError), match=words):
            pushes_from_json(file)
    with pytest.raises(InputError, match="moved less"):
        identify(scene, (Seen(push=seen[0].push, times=np.arange(3.0), positions=np.zeros((3, 3))),))
    with pytest.raises(InputError, match="1 to 20"):
        identify(scene, ())


@pytest.mark.slow
def test_the_commands_plan_and_identify(tmp_path):
    save(furnished(), tmp_path / "room.glb")
    scene, _ = pushing(7)
    save(scene, tmp_path / "block.glb")
    (tmp_path / "pushes.json").write_text(pushes_to_json(seen_in(scene)[:2]), encoding="utf-8")

    def typed(*words):
        code = "from spatialwm.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    done = typed("plan", "room.glb", "the red block is on the shelf", "-o", "plan.glb", "--budget", "12")
    assert done.returncode == 0 and (tmp_path / "plan.glb").exists(), done.stderr
    short = typed("plan", "room.glb", "the red block is on the post", "-o", "short.glb", "--budget", "2")
    assert short.returncode in (0, 1) and (tmp_path / "short.glb").exists(), short.stderr
    wrong = typed("plan", "room.glb", "purple rain", "-o", "no.glb")
    assert wrong.returncode == 2 and not (tmp_path / "no.glb").exists()
    found = typed("identify", "block.glb", "--from", "pushes.json", "-o", "known.glb")
    assert found.returncode == 0, found.stderr
    mass = re.search(r"mass ([0-9.]+) kg", found.stdout)
    assert mass is not None and float(mass[1]) == pytest.approx(0.5, rel=0.05), found.stdout


def test_a_block_is_steered_to_a_place_whatever_the_number_of_threads():
    scene, (wish,) = pushing(5)
    place = float(wish.words[1]), float(wish.words[2])
    one, two = (steer(scene, "block", place, samples=60, steps=20, threads=n) for n in (1, 2))
    assert one.actions == two.actions and one.tried == 240
    state, forces = steer_to(scene, "block", place, threads=1)
    there = state.positions[state.names.index("block")]
    assert np.hypot(there[0] - place[0], there[2] - place[1]) < 0.05 and len(forces) == 50
    with pytest.raises(InputError, match="only what moves freely"):
        steer(scene, "floor", place)
