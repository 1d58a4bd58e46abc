"""What the README shows works as it stands there."""

import re
import runpy
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.partition("  #")[0].strip()
    for _, block in BLOCKS
    for line in block.splitlines()
    if line.startswith("spatialwm ")
]
PYTHON = [block for language, block in BLOCKS if language == "python"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, request):
    """A folder with the pictures and the splat file that the commands name."""
    pytest.importorskip("skimage")
    place = tmp_path_factory.mktemp("readme")
    runpy.run_path(str(ROOT / "examples" / "demo.py"))["photos"](place)
    splats = Path(__file__).parent / "golden" / "three.ply"
    shutil.copyfile(splats, place / "someone.ply")
    shutil.copyfile(ROOT / "examples" / "study.layout.json", place / "study.layout.json")
    return place


@pytest.mark.slow
def test_every_command_runs_in_order(folder):
    assert len(COMMANDS) > 8
    for command in COMMANDS:
        verb, *arguments = shlex.split(command)[1:]
        if verb == "view":  # serves until interrupted; the browser tests drive it
            continue
        result = subprocess.run(
            [sys.executable, "-c", "from spatialwm.cli import main; main()", verb, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"{command}\n{result.stderr}"
        for flag, path in pairwise(arguments):
            assert flag != "-o" or (folder / path).exists(), command


@pytest.mark.slow
def test_the_python_lines_run(folder):
    (code,) = PYTHON
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "mug" in result.stdout and (folder / "MyGame/Packages/room/package.json").exists()


def test_the_format_table_is_the_registry():
    from spatialwm_exporters.registry import markdown_table

    assert markdown_table().strip() in README


def test_every_picture_and_page_is_there():
    for path in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / path).exists(), path
