"""The matrix of targets and readers fills a cell only by a run, and sees what is mirrored or lost."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm_exporters import TARGETS, export, interop, interop_readers
from spatialwm_exporters.interop_facts import expected_facts, fact_rows
from spatialwm_exporters.interop_readers import READERS, missing_reason
from spatialwm_exporters.interop_scene import expected_points, marked_scene, mirrored, off


def cells_of(monkeypatch, tmp_path: Path, ways: dict[str, Any]) -> dict[Any, Any]:
    scene = marked_scene()
    names = {target for reader in ways.values() for target in reader}
    suffixes = {name: TARGETS[name].suffixes for name in names}
    places = {name: tmp_path / f"a{suffixes[name][0] if suffixes[name] else name}" for name in names}
    written: dict[str, Path | str] = {name: export(scene, place, to=name) for name, place in places.items()}
    monkeypatch.setattr(interop, "READERS", ways)
    return interop._cells(scene, written)


def test_what_is_here_reads_every_point_back(monkeypatch, tmp_path):
    ways = {
        "this library": {k: READERS["this library"][k] for k in ("gltf", "ply", "spz", "sog")},
        "trimesh": READERS["trimesh"],
        "MuJoCo": READERS["MuJoCo"],
    }
    for (target, reader), cell in cells_of(monkeypatch, tmp_path, ways).items():
        first, flipped, *facts = cell
        assert first.passed and flipped.value == 0, (target, reader, first)
        assert all(fact.passed for fact in facts), (target, reader)
        assert facts or reader == "trimesh"


def test_a_mirrored_a_moved_and_a_lost_thing_are_seen(monkeypatch, tmp_path):
    right = READERS["trimesh"]["gltf"]
    assert right is not None

    def flipped(path):
        return {name: points * [-1, 1, 1] for name, points in right(path).items()}

    def moved(path):
        return {name: points + 0.001 for name, points in right(path).items()}

    def lost(path):
        return {name: points for name, points in right(path).items() if name != "cube"}

    def fallen(path):
        raise ValueError("it fell over")

    for way in (flipped, moved, lost, fallen):
        cell = cells_of(monkeypatch, tmp_path, {"trimesh": {"gltf": way}})["gltf", "trimesh"]
        assert not cell[0].passed, way
        assert len(cell) < 2 or cell[1].value == (way is flipped)


def test_a_wrong_mass_a_lost_collider_and_another_colour_are_seen():
    told = expected_facts(marked_scene())
    assert [row.unit for row in fact_rows("a", told, told)] == ["kg off", "mm off", "code values off"]
    assert all(row.passed for row in fact_rows("a", told, told))
    colors = told["colors"].copy()
    colors[0, 4] += 3
    wrong = {"mass cube": np.array([2.6]), "boxes letter": told["boxes letter"][:3], "colors": colors}
    assert not any(row.passed for row in fact_rows("a", wrong, told))
    assert not fact_rows("a", {"colors": told["colors"][1:]}, told)[0].passed
    assert not fact_rows("a", {"mass letter": np.array([1.0])}, told)[0].passed


def test_what_is_not_installed_is_not_run_and_never_passed(monkeypatch, tmp_path):
    monkeypatch.delenv("SPATIALWM_PYTHON_BPY", raising=False)
    monkeypatch.setenv("SPATIALWM_NODE_MODULES", str(tmp_path / "none"))
    for reader in ("bpy", "Newton", "three", "Unity", "Unreal", "Godot"):
        assert missing_reason(reader)
    ways = {name: READERS[name] for name in ("bpy", "three", "Unity")}
    scene = marked_scene()
    monkeypatch.setattr(interop, "READERS", ways)
    written: dict[str, Path | str] = {target: tmp_path for reader in ways.values() for target in reader}
    cells = interop._cells(scene, written)
    assert cells and all(isinstance(cell, str) for cell in cells.values())
    lines = "\n".join(interop._matrix(cells, written))
    assert "ok" not in lines.split("\n", 2)[2].partition("not run:")[0] and "not run: bpy:" in lines


def test_every_reader_reads_known_targets():
    assert {target for ways in READERS.values() for target in ways} <= set(TARGETS)


def test_the_letter_has_no_mirror_image():
    points = expected_points(marked_scene())["letter"]
    assert not mirrored(points, points) and mirrored(points * [1, 1, -1], points)
    assert off(points[:-1], points) < 1e-9 or off(points[:-1], points) > 0.01
    assert off(np.zeros((0, 3)), points) == float("inf")


@pytest.mark.slow
def test_a_long_rollout_costs_little_and_is_exact():
    assert all(row.passed for row in interop._long_rows())


def test_things_come_to_rest_in_mujoco_where_they_do_here(tmp_path, monkeypatch):
    monkeypatch.delenv("SPATIALWM_PYTHON_NEWTON", raising=False)
    rows = interop._drop_rows(tmp_path)
    assert len(rows) == 2 + (interop_readers.web_missing() is None) and all(row.passed for row in rows)


def test_three_reads_all_of_it(monkeypatch, tmp_path):
    if missing_reason("three"):
        pytest.skip("the web app's packages are not installed (make page)")
    ways = {"three": interop_readers.READERS["three"], "gltf-validator": READERS["gltf-validator"]}
    cells = cells_of(monkeypatch, tmp_path, ways)
    assert all(row.passed for cell in cells.values() for row in cell if row.unit != "mirrored")
