"""Manifests: hashes that notice a changed byte, and licences that do not get lost on the way."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from spatialwm import cli
from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io import save
from spatialwm.scene import Provenance, Scene
from spatialwm_exporters import TARGETS, export, verify
from spatialwm_exporters.licences import ALLOWED_NOTE, is_research_only
from tests.chirality import chirality_scene

NC = "CC BY-NC 4.0"


def licensed(license: str) -> Scene:
    """The chirality scene with one object of somebody else's, under that licence."""
    scene = chirality_scene()
    origin = Provenance(method="asset", source="a library's cube", license=license, author="Ada")
    letter, cube, arrow = scene.objects
    return replace(scene, objects=(letter, replace(cube, provenance=origin), arrow))


@pytest.mark.parametrize("target", ["unity", "mjcf", "blender"])
def test_a_folder_is_intact_until_a_byte_changes(tmp_path, target):
    folder = export(licensed("CC BY 4.0"), tmp_path / "room", to=target)
    found = verify(folder)
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert found.intact and {*found.same, ".spatialwm-export"} == files and "CREDITS.txt" in found.same
    victim = next(p for p in folder.rglob("*.*") if p.suffix in (".glb", ".xml"))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    (folder / "mine.txt").write_text("added", encoding="utf-8")
    found = verify(folder)
    assert not found.intact and found.changed == (victim.relative_to(folder).as_posix(),)
    assert found.added == ("mine.txt",) and not found.missing
    victim.unlink()
    assert verify(folder).missing == found.changed


def test_a_file_is_intact_until_a_byte_changes(tmp_path):
    path = export(chirality_scene(), tmp_path / "room.spz")
    assert verify(path).same == ("room.spz",) and verify(path).target == "spz"
    path.write_bytes(path.read_bytes()[:-1])
    assert verify(path).changed == ("room.spz",)
    path.rename(tmp_path / "other.spz")
    with pytest.raises(MissingFileError, match=r"room\.spz"):
        verify(path)
    with pytest.raises(MissingFileError, match="no manifest"):
        verify(tmp_path / "other.spz")
    (tmp_path / "room.spz.provenance.json").rename(tmp_path / "other.spz.provenance.json")
    with pytest.raises(InputError, match="another file"):
        verify(tmp_path / "other.spz")


@pytest.mark.parametrize(
    "text",
    [
        "", "[", "[" * 100_000, "{}", "[1]",
        '{"format": "spatialwm-export", "version": 2, "target": "a", "sha256": {}}',
        '{"format": "spatialwm-export", "version": 1, "target": 3, "sha256": {}}',
        '{"format": "spatialwm-export", "version": 1, "target": "a", "sha256": {"../secret": "00"}}',
        '{"format": "spatialwm-export", "version": 1, "target": "a", "sha256": {"/etc/passwd": "00"}}',
        '{"format": "spatialwm-export", "version": 1, "target": "a", "sha256": {"a": 1}}',
    ],
)  # fmt: skip
def test_a_broken_or_hostile_manifest_is_one_sentence(tmp_path, text):
    (tmp_path / ".spatialwm-export").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError):
        verify(tmp_path)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    folder = export(chirality_scene(), tmp_path / "room", to="blender")
    secret = tmp_path / "scene.glb"
    (folder / "scene.glb").rename(secret)
    (folder / "scene.glb").symlink_to(secret)
    assert verify(folder).missing == ("scene.glb",)


def test_provenance_and_licences_travel_in_every_manifest(tmp_path):
    scene = replace(
        licensed(NC), provenance=Provenance(method="classical", source="me.jpg", license="CC0-1.0")
    )
    path = export(scene, tmp_path / "room.ply")
    manifest = json.loads((tmp_path / "room.ply.provenance.json").read_text("utf-8"))
    assert manifest["provenance"]["license"] == "CC0-1.0" and manifest["objects"][0]["author"] == "Ada"
    assert len(manifest["research_only"]) == 1 and NC in manifest["research_only"][0]
    assert path.exists()  # a splat file is no engine


def test_engines_refuse_what_is_for_research_only_unless_told(tmp_path):
    shipped = {name for name, target in TARGETS.items() if target.shipped}
    assert shipped == {"unity", "unreal", "godot"}
    for target in sorted(shipped):
        with pytest.raises(InputError, match=rf"'cube' from .* is under '{NC}'.*--allow-research-only"):
            export(licensed(NC), tmp_path / "room", to=target)
        assert not list(tmp_path.iterdir())
        export(licensed("CC BY 4.0"), tmp_path / target, to=target)
        (tmp_path / target).rename(tmp_path.parent / f"{tmp_path.name}_{target}")
    folder = export(licensed(NC), tmp_path / "room", to="godot", allow_research_only=True)
    manifest = json.loads((folder / ".spatialwm-export").read_text("utf-8"))
    assert manifest["allowed_research_only"] is True and ALLOWED_NOTE in manifest["provenance"]["notes"]
    assert ALLOWED_NOTE in json.loads((folder / "physics.json").read_text("utf-8"))["provenance"]["notes"]


def test_a_scene_lifted_from_research_data_is_refused_too(tmp_path):
    scene = replace(chirality_scene(), provenance=Provenance(license="research use only"))
    with pytest.raises(InputError, match="the scene is under 'research use only'"):
        export(scene, tmp_path / "room", to="unity")


def test_which_licences_forbid_selling():
    forbidden = [
        "CC-BY-NC-SA-4.0", "CC BY-NC 4.0", "Non-Commercial", "noncommercial use only",
        "for research purposes",
        "Gaussian-Splatting License (Inria and MPII)", "Not for commercial use", "academic use only",
    ]  # fmt: skip
    allowed = [
        "", "CC0-1.0 (made by spatialwm)", "CC BY 4.0", "MIT", "Apache-2.0", "CC BY-SA 4.0", "Royalty Free",
        "free for commercial and non-commercial use", "Public domain", "CC-BY-ND", "sync licence",
    ]  # fmt: skip
    assert [text for text in forbidden if not is_research_only(text)] == []
    assert [text for text in allowed if is_research_only(text)] == []


def run(monkeypatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["spatialwm", *arguments])
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_the_command_line_says_it_with_its_exit_code(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    save(licensed(NC), tmp_path / "a.glb")
    assert run(monkeypatch, "export", "a.glb", "--to", "unity", "-o", "game") == 2
    assert "may not be shipped" in capsys.readouterr().err and not (tmp_path / "game").exists()
    assert run(monkeypatch, "export", "a.glb", "--to", "unity", "-o", "game", "--allow-research-only") == 0
    assert run(monkeypatch, "verify", "game") == 0 and "intact" in capsys.readouterr().out
    (tmp_path / "game" / "package.json").unlink()
    assert run(monkeypatch, "verify", "game") == 1 and "missing: package.json" in capsys.readouterr().out
    assert run(monkeypatch, "verify", "a.glb") == 2


def test_the_help_shows_every_target():
    command = [sys.executable, "-c", "from spatialwm.cli import main; main()", "export", "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert all(f"{name}: a " in shown for name in TARGETS)
