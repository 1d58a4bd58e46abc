"""Folders of photos as people hand them over: each a good result, or one sentence and nothing written."""

import re
import sys

import numpy as np
import pytest

pytest.importorskip("pycolmap")

from spatialwm import cli
from spatialwm.bench.odd_captures import CASES
from spatialwm.lift.photos.intake import capture_from

GOOD = [
    pytest.param(name, marks=pytest.mark.slow if case.slow else ())
    for name, case in CASES.items()
    if case.placed
]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.placed])
def test_what_cannot_become_a_scene_gets_one_sentence_and_leaves_nothing(name, tmp_path, monkeypatch, capsys):
    case = CASES[name]
    (tmp_path / "photos").mkdir()
    (tmp_path / "out").mkdir()
    given = case.make(tmp_path / "photos")
    monkeypatch.setattr(
        sys, "argv", ["spatialwm", "create", str(given), "-o", str(tmp_path / "out/scene.glb")]
    )
    with pytest.raises(SystemExit) as left:
        cli.main()
    sentence = capsys.readouterr().err.splitlines()[-1]
    assert left.value.code == 2
    assert sentence.startswith("spatialwm: ") and re.search(case.says, sentence), sentence
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("name", GOOD)
def test_what_can_be_placed_is_placed_and_the_rest_is_named(name, tmp_path):
    case = CASES[name]
    (tmp_path / "photos").mkdir()
    capture = capture_from(case.make(tmp_path / "photos"), work=tmp_path / "work")
    notes = " ".join(capture.notes)
    assert len(capture) >= case.placed, notes
    assert re.search(case.says, notes), notes
    camera, picture = capture.cameras[0], capture.picture(0)
    assert picture.colors.shape == (camera.height, camera.width, 3)
    if name == "portrait by EXIF":
        assert (camera.width, camera.height) == (240, 320)
        assert camera.K[0, 0] == pytest.approx(320 / 2 / np.tan(0.5), rel=0.03)
    if name in ("masks", "PNG with alpha"):
        assert picture.alphas is not None
        hidden = picture.alphas[150, 160] if name == "masks" else picture.alphas[10, 10]
        assert hidden == 0 and picture.alphas[230, 10] == 255
