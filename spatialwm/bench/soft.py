"""``spatialwm bench soft``: squeezed columns against Hooke, dents against Hertz, volume, and speed.

Everything is measured through ``EnginePredictor``, as ``spatialwm act`` would compute it. Only the block
under the ball is stepped without it, on the same compiled model, because a known force must be set there.
"""

import time

import numpy as np

from spatialwm.bench.dents import hertz_rows
from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import DT, EnginePredictor, simulate
from spatialwm.scene import Body, Box, Joint, Push, Scene, SceneObject, State, Wait, deformation
from spatialwm.scene.elasticity import ELASTIC_MATERIALS, soft_body

__all__ = ["run", "volume"]

_SIDE = 0.2
"""Of the column, a cube [m]."""
_STRAINS = 0.005, 0.02
"""Between which the column's slope is measured; small, as Hooke's law is."""
_HEAVIEST = 1000.0
"""Of the plate [kg]: on steel and wood it squeezes less than ``_STRAINS``."""
_GRAVITY = 9.81


def run() -> Table:
    """All of it; about two minutes."""
    return Table(
        title="bench soft: a squeezed column, a ball on a block, and a cube pushed for 60 s",
        rows=(*_hooke_rows(), *hertz_rows(), *_long_rows(), *_rigid_rows()),
    )


# ---------------------------------------------------------------------------------------------- Hooke


def _hooke_rows() -> list[Row]:
    rows: list[Row] = []
    for name, material in ELASTIC_MATERIALS.items():
        spring = material.young * _SIDE  # E A / L of a cube
        masses = [min(strain * spring * _SIDE / _GRAVITY, _HEAVIEST) for strain in _STRAINS]
        masses[0] = min(masses[0], masses[1] / 4)
        sizes = [_squeezed(name, mass) for mass in masses]
        shorter, wider = np.subtract(sizes[0], sizes[1]) * (1, -1)
        slope = (masses[1] - masses[0]) * _GRAVITY / shorter
        off = 100 * abs(slope / spring - 1)
        bar = f"{slope:.4g} N/m, E A / L = {spring:.4g} N/m"
        rows.append(Row(name=f"{name}: slope off Hooke's", value=off, unit="%", at_most=10, note=bar))
        if material.young < 1e8:  # a micrometre of steel is below the plate's own contacts
            found = wider / shorter
            rows.append(
                Row(name=f"{name}: wider per shorter", value=found, note=f"Poisson {material.poisson}")
            )
    return rows


def _squeezed(material: str, mass: float) -> tuple[float, float]:
    """Height and width of the column under a plate, mean over the last half second [m]."""
    column = SceneObject(
        name="column",
        position=np.array([0, _SIDE / 2, 0]),
        body=soft_body(material, (_SIDE, _SIDE, _SIDE), friction=0.0),
    )
    plate = SceneObject(
        name="plate",
        position=np.array([0, _SIDE + 0.0102, 0]),
        body=Body(
            kind="articulated",
            mass=mass,
            friction=0.0,
            colliders=(Box(size=np.array([0.4, 0.02, 0.4])),),
            joint=Joint(kind="slide", parent=None, axis=np.array([0.0, 1, 0])),
        ),
    )
    states = _states(Scene(objects=(_floor(0.0), column, plate)), 150)[-30:]
    corners = np.array([s.nodes for s in states]).reshape(-1, 2, 2, 2, 3)
    height = (corners[:, :, 1, :, 1] - corners[:, :, 0, :, 1]).mean()
    width = (corners[:, 1, :, :, 0] - corners[:, 0, :, :, 0]).mean()
    return float(np.asarray(height)), float(np.asarray(width))


def _floor(friction: float = 0.6) -> SceneObject:
    box = Box(size=np.array([10.0, 0.1, 10]))
    body = Body(friction=friction, colliders=(box,))
    return SceneObject(name="floor", position=np.array([0, -0.05, 0]), body=body)


def _states(scene: Scene, frames: int) -> list[State]:
    predictor = EnginePredictor(scene)
    states = [predictor.initial()]
    for _ in range(frames):
        states.append(predictor.step(states[-1], Wait()))
    return states


# ------------------------------------------------------------------------------------- volume and speed


def volume(body: Body, nodes: np.ndarray) -> float:
    """Of a deformed one-cell cage [m^3]: det F at 2 x 2 x 2 Gauss points, which is exact."""
    box = body.colliders[0]
    assert isinstance(box, Box)
    points = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) / np.sqrt(12)
    _, gradients = deformation(points * box.size + box.position, body, nodes)
    return float(np.linalg.det(gradients).mean() * np.prod(box.size))


def _long_rows() -> list[Row]:
    rows: list[Row] = []
    for name in ("rubber", "foam", "cushion"):
        thing = SceneObject(
            name="cube", position=np.array([0, 0.15, 0]), body=soft_body(name, (0.3, 0.3, 0.3))
        )
        drift, speed, busy = _sixty_seconds(thing)
        rows.append(Row(name=f"{name}: volume drift over 60 s", value=drift, unit="%", at_most=2))
        rows.append(
            Row(
                name=f"{name}: speed, pushed every 5 s",
                value=speed,
                unit="x real time",
                at_least=20,
                note=f"{busy:.1f} x while it moves",
            )
        )
    return rows


def _sixty_seconds(thing: SceneObject) -> tuple[float, float, float]:
    """Largest volume drift at rest [%], and speed over all and while it moves, in processor time."""
    predictor = EnginePredictor(Scene(objects=(_floor(), thing)))
    state = predictor.initial()
    volumes: list[float] = []
    spent, moving, moved = 0.0, 0.0, 0
    for frame in range(3600):
        pushed = frame % 300 == 60
        push = Push("cube", impulse=(0.3 * thing.body.mass, 0.0, 0.2 * thing.body.mass))
        began = time.process_time()
        following = predictor.step(state, push if pushed else Wait())
        took = time.process_time() - began
        spent += took
        if following.engine is not state.engine:
            moving, moved = moving + took, moved + 1
        state = following
        if frame % 300 in (59, 299):
            volumes.append(volume(thing.body, state.nodes))
    drift = 100 * max(abs(v / volumes[0] - 1) for v in volumes)
    return drift, 3600 * DT / spent, moved * DT / max(moving, 1e-9)


# ----------------------------------------------------------------------------------------------- rigid


def _rigid_rows() -> list[Row]:
    """What the integrator of soft scenes does to rigid things: two boxes that land, slide and stop."""
    body = Body(kind="dynamic", mass=1.5, friction=0.5, colliders=(Box(size=np.full(3, 0.2)),))
    boxes = [
        SceneObject(name=f"box{k}", position=np.array([0.0, 0.11 + 0.21 * k, 0.0]), body=body)
        for k in range(2)
    ]
    sliding = SceneObject(name="sliding", position=np.array([2.0, 0.1, 0.0]), body=body)
    far = SceneObject(name="far", position=np.array([-3.0, 0.15, 0]), body=soft_body("foam", (0.3, 0.3, 0.3)))
    hit = [(0.5, Push("sliding", impulse=(3.0, 0.0, 0.0)))]
    plain = simulate(Scene(objects=(_floor(), *boxes, sliding)), hit, seconds=2.0)
    mixed = simulate(Scene(objects=(_floor(), *boxes, sliding, far)), hit, seconds=2.0)
    gap = max(
        float(np.linalg.norm(plain[n].position - mixed[n].position)) for n in ("box0", "box1", "sliding")
    )
    way = float(mixed["sliding"].position[0]) - 2.0
    true = 2.0**2 / (2 * 0.6 * _GRAVITY)
    return [
        Row(name="rigid things beside a soft one: end apart by", value=1000 * gap, unit="mm", at_most=10),
        Row(
            name="slid from 2 m/s, off v^2 / (2 mu g)",
            value=100 * abs(way / true - 1),
            unit="%",
            at_most=5,
            note=f"{way:.3f} m",
        ),
    ]
