"""``spatialwm bench interop``: every target, read by every reader that is installed, and compared.

A cell is only ever filled by a run of that reader on a file just written. What is not installed is said to be
not run. Beside the matrix: what a long rollout costs in a GLB, and where things come to rest elsewhere.
"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import simulate
from spatialwm.dynamics.library import load_mujoco
from spatialwm.errors import SpatialwmError
from spatialwm.frames import USD_Z_UP, points_from
from spatialwm.io import glb
from spatialwm.scene import Scene, at_time
from spatialwm_exporters import export
from spatialwm_exporters.interop_facts import expected_facts, fact_rows, is_fact
from spatialwm_exporters.interop_page import page_missing, page_rows
from spatialwm_exporters.interop_readers import (
    READERS,
    blender_rest,
    missing_reason,
    newton_rest,
    web_missing,
    web_rest,
)
from spatialwm_exporters.interop_scene import (
    dropped_scene,
    expected_points,
    long_pose,
    long_scene,
    marked_scene,
    mirrored,
    off,
)
from spatialwm_exporters.registry import TARGETS

__all__ = ["run"]

_EXACT = 0.01
"""Float32 numbers of a scene three metres wide, through one or two products [mm]."""
_QUANTUM = {"spz": 0.25, "compressed-ply": 4.0, "sog": 1.0}
"""Of formats that round positions, on the marked scene, which is three metres wide [mm]."""
_ROUNDING = {"Godot 3": 6.0}
"""Of readers that sample motion anew: 15 times a second leaves 5.45 mm of a free fall between [mm]."""
_SECONDS = 3.0
_SPLATS, _FRAMES = 200_000, 601


def run() -> Table:
    """Write, read and compare everything; under a minute without Newton and bpy."""
    scene = marked_scene()
    with tempfile.TemporaryDirectory() as name:
        written = _written(scene, Path(name))
        cells = _cells(scene, written)
        rows = [row for cell in cells.values() if isinstance(cell, tuple) for row in cell]
        mirror_rows = [row for row in rows if row.unit == "mirrored"]
        shown = [row for row in rows if row.unit != "mirrored"]
        mirror_row = Row(name="mirrored", value=float(sum(r.value for r in mirror_rows)), at_most=0.0,
                         note=f"of {len(mirror_rows)} cells")  # fmt: skip
        done = page_rows() if page_missing() is None else []
        table = [*shown, mirror_row, *_long_rows(), *_drop_rows(Path(name)), *done]
    return Table(
        title="bench interop: target read by reader, furthest point off",
        rows=tuple(table),
        lines=(*_matrix(cells, written), *_not_dropped()),
    )


def _written(scene: Scene, folder: Path) -> dict[str, Path | str]:
    """Every target's path, or why it could not be written."""
    made: dict[str, Path | str] = {}
    for name, target in TARGETS.items():
        place = folder / f"marked_{name}{target.suffixes[0] if target.suffixes else ''}"
        try:
            made[name] = export(scene, place, to=name)
        except SpatialwmError as error:
            made[name] = str(error)
    return made


Cell = tuple[Row, ...] | str


def _cells(scene: Scene, written: dict[str, Path | str]) -> dict[tuple[str, str], Cell]:
    """(target, reader) -> its rows, or why it was not run."""
    expected = expected_points(scene) | expected_facts(scene)
    cells: dict[tuple[str, str], Cell] = {}
    for reader, ways in READERS.items():
        reason = missing_reason(reader)
        for target, way in ways.items():
            place = written[target]
            if isinstance(place, str):
                cells[target, reader] = place
            elif reason is not None or way is None:
                cells[target, reader] = reason or "no editor runs here"
            else:
                began = time.perf_counter()
                try:
                    found = way(place)
                except Exception as error:  # a reader that falls over is a result, whatever it raises
                    cells[target, reader] = (_row(target, reader, float("inf"), f"{error}"[:160]),)
                else:
                    cells[target, reader] = _compared(target, reader, found, expected, began)
    return cells


def _row(target: str, reader: str, value: float, note: str) -> Row:
    bar = max(_QUANTUM.get(target, _EXACT), _ROUNDING.get(reader, 0.0))
    return Row(name=f"{target} read by {reader}", value=value, unit="mm", at_most=bar, note=note)


def _compared(
    target: str, reader: str, found: dict[str, np.ndarray], expected: dict[str, np.ndarray], began: float
) -> tuple[Row, ...]:
    label = f"{target} read by {reader}"
    if reader in ("gltf-validator", "asset-validator"):  # they look at the file, not at points
        return (Row(name=label, value=0.0, unit="errors", at_most=0.0),)
    facts = fact_rows(label, {n: v for n, v in found.items() if is_fact(n)}, expected)
    if facts and all(is_fact(name) for name in found):
        return tuple(facts)
    known = [name for name in found if name in expected and not is_fact(name)]
    solid = {name.partition("@")[0] for name in known} - {"splats"}
    if not known or (solid and solid != {"letter", "cube"}):
        return (_row(target, reader, float("inf"), f"it found only {', '.join(sorted(found)) or 'nothing'}"),)
    worst = max(off(found[name], expected[name]) for name in known)
    times = sum("@" in name for name in known)
    parts = [f"{len(solid)} meshes" if solid else "", "splats" if "splats" in known else ""]
    parts += [f"{times // 2} times" if times else "", f"{time.perf_counter() - began:.1f} s"]
    letter = next((name for name in known if name.startswith("letter")), "splats")
    flipped = Row(name="", value=float(mirrored(found[letter], expected[letter])), unit="mirrored")
    return _row(target, reader, 1000 * worst, ", ".join(filter(None, parts))), flipped, *facts


def _matrix(cells: dict[tuple[str, str], Cell], written: dict[str, Path | str]) -> tuple[str, ...]:
    """Targets down, readers across."""
    readers = list(READERS)
    width = max(map(len, written)) + 2
    lines = ["", "".ljust(width) + "  ".join(readers)]
    reasons: dict[str, str] = {}
    for target in written:
        words: list[str] = []
        for reader in readers:
            cell = cells.get((target, reader), "")
            if isinstance(cell, tuple):
                word = "ok" if all(row.passed for row in cell) else "MISSED"
            else:
                word = "not run" if cell else "-"
                reasons |= {reader: cell} if cell else {}
            words.append(word.ljust(len(reader)))
        lines.append(target.ljust(width) + "  ".join(words).rstrip())
    return (*lines, *(f"not run: {reader}: {why}" for reader, why in reasons.items()))


def _long_rows() -> list[Row]:
    """Ten seconds at 60 Hz of ten things in a GLB, against the same without a rollout."""
    scene = long_scene(_SPLATS, _FRAMES)
    moving = glb.encode(scene)
    still = glb.encode(replace(scene, rollout=None))
    back = glb.decode(moving)
    worst = 0.0
    for moment in np.random.default_rng(2).uniform(0, (_FRAMES - 1) / 60, 100):  # mostly between frames
        then = at_time(back, float(moment))
        for k in range(10):
            place, _ = long_pose(k, np.array([moment]))
            worst = max(worst, float(np.linalg.norm(then[f"thing_{k}"].position - place[0])))
    size = Row(
        name="10 s of 10 things: GLB against a still one",
        value=len(moving) / len(still),
        at_most=1.2,
        note=f"{len(moving) / 1e6:.1f} MB, {scene.splat_count:,} splats",
    )
    pose = Row(name="10 s of 10 things: pose off", value=1000 * worst, unit="mm", at_most=0.5,
               note="at 100 moments")  # fmt: skip
    return [size, pose]


def _not_dropped() -> tuple[str, ...]:
    reasons = {
        "usd dropped in Newton": missing_reason("Newton") or missing_reason("usd-core"),
        "live page's own MuJoCo (WASM)": web_missing(),
        "what is done in the live page": page_missing(),
        "blender dropped in Blender": missing_reason("bpy"),
    }
    return tuple(f"not run: {name}: {why}" for name, why in reasons.items() if why)


def _drop_rows(folder: Path) -> list[Row]:
    """Where things are after three seconds, in other engines and here."""
    scene = dropped_scene()
    ours = simulate(scene, [], seconds=_SECONDS)
    rows = [
        _rest_row(
            f"{target} dropped in MuJoCo",
            ours,
            _mujoco_rest(export(scene, folder / f"d_{target}", to=target)),
        )
        for target in ("mjcf", "urdf")
    ]
    if web_missing() is None:
        rows.append(_rest_row("live page's own MuJoCo (WASM)", ours, web_rest(scene, _SECONDS)))
    names = [thing.name for thing in scene.objects[1:]]
    if missing_reason("bpy") is None:
        rows += _blender_rows(
            ours, blender_rest(export(scene, folder / "d_bpy", to="blender"), names, _SECONDS)
        )
    if missing_reason("Newton") is None and missing_reason("usd-core") is None:
        usd = export(scene, folder / "d_usd", to="usd")
        rows.append(_rest_row("usd dropped in Newton", ours, newton_rest(usd, names, _SECONDS)))
    return rows


def _blender_rows(ours: Scene, places: dict[str, np.ndarray]) -> list[Row]:
    """Heights have a bar. Its contacts send what lands flat on few corners sideways: that is told."""
    heights = {name: abs(float(place[1] - ours[name].position[1])) for name, place in places.items()}
    worst = max(heights, key=lambda name: heights[name])
    told = _rest_row("blender dropped in Blender", ours, places)
    return [
        Row(name="blender dropped in Blender: height", value=100 * heights[worst], unit="cm", at_most=2.0,
            note=f"'{worst}', worst of {len(places)}"),
        replace(told, at_most=None),
    ]  # fmt: skip


def _rest_row(name: str, ours: Scene, places: dict[str, np.ndarray]) -> Row:
    apart = {thing: float(np.linalg.norm(place - ours[thing].position)) for thing, place in places.items()}
    worst = max(apart, key=lambda thing: apart[thing])
    return Row(
        name=name, value=100 * apart[worst], unit="cm", at_most=2.0, note=f"'{worst}', worst of {len(apart)}"
    )


def _mujoco_rest(folder: Path) -> dict[str, np.ndarray]:
    mujoco = load_mujoco()
    (path,) = [p for p in folder.iterdir() if p.suffix in (".xml", ".urdf")]
    model = mujoco.MjModel.from_xml_path(str(path))
    data = mujoco.MjData(model)
    while data.time < _SECONDS:
        mujoco.mj_step(model, data)
    bodies = {model.body(b).name: data.xpos[b] for b in range(model.nbody) if model.body_dofnum[b]}
    return {name: points_from(USD_Z_UP, place.copy()) for name, place in bodies.items()}
