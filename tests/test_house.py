"""The house rules that a machine can check."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("spatialwm", "exporters/spatialwm_exporters", "viewer/spatialwm_viewer", "integrations")
    for path in (ROOT / folder).rglob("*.py")
)

BASE_ONLY = """
import importlib.abc, sys
class Door(importlib.abc.MetaPathFinder):
    banned = {"numba", "scipy", "cv2", "skimage", "torch", "fastapi", "uvicorn", "pycolmap", "networkx"}
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.banned:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name.partition(".")[0])
sys.meta_path.insert(0, Door())
"""


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_short(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "kernels" not in path.name:
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_machine_path_and_no_unfinished_mark(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|work|root|tmp)/\w|TODO|FIXME|NotImplementedError", text)


@pytest.mark.parametrize("module", ["spatialwm", "spatialwm.scene", "spatialwm.io", "spatialwm.render"])
def test_every_listed_name_is_there(module):
    found = importlib.import_module(module)
    assert sorted(found.__all__) == list(found.__all__)
    assert all(hasattr(found, name) for name in found.__all__)


def test_import_is_light():
    heavy = "{'mujoco', 'numba', 'trimesh', 'PIL', 'scipy', 'torch', 'fastapi'}"
    code = f"import sys, spatialwm, spatialwm.cli; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_base_install_creates_acts_inspects_and_exports(tmp_path):
    code = f"""
import spatialwm
scene = spatialwm.create("a red mug on a table", seed=1)
after = spatialwm.act(scene, "push the mug off the table", seconds=2)
spatialwm.save(after, {str(tmp_path / "after.glb")!r})
assert spatialwm.load({str(tmp_path / "after.glb")!r}).rollout
for target in ("gltf", "ply", "spz", "splat", "unity", "unreal"):
    suffix = {{"gltf": ".glb", "unity": "", "unreal": ""}}.get(target, "." + target)
    spatialwm.export(after, {str(tmp_path)!r} + "/out_" + target + suffix, to=target)
print(after["mug"].name)
"""
    result = subprocess.run(
        [sys.executable, "-c", BASE_ONLY + code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "mug"


def test_a_missing_extra_says_what_to_install():
    code = "from spatialwm.optional import require\nrequire('cv2', extra='photos')"
    result = subprocess.run(
        [sys.executable, "-c", BASE_ONLY + code], capture_output=True, text=True, check=False
    )
    assert "pip install 'spatialwm[photos]'" in result.stderr


def test_versions_agree():
    import tomllib

    import spatialwm

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == spatialwm.__version__
