"""Trust: faults in a record are seen where and when they are; what an engine or action does is believed."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from spatialwm.bench.trust import auroc
from spatialwm.bench.trust_calibration import Errors, coverage, quantiles
from spatialwm.bench.trust_faults import MAGNITUDES, clean, faulty
from spatialwm.dynamics import DT, judge, judged, simulate
from spatialwm.dynamics import trust as trust_module
from spatialwm.dynamics.model import compile_scene
from spatialwm.dynamics.simulate import start_of
from spatialwm.dynamics.trust_band import BANDS, WAYS, bands_of
from spatialwm.dynamics.trust_contacts import touches_of
from spatialwm.dynamics.trust_tracks import tracks_of
from spatialwm.errors import FormatError, InputError, ShapeError
from spatialwm.io import load, save
from spatialwm.io.glb import decode, encode
from spatialwm.scene import (
    Body,
    Box,
    Camera,
    Force,
    Grasp,
    Gravity,
    Joint,
    Move,
    Open,
    Paint,
    Push,
    Remove,
    Rollout,
    Scene,
    SceneObject,
    Spawn,
    Sphere,
    Throw,
    Trust,
    Wind,
)
from spatialwm.shapes import same

MAIN = [sys.executable, "-c", "from spatialwm.cli import main; main()"]


def _thing(name: str, size: tuple[float, float, float], at: tuple[float, float, float], mass: float = 0.0):
    body = Body(kind="dynamic" if mass else "static", colliders=(Box(size=np.array(size, float)),), mass=mass)
    return SceneObject(name=name, position=np.array(at, float), body=body)


def _desk() -> Scene:
    ball = Body(kind="dynamic", mass=0.4, restitution=0.7, colliders=(Sphere(radius=0.1),))
    lid = Joint(kind="hinge", parent=None, axis=np.array([0.0, 1, 0]), anchor=np.array([-0.4, 0, 0]),
                limits=(0.0, 1.6))  # fmt: skip
    door = Body(kind="articulated", mass=12.0, joint=lid, colliders=(Box(size=np.array([0.8, 2.0, 0.04])),))
    return Scene(
        objects=(
            _thing("floor", (10.0, 0.2, 10.0), (0.0, -0.1, 0.0)),
            _thing("table", (1.2, 0.7, 0.8), (0.0, 0.35, 0.0), 20.0),
            _thing("mug", (0.08, 0.1, 0.08), (0.4, 0.75, 0.0), 0.3),
            _thing("book", (0.2, 0.04, 0.15), (-0.2, 0.72, 0.0), 0.5),
            SceneObject(name="ball", position=np.array([1.5, 1.2, 0.0]), body=ball),
            SceneObject(name="door", position=np.array([-2.0, 1.001, 0.0]), body=door),
        ),
        cameras=(Camera.looking_at((0.7, 1.6, 0.9), (0.0, 0.7, 0.0)),),
    )


@pytest.fixture(scope="module")
def pushed() -> Scene:
    """A mug flies off the table, a ball bounces."""
    return simulate(_desk(), [(0.5, Push("mug", impulse=(0.5, 0.0, 0.0)))], seconds=2.0)


SEED = 10_004


@pytest.fixture(scope="module")
def furnished() -> Scene:
    """A room of words in which things were pushed about."""
    return clean(SEED)


def _edited(scene: Scene, name: str, change, **others) -> Scene:
    """The scene with one track changed: ``change(positions (t, 3))`` in place; still things get a track."""
    rollout = scene.rollout
    assert rollout is not None
    if name not in rollout.names:
        count = len(rollout.times)
        own = scene[name]
        rollout = replace(
            rollout,
            names=(*rollout.names, name),
            positions=np.concatenate([rollout.positions, np.tile(own.position, (count, 1, 1))], axis=1),
            quats=np.concatenate([rollout.quats, np.tile(own.quat, (count, 1, 1))], axis=1),
        )
    positions = rollout.positions.copy()
    change(positions[:, rollout.names.index(name)])
    return replace(scene, rollout=replace(rollout, positions=positions, **others))


def _doubt(scene: Scene, **options) -> tuple[float, str, str] | None:
    rollout = judged(scene, **options).rollout
    assert rollout is not None
    return rollout.doubt


# ------------------------------------------------------------------ what is right


def test_what_the_engine_does_is_believed(pushed):
    rollout = judged(pushed).rollout
    assert rollout is not None and rollout.trust is not None
    assert rollout.doubt is None and rollout.trust.scores.min() > 0.6
    assert rollout.trust.scores.shape == rollout.times.shape
    assert rollout.trust.bands.shape == rollout.positions.shape[:2]


@pytest.mark.parametrize(
    "actions",
    [
        [(0.2, Force("book", force=(6.0, 0.0, 0.0), seconds=0.5))],
        [(0.3, Gravity((0.0, -1.6, 0.0))), (1.0, Gravity((0.0, 3.0, 0.0)))],
        [(0.1, Wind((12.0, 0.0, 0.0))), (1.0, Wind((0.0, 0.0, 0.0)))],
        [(0.3, Remove("mug")), (0.8, Remove("table"))],
        [(0.3, Spawn("second", like="mug", at=(0.0, 1.3, 0.2)))],
        [(0.1, Grasp("mug")), (0.5, Move((0.5, 0.0, 0.5))), (1.2, Throw((1.0, 2.0, 0.0)))],
        [(0.1, Move((0.0, 0.0, -0.9)))],
        [(0.2, Paint("mug", color=(1.0, 0.0, 0.0)))],
    ],
    ids=lambda actions: type(actions[0][1]).__name__,
)
def test_what_an_action_explains_is_believed(actions):
    assert _doubt(simulate(_desk(), actions, seconds=2.0)) is None


def test_a_door_opened_by_hand_is_believed():
    scene = replace(_desk(), cameras=(Camera.looking_at((-2.0, 1.6, 0.8), (-2.0, 1.0, 0.0)),))
    assert _doubt(simulate(scene, [(0.1, Open("door"))], seconds=2.0)) is None


def test_a_room_of_words_in_which_things_are_pushed_about_is_believed(furnished):
    assert _doubt(furnished) is None


def test_what_is_near_is_seen_as_far_as_the_judge_looks(furnished):
    start, rollout = start_of(furnished), furnished.rollout
    compiled = compile_scene(start)
    assert not compiled.listed  # a listed pair is looked at whatever the broad phase says
    tracks = tracks_of(start, rollout, compiled, slice(0, len(rollout.times)))
    touches = touches_of(start, rollout, compiled, tracks)
    near: set[tuple[int, int, int]] = set()
    for frame in range(0, len(tracks.times), 3):
        reach = 0.5 * float(tracks.strides[frame].max())
        near |= {
            (frame, min(int(k), other), max(int(k), other))
            for k in np.flatnonzero(tracks.strides[frame] > 0.003)
            for other in range(len(start.objects))
            if other != k and 0.003 < _distance(compiled, tracks, frame, int(k), other) < reach
        }
    seen = {(int(at), min(p), max(p)) for at, p in zip(touches.frames, touches.pairs.tolist(), strict=True)}
    assert near and near <= seen


def _distance(compiled, tracks, frame, one, other) -> float:
    """Between the colliders of two objects [m], by MuJoCo's distances and not by its broad phase."""
    mujoco = pytest.importorskip("mujoco")
    model, data = compiled.model, mujoco.MjData(compiled.model)
    free = compiled.movers[compiled.free]
    data.qpos[compiled.free_qpos] = np.concatenate(
        [tracks.origins[frame][free], tracks.quats[frame][free]], axis=1
    )
    mujoco.mj_kinematics(model, data)
    geoms = [np.flatnonzero(model.geom_bodyid == compiled.bodies[k]) for k in (one, other)]
    return min(mujoco.mj_geomDistance(model, data, a, b, 0.1, None) for a in geoms[0] for b in geoms[1])


def test_half_the_frames_are_believed_too(pushed):
    rollout = pushed.rollout
    thin = replace(
        rollout,
        times=rollout.times[::2],
        positions=rollout.positions[::2],
        quats=rollout.quats[::2],
        agent=rollout.agent[::2],
    )
    assert _doubt(replace(pushed, rollout=thin)) is None


def test_noise_that_is_declared_is_no_fault_and_noise_that_is_not_is_one(pushed):
    rng = np.random.default_rng(0)
    scene = pushed
    for name in ("mug", "ball", "book"):
        scene = _edited(scene, name, lambda p: p.__iadd__(rng.normal(size=p.shape) * 0.002))
    assert _doubt(scene, noise=0.002) is None
    assert _doubt(scene) is not None


def test_a_rollout_of_one_frame_or_of_nothing_is_believed():
    still = Rollout(times=np.zeros(1), names=(), positions=np.zeros((1, 0, 3)), quats=np.zeros((1, 0, 4)))
    assert _doubt(replace(_desk(), rollout=still)) is None
    assert _doubt(Scene(rollout=still)) is None


# ------------------------------------------------------------------ what is wrong


def _from_frame(first: int, shift: tuple[float, float, float]):
    def change(track: np.ndarray) -> None:
        track[first:] += np.array(shift, np.float32)

    return change


@pytest.mark.parametrize("shift", [(0.02, 0.0, 0.0), (0.0, 0.5, 0.0), (0.0, 0.0, -0.1)])
def test_a_thing_that_jumps_is_seen_at_that_frame(pushed, shift):
    doubt = _doubt(_edited(pushed, "book", _from_frame(80, shift)))
    assert doubt is not None
    time, name, law = doubt
    assert name == "book" and abs(time - 80 * DT) < 0.1
    assert law in ("continuity", "energy", "momentum", "support")


def test_a_thing_that_hovers_is_held_up_by_nothing(pushed):
    rise = np.clip(np.arange(121) / 60 - 0.5, 0, 1)[:, None] * np.array([0.0, 0.03, 0.0])
    doubt = _doubt(_edited(pushed, "book", lambda p: p.__iadd__(rise.astype(np.float32))))
    assert doubt is not None and doubt[1:] == ("book", "support")


def test_a_thing_that_flies_straight_on_is_held_up_by_nothing(pushed):
    def straight(track: np.ndarray) -> None:
        track[5:] = track[4] + np.arange(1, len(track) - 4)[:, None] * (track[4] - track[3])

    doubt = _doubt(_edited(pushed, "ball", straight))
    assert doubt is not None and doubt[1] == "ball" and doubt[2] in ("support", "momentum")


def test_a_thing_inside_another_is_seen(pushed):
    down = np.clip(np.arange(121) / 60 - 0.5, 0, 1)[:, None] * np.array([0.0, -0.015, 0.0])
    doubt = _doubt(_edited(pushed, "book", lambda p: p.__iadd__(down.astype(np.float32))))
    assert doubt is not None and doubt[2] == "penetration" and doubt[1] in ("book", "table")


def test_a_thing_that_starts_to_slide_by_itself_breaks_momentum(pushed):
    slide = np.maximum(np.arange(121) - 70, 0)[:, None] * np.array([0.008, 0.0, 0.0])
    doubt = _doubt(_edited(pushed, "book", lambda p: p.__iadd__(slide.astype(np.float32))))
    assert doubt is not None and doubt[1] == "book" and abs(doubt[0] - 71 * DT) < 0.2


def test_a_ball_that_bounces_higher_than_it_fell_gains_energy(pushed):
    def springy(track: np.ndarray) -> None:
        low = int(track[:60, 1].argmin())
        flight = np.arange(len(track) - low) * DT
        track[low:, 1] = np.maximum(track[low, 1] + 6.5 * flight - 9.81 / 2 * flight**2, 0.1)

    doubt = _doubt(_edited(pushed, "ball", springy))
    assert doubt is not None and doubt[1:] == ("ball", "energy")


@pytest.mark.parametrize("span", [("mug", 1.0, None), ("table", 0.5, 0.6)])
def test_what_vanishes_unbidden_is_missed(pushed, span):
    spoiled = replace(pushed, rollout=replace(pushed.rollout, hidden=(span,)))
    doubt = _doubt(spoiled)
    assert doubt is not None and doubt[1:] == (span[0], "permanence")
    assert doubt[0] == pytest.approx(span[1], abs=1.5 * DT)


def test_a_wall_that_moves_is_seen(pushed):
    doubt = _doubt(_edited(pushed, "floor", _from_frame(60, (0.0, 0.01, 0.0))))
    assert doubt is not None and doubt[1:] == ("floor", "permanence")


def test_swapped_colors_are_seen_and_a_change_of_light_is_not(pushed):
    rng = np.random.default_rng(1)
    own = rng.uniform(0.2, 0.8, size=(1, 6, 3))
    light = np.linspace(1.0, 0.6, 121)[:, None, None]
    colors = own * light + 0.02 * rng.normal(size=(121, 6, 3))
    lit = replace(pushed, rollout=replace(pushed.rollout, colors=colors))
    assert _doubt(lit) is None
    colors[70:, [2, 3]] = colors[70:, [3, 2]]
    doubt = _doubt(replace(pushed, rollout=replace(pushed.rollout, colors=colors)))
    assert doubt is not None and doubt[1] in ("mug", "book") and doubt[2] == "appearance"
    assert doubt[0] == pytest.approx(70 * DT, abs=0.1)


def test_paint_explains_a_new_color(pushed):
    colors = np.full((121, 6, 3), 0.5)
    colors[61:, 2] = (1.0, 0.0, 0.0)
    painted = replace(
        pushed.rollout,
        colors=colors,
        actions=(*pushed.rollout.actions, (1.0, Paint("mug", color=(1.0, 0.0, 0.0)))),
    )
    assert _doubt(replace(pushed, rollout=painted)) is None


@pytest.mark.parametrize("kind", list(MAGNITUDES))
def test_every_kind_of_fault_put_into_a_running_engine_is_found(furnished, kind):
    found = faulty(furnished, SEED, kind, MAGNITUDES[kind][1])
    assert found is not None
    scene, fault = found
    doubt = _doubt(scene)
    assert doubt is not None and -0.05 <= doubt[0] - fault.time < 1.0


# --------------------------------------------------------------- the record itself


def test_judging_in_pieces_is_judging_the_whole(pushed, monkeypatch):
    whole = judge(pushed)
    monkeypatch.setattr(trust_module, "_AT_ONCE", 40)
    pieces = judge(pushed)
    assert np.allclose(whole.scores, pieces.scores, atol=1e-6)


def test_trust_and_colors_come_back_to_the_bit(pushed):
    rollout = replace(pushed.rollout, colors=np.random.default_rng(0).uniform(size=(121, 6, 3)))
    scene = judged(replace(pushed, rollout=rollout))
    assert same(decode(encode(scene)), scene)


def test_a_broken_trust_in_a_file_is_refused(pushed):
    scene = judged(pushed)
    data = encode(scene)
    for word, other in ((b'"causes":[', b'"cauxes":['), (b'"scores":', b'"scoreZ":')):
        with pytest.raises(FormatError, match="broken"):
            decode(data.replace(word, other))


def test_trust_must_fit_its_rollout(pushed):
    trust = Trust(scores=np.ones(3), reasons=np.zeros(3, int), causes=(("", ""),), bands=np.zeros((3, 1)))
    with pytest.raises(ShapeError, match="score per frame"):
        replace(pushed.rollout, trust=trust)
    with pytest.raises(ShapeError, match="no cause"):
        replace(trust, causes=())
    with pytest.raises(ShapeError, match="colours"):
        replace(pushed.rollout, colors=np.zeros((3, 6, 3)))


def test_broken_rollouts_are_refused_by_name(pushed):
    rollout = pushed.rollout
    holes = rollout.positions.copy()
    holes[3, 0, 0] = np.nan
    for broken, words in (
        (replace(rollout, positions=holes), "not finite"),
        (replace(rollout, times=rollout.times[::-1].copy()), "do not increase"),
        (replace(rollout, colors=np.zeros((121, 2, 3))), "colour per object"),
    ):
        with pytest.raises(InputError, match=words):
            judge(replace(pushed, rollout=broken))
    with pytest.raises(InputError, match="no rollout"):
        judge(_desk())
    with pytest.raises(InputError, match="noise"):
        judge(pushed, noise=float("nan"))


def test_the_band_grows_with_the_way(pushed):
    bands = bands_of(pushed.rollout)
    assert (np.diff(bands, axis=0) >= -1e-9).all() and bands[0].max() <= BANDS[0] + 1e-9
    assert list(BANDS) == sorted(BANDS) and len(BANDS) == len(WAYS)


def test_the_band_of_errors_covers_nine_in_ten_of_others_like_them():
    rng = np.random.default_rng(0)

    def draw(count: int) -> Errors:
        ways = 10 ** rng.uniform(-3, 0.4, size=count)
        return Errors(ways=ways, errors=ways * rng.exponential(size=count))

    bands = quantiles(draw(20_000))
    assert coverage(draw(20_000), bands) == pytest.approx(0.9, abs=0.02)


def test_auroc_is_the_share_of_pairs_in_the_right_order():
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([0.1], [0.2, 0.05]) == 0.5


# ------------------------------------------------------------------------ the verb


def _two_in_each_other() -> Scene:
    """While somebody walks about, the engine drives them apart with energy that is not the walker's."""
    return Scene(
        objects=(
            _thing("floor", (10.0, 0.2, 10.0), (0.0, -0.1, 0.0)),
            _thing("crate", (0.5, 0.5, 0.5), (0.0, 0.25, 0.0), 5.0),
            _thing("box", (0.3, 0.3, 0.3), (0.0, 0.48, 0.0), 1.0),
        )
    )


def test_act_exits_with_3_when_trust_is_lost_and_writes_the_file(tmp_path):
    before, after = tmp_path / "before.glb", tmp_path / "after.glb"
    save(_two_in_each_other(), before)
    arguments = ["act", str(before), "walk back 1 m", "--seconds", "1", "-o", str(after)]
    result = subprocess.run([*MAIN, *arguments], capture_output=True, text=True, check=False)
    assert result.returncode == 3, result.stderr
    assert "trust is lost at 0." in result.stderr and "(" in result.stderr
    rollout = load(after).rollout
    assert rollout is not None and rollout.doubt is not None
    shown = subprocess.run([*MAIN, "inspect", str(after)], capture_output=True, text=True, check=True)
    assert "trust is lost at" in shown.stdout


def test_inspect_says_how_far_a_record_is_to_be_trusted(tmp_path, pushed):
    save(pushed, tmp_path / "r.glb")  # not judged yet
    shown = subprocess.run(
        [*MAIN, "inspect", str(tmp_path / "r.glb")], capture_output=True, text=True, check=True
    )
    assert "trust: lowest 0." in shown.stdout or "trust: lowest 1.00" in shown.stdout
