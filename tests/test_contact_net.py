"""Contacts that answer as a network says: what holds by construction, what is learned, who computed what."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from spatialwm import verbs
from spatialwm.bench import run as run_bench
from spatialwm.dynamics import DT, ENGINE, EnginePredictor, fork, replay, simulate, state_hash, why
from spatialwm.dynamics.causes import Fact
from spatialwm.dynamics.simulate import run_timeline
from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io import load, save
from spatialwm.planning import checked, plan, wishes_from_text
from spatialwm.predictors import (
    ContactNet,
    contact_data,
    contact_gradient,
    load_model,
    maker_of_rollout,
    named,
    save_model,
    train_contacts,
)
from spatialwm.predictors import contact_training as training
from spatialwm.predictors.blend import LiveBlend
from spatialwm.predictors.coarse import LiveCoarse
from spatialwm.predictors.contact_data import gather
from spatialwm.predictors.contact_files import decode_contacts, digest, encode_contacts, load_contacts
from spatialwm.predictors.contact_net import FEATURES, OUTPUTS, Stack
from spatialwm.predictors.named import by_network, labelled
from spatialwm.predictors.worlds import KINDS, SHIFTS, draw_world, pushed_around
from spatialwm.scene import Action, Body, Box, Camera, Grasp, Move, Push, Scene, SceneObject, Sphere, Wait


def any_net(seed: int = 0, members: int = 2) -> ContactNet:
    """Of large random weights: what it answers makes no sense."""
    rng = np.random.default_rng(seed)
    widths = ((FEATURES, 8), (8, OUTPUTS))
    layers = tuple(
        Stack(weights=rng.normal(size=(members, *w)), biases=rng.normal(size=(members, w[1]))) for w in widths
    )
    return ContactNet(layers=layers, mean=np.zeros(FEATURES), scale=np.ones(FEATURES))


def thing(name, at, mass=1.0, restitution=0.5, shape=None, friction=0.5):
    collider = Box(size=np.full(3, 0.2)) if shape is None else shape
    body = Body(kind="dynamic", mass=mass, restitution=restitution, friction=friction, colliders=(collider,))
    return SceneObject(name=name, position=np.array(at, float), body=body)


def on_floor(*things) -> Scene:
    floor = Body(colliders=(Box(size=np.array([8.0, 0.2, 8.0])),), friction=0.2)
    return Scene(objects=(SceneObject(name="floor", position=np.array([0, -0.1, 0.0]), body=floor), *things))


def stepped(scene, net, pushes, frames):
    """All states under the network alone, and the stepper."""
    coarse = LiveCoarse(net, name="test")
    predictor = EnginePredictor(scene, stepper=coarse)
    return run_timeline(predictor, pushes, frames), coarse


def blended(scene: Scene, net: ContactNet, pushes, frames):
    """All states under a hybrid that looks at every frame, and the stepper."""
    blend = LiveBlend(net, name="test", always=True)
    predictor = EnginePredictor(scene, stepper=blend)
    return run_timeline(predictor, pushes, frames), blend


@pytest.mark.parametrize("seed", range(4))
def test_momentum_is_kept_exactly_whatever_the_network_says(seed):
    things = (
        thing("a", (0, 3, 0), 0.4),
        thing("b", (0.5, 3.05, 0.02), 3.0),
        thing("c", (1.0, 3, 0), 1.0, shape=Sphere(radius=0.1)),
    )
    scene = replace(on_floor(*things), gravity=np.zeros(3))
    states, coarse = stepped(scene, any_net(seed), {0: Push("a", impulse=(2.0, 0.1, 0.0))}, 40)
    masses = np.array([0.4, 3.0, 1.0])[:, None]
    total = np.array([(masses * s.velocities[1:]).sum(axis=0) for s in states[1:]])
    assert np.abs(np.diff(states[-1].velocities[1:], axis=0)).max() > 0.05  # they met
    assert coarse.labels.count("learned") == len(coarse.labels) > 30
    np.testing.assert_allclose(total, np.tile([2.0, 0.1, 0.0], (len(total), 1)), atol=1e-9)


def test_impulses_never_pull_and_stay_inside_the_friction_cone_whatever_the_network_says():
    world = draw_world("drops", 4)
    coarse = LiveCoarse(any_net(1), name="test")
    seen: list[tuple[np.ndarray, np.ndarray]] = []

    def watch(model, data, contacts, said):
        rows = contacts.rows[contacts.grips]
        forces = data.efc_force
        pushes, slides = forces[rows], np.hypot(forces[rows + 1], forces[rows + 2])
        seen.append((pushes, slides - contacts.met.friction[contacts.grips] * pushes))

    coarse.watch = watch
    predictor = EnginePredictor(world.scene, stepper=coarse)
    run_timeline(predictor, {round(t / DT): a for t, a in world.actions}, 40)
    pushes, over = (np.concatenate(part) for part in zip(*seen, strict=True))
    assert pushes.max() > 1 and pushes.min() >= 0
    assert (over <= 1e-6 * (1 + pushes)).all()


def test_the_gradient_through_the_solver_is_that_of_finite_differences(monkeypatch):
    monkeypatch.setattr(contact_gradient, "_LARGE", 1e9)  # a plain square
    worlds = training._LiveWorlds(lambda n: draw_world(KINDS[n % 2], n))
    known = gather([0, 1], lambda n: draw_world(KINDS[n % 2], n), None, driven=False)
    live = training._fresh(np.random.default_rng(1), None)
    mean, scale = training._scales()

    def net():
        return ContactNet(layers=training._layers(live.parameters, 0), mean=mean, scale=scale)

    found: list[np.ndarray] = []
    wanted: list[list[float]] = []
    for frames in known:
        for at in np.argsort(np.abs(frames.rates_after - frames.rates).max(axis=1))[-12::3].tolist() + list(
            range(5, 60, 11)
        ):
            result = worlds.gradient(net(), frames, int(at))
            if result is None:
                continue
            found.append(result[0][-1][:3])
            differences = []
            for k in range(3):
                ends = []
                for way in (1e-5, -2e-5):
                    live.parameters[-1][0, k] += way
                    again = worlds.gradient(net(), frames, int(at))
                    assert again is not None
                    ends.append(again[1])
                live.parameters[-1][0, k] += 1e-5
                differences.append((ends[0] - ends[1]) / 2e-5)
            wanted.append(differences)
    said, true = np.array(found), np.array(wanted)
    assert len(said) > 10 and np.abs(true).max() > 1e-3
    off = np.abs(said - true) / (np.abs(true) + 1e-3)
    for k in range(2):  # of the third, friction, a step too small to see changes who slides
        assert np.median(off[:, k]) < 0.1
        assert np.mean(off[:, k] > 0.5) < 0.25  # how positions go on is simplified; some have kinks


def test_a_hybrid_that_trusts_nothing_is_the_engine_to_the_bit():
    world = draw_world("pushes", 5)
    timeline = {round(t / DT): a for t, a in world.actions}
    engine = run_timeline(EnginePredictor(world.scene), timeline, 50)
    net = replace(load_contacts(), band=-1.0)
    states, blend = blended(world.scene, net, timeline, 50)
    assert set(blend.labels) == {"engine"} and not any(blend.shares)
    assert [state_hash(s) for s in states] == [state_hash(s) for s in engine]


def test_a_hybrid_is_exact_from_any_state_in_any_order():
    world = draw_world("drops", 4_000_021)
    timeline = {round(t / DT): a for t, a in world.actions}
    net = replace(load_contacts(), band=0.05)
    states, blend = blended(world.scene, net, timeline, 60)
    assert {"blend", "learned"} <= set(blend.labels)
    again = EnginePredictor(world.scene, stepper=LiveBlend(net, name="test", always=True))
    for k in (50, 12, 33, 34, 5, 58):
        assert state_hash(again.step(states[k], timeline.get(k, Wait()))) == state_hash(states[k + 1])


def test_what_is_calm_is_taken_by_the_network_while_the_engine_does_the_rest():
    far = thing("far", (3, 0.1, 0), restitution=0.0), thing("flies", (-3, 2, 0), shape=Sphere(radius=0.1))
    hit = thing("one", (0, 1.0, 0)), thing("two", (0.05, 1.5, 0.02))
    scene = on_floor(*hit, *far)
    timeline: dict[int, Action] = {
        0: Push("far", impulse=(1.0, 0.0, 0.0)),
        2: Push("two", impulse=(0.0, -3.0, 0.5)),
    }
    engine = run_timeline(EnginePredictor(scene), timeline, 30)
    net = replace(load_contacts(), band=0.05)
    states, blend = blended(scene, net, timeline, 30)
    assert blend.labels.count("blend") > 5 and 0.3 < np.mean(blend.shares) < 0.95
    off = np.linalg.norm(states[-1].positions - engine[-1].positions, axis=1)[1:]
    assert np.abs(engine[-1].velocities[1:3]).max() > 0.5  # they hit each other
    assert off.max() < 5e-3 and off[3] < 1e-9  # who flies, flies as in the engine


def test_the_hybrid_is_nearer_the_engine_than_the_network_alone_and_says_which_steps_are_whose():
    off: dict[bool, list[np.ndarray]] = {True: [], False: []}
    labels: list[str] = []
    for kind in KINDS:
        for seed in (11, 12):
            world = draw_world(kind, 4_000_000 + seed)
            timeline = {round(t / DT): a for t, a in world.actions}
            truth = run_timeline(EnginePredictor(world.scene), timeline, 35)
            for hybrid, found in off.items():
                maker, said = labelled(by_network(load_contacts(), hybrid=hybrid))
                states = run_timeline(maker(world.scene), timeline, 35)
                found.append(np.linalg.norm(states[-1].positions - truth[-1].positions, axis=1)[1:])
                labels += said() if hybrid else []
    apart = {hybrid: float(np.sqrt(np.mean(np.concatenate(found) ** 2))) for hybrid, found in off.items()}
    assert 0 < apart[True] < 0.1 * apart[False] < 0.02
    assert 0.02 < labels.count("learned") / len(labels) < 0.5


def test_what_the_agent_does_with_its_hands_and_feet_is_the_engines():
    things = thing("block", (0, 0.1, 0)), thing("ball", (2, 5, 0), shape=Sphere(radius=0.1))
    camera = Camera.looking_at((0.0, 1.6, 0.8), (0.0, 0.2, 0.0))
    scene = replace(on_floor(*things), cameras=(camera,))
    coarse = LiveCoarse(load_contacts(), name="test")
    predictor = EnginePredictor(scene, stepper=coarse)
    state = predictor.initial()
    for k in range(50):
        state = predictor.step(state, Move((0.1, 0.0, 0.0)) if k == 0 else Wait())
        assert k > 20 or not coarse.labels
    fallen = len(coarse.labels)
    assert 0 < fallen < 30  # the ball falls on when the agent stands
    state = predictor.step(state, Grasp("block"))
    for _ in range(5):
        state = predictor.step(state, Wait())
    assert state.held == "block" and len(coarse.labels) == fallen


# --------------------------------------------------------------------------------------------- by name


def test_a_rollout_says_who_made_it_and_is_replayed_by_that_one(tmp_path):
    scene = on_floor(thing("block", (0, 0.1, -0.5)), thing("other", (0.35, 0.1, -0.5), restitution=0.0))
    after = verbs.act(
        scene, actions=[(0.0, Push("block", impulse=(2.0, 0.0, 0.0)))], seconds=1.0, predictor="hybrid"
    )
    assert after.rollout is not None
    assert after.rollout.predictor == f"hybrid:{digest(load_contacts())}"
    save(after, tmp_path / "after.glb")
    again = load(tmp_path / "after.glb")
    assert again.rollout is not None
    assert verbs.replay(again).same
    with pytest.raises(InputError, match="not here"):
        verbs.replay(replace(again, rollout=replace(again.rollout, predictor="hybrid:00000000")))
    with pytest.raises(InputError, match="not here"):
        replay(again)  # by the engine
    with pytest.raises(InputError, match="go on with the one that made it"):
        simulate(again, [], seconds=0.1)
    with pytest.raises(InputError, match="go on with the one that made it"):
        fork(again, 0.5)
    with pytest.raises(InputError, match="go on with the one that made it"):
        why(again, Fact(kind="moved", object="other"))
    longer = verbs.act(
        again, actions=[(0.0, Push("other", impulse=(0.0, 0.0, 1.0)))], seconds=0.5, predictor="hybrid"
    )
    assert longer.rollout is not None
    assert verbs.replay(longer).same and len(longer.rollout.times) == 91


def test_an_unknown_predictor_is_one_sentence(tmp_path):
    with pytest.raises(MissingFileError, match="There is no predictor"):
        named(tmp_path / "nowhere")
    save_model(load_model(), tmp_path / "weights.npz")
    with pytest.raises(FormatError, match="not one of contacts"):
        named(tmp_path)
    assert named(None) is ENGINE and named("engine") is ENGINE
    assert maker_of_rollout("engine") is ENGINE
    save(on_floor(thing("block", (0, 0.1, -0.5))), tmp_path / "room.glb")
    program = "from spatialwm.cli import main; main()"
    asked = ["act", "room.glb", "push the block", "--predictor", "oracle", "-o", "after.glb"]
    command = [sys.executable, "-c", program, *asked]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "There is no predictor 'oracle'" in done.stderr
    assert not (tmp_path / "after.glb").exists()


def test_a_plan_foretold_by_a_network_is_reached_only_if_the_engine_says_so():
    scene = on_floor(thing("block", (0, 0.1, -0.5)))
    wishes = wishes_from_text("the block fell over", scene)
    maker = by_network(any_net(2), hybrid=False)
    found = plan(scene, wishes, budget=3, seconds=0.5, maker=maker, threads=1)
    gentle = replace(found, reached=True, actions=((0.0, Push("block", impulse=(0.01, 0.0, 0.0))),))
    assert not checked(scene, wishes, gentle, seconds=0.5).reached
    after, said = verbs.plan(scene, "the block is off the floor", budget=4, seconds=0.3, predictor="hybrid")
    assert after.rollout is not None and after.rollout.predictor == "engine" and not said.reached


# --------------------------------------------------------------------------------------------- files


def test_a_network_is_read_back_as_it_was():
    net = replace(any_net(3), band=0.2)
    again = decode_contacts(encode_contacts(net))
    assert encode_contacts(again) == encode_contacts(net) and digest(again) == digest(net)
    assert again.band == 0.2 and decode_contacts(encode_contacts(any_net())).band == np.inf


def test_broken_networks_are_refused():
    def packed(**arrays):
        stored = io.BytesIO()
        np.savez(stored, allow_pickle=False, **arrays)
        return stored.getvalue()

    good = {f"contacts/{name}": np.zeros(FEATURES) + 1 for name in ("mean", "scale")}
    band = {"contacts/band": np.array(1.0)}
    layer = {
        "contacts/0/weights": np.zeros((1, FEATURES, OUTPUTS)),
        "contacts/0/biases": np.zeros((1, OUTPUTS)),
    }
    assert decode_contacts(packed(**good, **band, **layer)).parameter_count == FEATURES * OUTPUTS + OUTPUTS
    for broken in (
        good | band,
        good | layer,
        good | band | layer | {"contacts/scale": np.zeros(FEATURES)},
        good | band | layer | {"contacts/band": np.zeros(0)},
        good | band | layer | {"contacts/0/weights": np.zeros((1, 3, OUTPUTS))},
        good | band | layer | {"contacts/0/weights": np.zeros((99, FEATURES, OUTPUTS))},
        good | band | layer | {"contacts/0/biases": np.full((1, OUTPUTS), np.nan)},
        {"something": np.zeros(3)},
    ):
        with pytest.raises(FormatError):
            decode_contacts(packed(**broken))
    with pytest.raises(FormatError):
        decode_contacts(b"PK\x03\x04 no")


# --------------------------------------------------------------------------------------------- training


def test_training_goes_on_where_it_was_and_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(contact_data, "SECONDS", 0.5)
    monkeypatch.setattr(training, "_BATCH", 5)
    make = pushed_around(on_floor(thing("a", (0, 0.1, 0)), thing("b", (0.25, 0.1, 0), restitution=0.0)))
    train = partial(train_contacts, worlds=2, rounds=2, steps=10, make=make)
    whole = train(seed=3)

    def stop(progress):
        if progress.network.startswith("round 2") and "steps" in progress.network:
            raise KeyboardInterrupt

    path = tmp_path / "checkpoint.npz"
    with pytest.raises(KeyboardInterrupt):
        train(seed=3, checkpoint=path, progress=stop)
    began: list[str] = []
    again = train(seed=3, checkpoint=path, progress=lambda p: began.append(p.network))
    assert began[0].startswith("round 2")
    assert encode_contacts(again) == encode_contacts(whole)
    with pytest.raises(FormatError, match="another training"):
        train(seed=4, checkpoint=path)
    with pytest.raises(InputError, match="2 to 10,000 worlds"):
        train_contacts(worlds=1)


def test_the_band_is_as_wide_as_the_tolerance_allows():
    rng = np.random.default_rng(0)
    doubt = rng.uniform(0, 1, 40_000)
    error = np.where(
        rng.uniform(size=len(doubt)) < 0.2 * doubt, 1.0, 0.0
    )  # the more often bad, the more doubt
    band = training.calibrated(any_net(), doubt, error).band
    assert 0.17 < band < 0.23  # of what is below it, a tenth of it is bad on average
    assert error[doubt <= band].mean() <= 0.02
    assert training.calibrated(any_net(), doubt, np.ones(len(doubt))).band == 0


def test_a_scene_with_nothing_loose_cannot_be_learned_from():
    with pytest.raises(InputError, match="nothing to learn from"):
        pushed_around(on_floor())
    made = pushed_around(on_floor(thing("block", (0, 0.1, -0.5))))
    assert made(1).actions == made(1).actions != made(2).actions


def test_worlds_are_what_their_shift_says():
    for kind in KINDS:
        usual = draw_world(kind, 7)
        more, fast, heavy = (draw_world(kind, 7, shift) for shift in SHIFTS[1:])
        assert len(more.scene.objects) - 1 == 2 * (len(usual.scene.objects) - 1)
        for (_, one), (_, other) in zip(usual.actions, fast.actions, strict=True):
            assert isinstance(one, Push) and isinstance(other, Push)
            np.testing.assert_allclose(2 * np.array(one.impulse), other.impulse)
        masses = [[t.body.mass for t in w.scene.objects[1:]] for w in (usual, heavy)]
        assert {m / n for m, n in zip(masses[1], masses[0], strict=True)} == {1.0, 4.0}
    with pytest.raises(InputError, match="1 to 64 things"):
        draw_world("drops", 0, replace(SHIFTS[0], count=20.0))


@pytest.mark.slow
def test_the_benchmark_writes_its_worst_beside_the_engine(tmp_path):
    table = run_bench("rollout3d", clips=2, out=tmp_path)
    assert len(list(tmp_path.glob("case-*.glb"))) == 20
    first, second = load(tmp_path / "case-01.glb"), load(tmp_path / "case-02.glb")
    assert first.rollout is not None and second.rollout is not None
    assert first.rollout.predictor.startswith("hybrid:") and second.rollout.predictor == "engine"
    assert "worst" in table.lines[0] and "hybrid" in (tmp_path / "reel.html").read_text()
    json.dumps([row.value for row in table.rows], allow_nan=False)
