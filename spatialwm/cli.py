"""``spatialwm <verb>``: the roof. Each verb loads, calls one function, writes, and says where."""

import json
import os
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import tyro
from tyro.conf import Positional, arg

from spatialwm.commands.acting import act
from spatialwm.commands.assets import assets
from spatialwm.commands.bench import bench
from spatialwm.commands.console import (
    Output,
    check_scene_path,
    doubt_said,
    metres,
    parse_size,
    progress,
    table,
)
from spatialwm.commands.converting import convert, doctor
from spatialwm.commands.datasets import dataset
from spatialwm.commands.exporting import export, verify
from spatialwm.commands.futures import diff, fork, why
from spatialwm.commands.planning import identify, plan
from spatialwm.commands.training import train
from spatialwm.errors import SpatialwmError

if TYPE_CHECKING:
    from spatialwm.scene import Scene


def create(
    source: Positional[tuple[str, ...]],
    /,
    out: Output = Path("scene.glb"),
    stereo: bool = False,
    calibration: Path | None = None,
    as_: Annotated[Literal["auto", "mesh"], arg(name="as")] = "auto",
    budget: Literal["60s", "5min", "quality"] = "5min",
    scale: str | None = None,
    seed: int = 0,
    size: str | None = None,
    style: str | None = None,
    bare: bool = False,
    variations: int = 1,
    planner: str | None = None,
    model: str | None = None,
    assets: str = "none",
) -> None:
    """Make a scene: of words, coarse boxes, photos, a stereo pair, or a file of splats or a mesh.

    Args:
        source: One text in quotes, or one file or folder: a photo, a folder of photos, a video, a
            transforms.json, a COLMAP model, splats, a splatfacto run, a mesh; with --stereo the left and
            the right picture; or coarse boxes (layout.json, or a .glb of named boxes) and a text.
        out: Scene to write (.glb).
        stereo: The sources are a rectified stereo pair.
        calibration: Middlebury calib.txt; by default the one beside the left picture.
        as_: 'mesh' reads a .ply as triangles instead of splats.
        budget: CPU time for a folder of photos or a video; a killed run goes on when started again.
        scale: Known size in a capture: 'eye=1.6m', 'marker=15cm', 'IMG_1.jpg:120,340-120,800=2.0m', a factor.
        seed: The same seed gives the same scene, to the byte.
        size: Width and depth of a place made of words, in metres: 6x4.
        style: Of a place made of words: scandinavian, victorian, industrial ...
        bare: Only what was asked for: no rug, books or pictures besides.
        variations: How many scenes to make, each of the next seed: scene_1.glb, scene_2.glb ...
        planner: Address of an OpenAI-compatible server that reads the text instead of the built-in grammar:
            http://localhost:11434/v1. The key, where one is needed, is in OPENAI_API_KEY.
        model: The model's name on that server.
        assets: Whose models stand for things made of words: 'none', 'auto' for all libraries that
            'spatialwm assets list' shows, or a library's path.
    """
    from spatialwm import verbs
    from spatialwm.io import save

    check_scene_path(out)
    work = out.with_suffix(".work")
    for k in range(variations):
        target = out if variations == 1 else out.with_stem(f"{out.stem}_{k + 1}")
        with progress(f"creating {target.name}") as say, _kept_only_for_resuming(work):
            if planner is not None:
                scene = _planned(source, planner, model, seed + k, assets)
            else:
                scene = verbs.create(*source, stereo=stereo, calibration=calibration, kind=as_, budget=budget,
                                     scale=scale, work=work, seed=seed + k, size=parse_size(size),
                                     style=style, bare=bare, assets=assets, progress=say)  # fmt: skip
            save(scene, target)
        shutil.rmtree(work, ignore_errors=True)
        for note in scene.provenance.notes:
            print(f"note: {note}")
        print(f"wrote {target}: {len(scene.objects)} objects, {scene.splat_count:,} splats")


def _planned(source: tuple[str, ...], planner: str, model: str | None, seed: int, assets: str) -> "Scene":
    from spatialwm.lift.text.assets.shelf import shelf_of
    from spatialwm.lift.text.planner import scene_from_planner

    shelf = shelf_of(assets)
    return scene_from_planner(" ".join(source), base_url=planner, model=model, seed=seed, assets=shelf)


def inspect(
    scene: Positional[Path], /, json_: Annotated[bool, arg(name="json")] = False, report: bool = False
) -> None:
    """Say what is in a scene: objects, sizes, masses, where it came from, and what is wrong with it.

    Args:
        scene: Scene, or any file 'create' takes.
        json_: Print data instead of a table.
        report: Say of a scene made of words which relations were asked for, and which hold.
    """
    from spatialwm.io import load
    from spatialwm.objects.inspection import inspect_scene, report_to_json

    loaded = load(scene)
    if report:
        from spatialwm.lift.text.fulfilment import fulfilment

        table(
            f"{scene}",
            ["asked", "holds"],
            [[said, "yes" if held else "NO"] for said, held in fulfilment(loaded)],
        )
        for note in loaded.provenance.notes:
            print(f"note: {note}")
        return
    found = inspect_scene(loaded)
    if json_:
        print(json.dumps(report_to_json(found), indent=2, ensure_ascii=False))
        return
    rows = [
        [
            o.name,
            o.category,
            o.material,
            o.kind,
            f"{o.mass:.2f}" if o.mass else "",
            metres(o.size),
            f"{o.bottom:.3f}",
            f"{o.moved:.3f}" if o.moved else "",
            f"{o.splats:,}",
            f"{o.triangles:,}",
        ]
        for o in found.objects
    ]
    heads = ["object", "category", "material", "body", "kg", "size [m]", "bottom [m]", "moved [m]"]
    table(f"{scene}", [*heads, "splats", "triangles"], rows)
    source = found.provenance
    print(f"made: {source.method} from '{source.source}' {source.license}".rstrip())
    if found.seconds:
        print(f"rollout: {found.seconds:.2f} s, {found.actions} action(s), state {found.state_hash[:16]}")
        print(_trust_said(loaded))
    for line in (*source.notes, *found.problems):
        print(f"note: {line}")


def _trust_said(scene: "Scene") -> str:
    """Of a rollout: how far to trust it; one that nobody judged yet is judged."""
    from spatialwm.dynamics import judged

    trusted = scene.rollout
    if trusted is None or trusted.trust is None:
        try:
            trusted = judged(scene).rollout
        except SpatialwmError as error:
            return f"trust: cannot be judged: {error}"
    assert trusted is not None and trusted.trust is not None
    if trusted.doubt is not None:
        return doubt_said(trusted.doubt)
    worst = int(trusted.trust.scores.argmin())
    name, law = trusted.trust.causes[int(trusted.trust.reasons[worst])]
    where = f" at {float(trusted.times[worst]):.2f} s, of {law} of '{name}'" if law else ""
    return f"trust: lowest {float(trusted.trust.scores[worst]):.2f}{where}"


def edit(
    scene: Positional[Path], text: Positional[str], /, out: Output = Path("edited.glb"), seed: int = 0
) -> None:
    """Change a scene by sentence: add, move, remove, replace, paint, resize, turn. The rest stays as it is.

    Args:
        scene: Scene to change.
        text: What to change: "add three books on the shelf, make the sofa dark green".
        out: Scene to write (.glb).
        seed: Of new things and places.
    """
    from spatialwm.io import load, save
    from spatialwm.lift.text.changing import edited_by_text

    check_scene_path(out)
    with progress("editing"):
        before = load(scene)
        after = edited_by_text(before, text, seed=seed)
        save(after, out)
    for note in after.provenance.notes[len(before.provenance.notes) : -1]:
        print(f"note: {note}")
    print(f"wrote {out}: {len(after.objects)} objects, {after.splat_count:,} splats")


def replay(scene: Positional[Path], /, predictor: str | None = None) -> None:
    """Compute a rollout again from its actions; exit with 1 and say where when it differs.

    Args:
        scene: Scene with a rollout.
        predictor: Folder of the model that made it, when that is not the shipped one.
    """
    from spatialwm import verbs
    from spatialwm.io import load

    with progress("replaying"):
        result = verbs.replay(load(scene), predictor=predictor)
    if result.same:
        print(f"same: state {result.state_hash}")
        return
    if result.first_difference is None:
        print(f"different: the tracks agree, the last state does not: {result.state_hash}")
    else:
        time, name = result.first_difference
        print(f"different: first at {time:.3f} s, object '{name}'")
    sys.exit(1)


def render(
    scene: Positional[Path],
    /,
    out: Output = Path("picture.png"),
    story: bool = False,
    path: Literal["orbit", "sway"] = "orbit",
    camera: str | None = None,
    time: float | None = None,
    what: Annotated[Literal["color", "depth", "ids", "normals", "flow"], arg(aliases=["--pass"])] = "color",
    size: tuple[int, int] = (960, 640),
    seconds: float = 4.0,
) -> None:
    """Draw a scene: one picture (.png), its story as a contact sheet, or a film (.mp4, .webm, a folder).

    Args:
        scene: Scene to draw.
        out: Picture or film to write; a name without a suffix is a folder of numbered pictures.
        story: Before, during and after, from the first two cameras.
        path: Of a film: a full circle, or to one side and the other.
        camera: Name of the scene's camera; the first by default. Of a film also: 'agent', through the eyes of
            who acted, or 'follow', from behind.
        time: Moment of the rollout [s]; now by default.
        what: Colours, depth (nearer is brighter), one colour per object, normals, or flow until a film's next
            picture (hue is its direction, white stands still).
        size: Width and height [px].
        seconds: Length of a film.
    """
    from spatialwm import verbs
    from spatialwm.io import load
    from spatialwm.io.films import is_film
    from spatialwm.io.images import write_png

    with progress(f"rendering {out.name}"):
        loaded = load(scene)
        if is_film(out):
            verbs.film(loaded, out, along=path, camera=camera, what=what, size=size, seconds=seconds)
        elif story:
            write_png(verbs.story(loaded, size=size), out)
        else:
            write_png(verbs.picture(loaded, camera=camera, time=time, what=what, size=size), out)
    print(f"wrote {out}")


def mesh(scene: Positional[Path], /, out: Output = Path("mesh.glb")) -> None:
    """Turn splats into triangles: a scene of meshes only.

    Args:
        scene: Scene to mesh.
        out: Scene to write (.glb).
    """
    from spatialwm import verbs
    from spatialwm.io import load, save

    check_scene_path(out)
    with progress(f"meshing {out.name}"):
        meshed = verbs.mesh(load(scene))
        save(meshed, out)
    triangles = sum(len(thing.mesh.faces) for thing in meshed.objects if thing.mesh is not None)
    print(f"wrote {out}: {triangles:,} triangles")


def view(scene: Positional[Path], /, port: int = 0, host: str = "127.0.0.1", browser: bool = True) -> None:
    """Open a scene in the browser: walk, fly, push, scrub, command.

    Args:
        scene: Scene to show, a .rad of splats, which is streamed, or a folder of scenes: a gallery.
        port: 0 takes a free one.
        host: Address to listen on; others than loopback are reachable by others.
        browser: Open the page at once.
    """
    from spatialwm import verbs

    def say_where(address: str) -> None:
        print(f"{scene} is at {address}  (Ctrl-C ends)", flush=True)

    verbs.view(scene, port=port, host=host, browser=browser, on_ready=say_where)


VERBS = {
    f.__name__: f
    for f in (
        create,
        inspect,
        edit,
        act,
        replay,
        fork,
        diff,
        why,
        render,
        mesh,
        export,
        verify,
        convert,
        doctor,
        view,
        assets,
        plan,
        identify,
        train,
        dataset,
        bench,
    )
}


def main() -> None:
    """Entry point: an error raised on purpose is one sentence and exit code 2."""
    try:
        tyro.extras.subcommand_cli_from_dict(
            VERBS, prog="spatialwm", description=_WHAT, config=(tyro.conf.FlagCreatePairsOff,)
        )
    except SpatialwmError as error:
        print(f"spatialwm: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # whoever reads has seen enough; nothing more may be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_WHAT = "Words, photos and splats become scenes you can act in."


@contextmanager
def _kept_only_for_resuming(work: Path) -> Generator[None]:
    """A folder made on the way goes when the input was refused; a checkpoint to go on from stays."""
    was_there = work.exists()
    try:
        yield
    except SpatialwmError:
        if not was_there and not (work / "checkpoint.npz").exists():
            shutil.rmtree(work, ignore_errors=True)
        raise
