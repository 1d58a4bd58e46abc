"""What a user can do, in Python: the twins of the command line's verbs, same names, same arguments."""

import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io import load
from spatialwm.io.files import read_bounded
from spatialwm.io.images import IMAGE_SUFFIXES, read_image
from spatialwm.io.splatfacto import find_checkpoint
from spatialwm.objects.inspection import overview
from spatialwm.scene import Action, Camera, Scene, action_from_json, at_time
from spatialwm.verbs.boxes import from_boxes
from spatialwm.verbs.futures import fork, plan, replan, why
from spatialwm.verbs.pictures import film, picture, story

if TYPE_CHECKING:
    from spatialwm.dynamics import Maker, Replay
    from spatialwm_exporters import Target, Verified

__all__ = [
    "Camera",
    "act",
    "at_time",
    "create",
    "export",
    "film",
    "fork",
    "looks_like_a_path",
    "overview",
    "picture",
    "plan",
    "read_actions",
    "replan",
    "replay",
    "story",
    "verify",
    "view",
    "why",
]

_CAPTURES = (".json", ".mp4", ".mov", ".avi", ".mkv", ".webm")
"""Data sets with poses, and videos."""
_MAX_TEXT = 100_000
"""Characters; a scene description is a few hundred."""


def looks_like_a_path(source: str) -> bool:
    """Whether an argument can only be meant as a path: it has a suffix or a slash, or it is there."""
    return (
        "/" in source or "\\" in source or bool(re.search(r"\.[A-Za-z]\w{1,9}$", source)) or _exists(source)
    )


def create(
    *sources: str | Path,
    stereo: bool = False,
    calibration: Path | None = None,
    kind: Literal["auto", "mesh"] = "auto",
    budget: Literal["60s", "5min", "quality"] = "5min",
    scale: str | None = None,
    work: Path | None = None,
    seed: int = 0,
    size: tuple[float, float] | None = None,
    style: str | None = None,
    bare: bool = False,
    assets: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Scene:
    """Make a scene of words, coarse boxes, photos, a stereo pair, or a file of splats or a mesh.

    Args:
        sources: One text, or one path; with ``stereo`` the left and the right picture; coarse boxes
            (``layout.json``, or a ``.glb`` of boxes) may be followed by a text that furnishes them.
        stereo: The sources are a rectified pair.
        calibration: Middlebury ``calib.txt`` of the pair; by default the one beside the left picture.
        kind: ``mesh`` reads a ``.ply`` as triangles.
        budget: CPU time to spend on a folder of photos, a video or a data set.
        scale: What is known of the size of a capture: ``0.8``, ``eye=1.6m``, ``marker=15cm``,
            ``IMG_1.jpg:120,340-120,800=2.0m`` or ``cameras:IMG_1.jpg,IMG_2.jpg=1.2m``.
        work: Folder for what such a run needs to go on after it was killed; by default a temporary one.
        progress: Called with a line on each step of such a run.
        seed: Makes every random choice repeatable.
        size: Width and depth [m] of a place that is made of words; by default what its things need.
        style: Of a place that is made of words: ``scandinavian``, ``victorian``, ``industrial`` ...
        bare: Only what was asked for: no rug, books or pictures besides.
        assets: Whose models stand for things in a scene made of words: ``auto`` takes all libraries that are
            known, a path one; by default all is built in.

    Raises:
        SpatialwmError: Something is missing, broken or not understood; the message says what to do.
    """
    if stereo:
        return _from_stereo(sources, calibration, seed)
    if (made := from_boxes(sources, seed=seed, bare=bare)) is not None:
        return made
    if len(sources) != 1:
        raise InputError("'create' takes one text in quotes, or one file; use --stereo for two pictures.")
    source = str(sources[0])
    if not source.strip():
        raise InputError("The text is empty; describe the scene, for example 'a red mug on a table'.")
    path = Path(source)
    _check_scale(scale, path)
    if not looks_like_a_path(source):
        return _from_text(_styled(source, style), seed, size, bare, assets)
    if not _exists(source):
        raise MissingFileError(f"There is no file '{path}'; check the name, or describe the scene in words.")
    if path.suffix.lower() == ".txt":
        return _from_text(_styled(_read_text(path), style), seed, size, bare, assets)
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return _from_photo(path, seed)
    if _is_capture(path):
        return _from_photos(path, budget, scale, work, seed, progress)
    return load(path, kind=kind)


def _is_capture(path: Path) -> bool:
    return find_checkpoint(path) is None and (path.is_dir() or path.suffix.lower() in _CAPTURES)


def _check_scale(scale: str | None, path: Path) -> None:
    folder = _exists(str(path)) and path.is_dir()
    if scale is not None and not folder and path.suffix.lower() not in _CAPTURES:
        raise InputError("--scale is for photos and videos of a place; leave it out here.")


def act(
    scene: Scene,
    sentence: str | None = None,
    *,
    actions: Sequence[tuple[float, Action]] | None = None,
    keys: str | None = None,
    seconds: float = 3.0,
    seed: int = 0,
    predictor: "str | Maker | None" = None,
) -> Scene:
    """Do something in a scene and compute what happens.

    Args:
        scene: Where; with a rollout it is continued.
        sentence: What, in words: "push the mug off the table".
        actions: What, as typed actions with their times [s]; instead of a sentence.
        keys: What, as key presses: "w-3, right-1, d-4"; instead of a sentence.
        seconds: How long to watch [s]; longer when the sentence takes longer.
        seed: Of the predictor.
        predictor: ``engine``, ``hybrid`` or the folder of a model, or what makes it; the engine by default.

    Returns:
        The scene as it is then, with the rollout that led there and how far to trust it.
    """
    from spatialwm.dynamics import judged, simulate
    from spatialwm.language import actions_from_text, with_newcomers
    from spatialwm.language.keys import sentence_of_keys
    from spatialwm.language.lasting import time_until_done
    from spatialwm.predictors import named

    if [sentence, actions, keys].count(None) != 2:
        raise InputError('Say what to do: a sentence such as "push the mug", keys, or a file of actions.')
    if not 0 < seconds <= 3600:
        raise InputError(f"The time to watch must be above 0 and at most 3600 seconds, not {seconds:g}.")
    maker = named(predictor)
    sentence = sentence_of_keys(keys) if keys is not None else sentence
    timed = actions_from_text(sentence, scene, maker) if sentence is not None else tuple(actions or ())
    watched = max(seconds, min(time_until_done(timed), 3600.0)) if sentence is not None else seconds
    there = with_newcomers(scene, timed)
    return judged(simulate(there, timed, seconds=watched, seed=seed, maker=maker))


def read_actions(path: Path) -> tuple[tuple[float, Action], ...]:
    """Timed actions of a JSON file: a list of ``[time, {"action": ...}]`` pairs or of actions.

    Raises:
        FormatError: Not such a list.
        InputError: An action that cannot be meant.
    """
    try:
        data = json.loads(read_bounded(path, limit=1 << 24))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"'{path}' is not JSON; it should hold a list of actions.") from error
    if not isinstance(data, list):
        raise FormatError(f"'{path}' should hold a list of actions, such as [[0.0, {{'action': 'wait'}}]].")
    timed: list[tuple[float, Action]] = []
    for entry in cast("list[Any]", data):
        pair = cast("list[Any]", entry) if isinstance(entry, list) else [0.0, entry]
        if len(pair) != 2 or not isinstance(pair[0], int | float) or not 0 <= pair[0] <= 3600:
            raise FormatError(f"'{path}': {entry!r:.60} is not a [time, action] pair.")
        timed.append((float(pair[0]), action_from_json(pair[1])))
    return tuple(timed)


def mesh(scene: Scene) -> Scene:
    """The scene as meshes: splats without a mesh of their own are drawn from all sides and fused.

    Raises:
        InputError: There is nothing to see.
        MissingExtraError: Numba or scikit-image is not installed.
    """
    from spatialwm.objects.splat_surface import meshed

    return meshed(scene)


def replay(scene: Scene, *, predictor: str | None = None) -> "Replay":
    """Compute the scene's rollout again from its actions and compare; see ``spatialwm.dynamics.Replay``.

    Args:
        scene: One with a rollout.
        predictor: Folder of the model that made it, when that is not the shipped one.

    Raises:
        InputError: There is no rollout, or one of a predictor that is not here.
    """
    from spatialwm.dynamics import replay as run
    from spatialwm.predictors import maker_of_rollout

    made_by = "engine" if scene.rollout is None else scene.rollout.predictor
    return run(scene, maker_of_rollout(made_by, predictor))


def view(
    path: Path | str,
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    browser: bool = True,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a scene file, or a folder of them, to the browser until interrupted.

    Args:
        path: Scene to show, a .rad of splats to stream, or a folder: a gallery.
        port: 0 takes a free one.
        host: Address to listen on; loopback by default.
        browser: Open the page at once.
        on_ready: Called with the page's address once it is there.
    """
    from spatialwm_viewer import view as serve

    serve(Path(path), port=port, host=host, open_browser=browser, on_ready=on_ready)


def export(
    scene: Scene,
    path: Path | str | None = None,
    *,
    to: str | None = None,
    beside: Path = Path("scene.glb"),
    allow_research_only: bool = False,
) -> Path:
    """Write a scene for another program; returns what was written.

    Args:
        scene: What to write.
        path: File or folder; by default next to ``beside``, named after it. A page of a scene of more than
            ``spatialwm_exporters.STREAMED_FROM`` splats is a folder by default, which streams.
        to: Target; by default the suffix of ``path`` picks it.
        beside: The file the scene came from.
        allow_research_only: Write for an engine although a source is not for commercial use.

    Raises:
        InputError: An unknown target, a place that cannot be written, or a source for research only on its
            way into an engine.
    """
    import spatialwm_exporters

    if path is None:
        streams = scene.splat_count > spatialwm_exporters.STREAMED_FROM
        path = _beside(beside, to, spatialwm_exporters.targets(), streams=streams)
    return spatialwm_exporters.export(scene, Path(path), to=to, allow_research_only=allow_research_only)


def verify(path: Path | str) -> "Verified":
    """Compare an exported file or folder with the hashes written with it.

    Args:
        path: What ``export`` wrote.

    Raises:
        MissingFileError: There is no such export, or it has no manifest.
        FormatError: Its manifest is broken.
    """
    import spatialwm_exporters

    return spatialwm_exporters.verify(Path(path))


def _beside(source: Path, to: str | None, known: "Mapping[str, Target]", *, streams: bool) -> Path:
    """Where an export goes by default: next to its source, and never over it; as a folder what streams."""
    if to is None or to not in known:
        raise InputError(f"There is no export target {to!r:.40}; --to takes one of {', '.join(known)}.")
    suffix = known[to].suffixes[0] if known[to].suffixes and not (streams and known[to].folder) else ""
    distinct = "" if suffix not in ("", source.suffix) else f"_{to}"
    return source.with_name(f"{source.stem}{distinct}{suffix}")


def _styled(text: str, style: str | None) -> str:
    """The text, told in its own language what style it has: so an edit knows it later."""
    from spatialwm.lift.text.language.describing import STYLES

    if style is None:
        return text
    if style not in STYLES:
        raise InputError(f"There is no style '{style:.40}'; known: {', '.join(sorted(STYLES))}.")
    return f"{text.strip().rstrip('.')}. The style is {style}."


def _from_text(
    text: str, seed: int, size: tuple[float, float] | None, bare: bool, assets: str | Path | None
) -> Scene:
    from spatialwm.lift.text import scene_from_text
    from spatialwm.lift.text.assets.shelf import shelf_of

    return scene_from_text(text, seed=seed, size=size, decor=not bare, assets=shelf_of(assets))


def _from_photo(path: Path, seed: int) -> Scene:
    from spatialwm.lift.photo import scene_from_photo

    return scene_from_photo(read_image(path), seed=seed, source=path.name)


def _from_photos(
    path: Path,
    budget: Literal["60s", "5min", "quality"],
    scale: str | None,
    work: Path | None,
    seed: int,
    progress: Callable[[str], None] | None,
) -> Scene:
    from spatialwm.lift.photos.reconstruct import scene_from_photos
    from spatialwm.lift.photos.scale_words import parse_scale

    known = None if scale is None else parse_scale(scale)
    with nullcontext(work) if work is not None else tempfile.TemporaryDirectory() as folder:
        return scene_from_photos(
            path, work=Path(folder), budget=budget, scale=known, seed=seed, progress=progress
        )


def _from_stereo(sources: Sequence[str | Path], calibration: Path | None, seed: int) -> Scene:
    from spatialwm.lift.calibration import find_calibration, read_calibration
    from spatialwm.lift.stereo import scene_from_stereo

    if len(sources) != 2:
        raise InputError("--stereo takes two pictures, the left and the right one.")
    left, right = (Path(source) for source in sources)
    pictures = read_image(left), read_image(right)
    found = read_calibration(calibration or find_calibration(left))
    return scene_from_stereo(*pictures, found, seed=seed, source=f"{left.name}, {right.name}")


def _read_text(path: Path) -> str:
    try:
        return read_bounded(path, limit=_MAX_TEXT).decode()
    except UnicodeDecodeError as error:
        raise FormatError(f"'{path}' is not a text; save it as UTF-8.") from error


def _exists(source: str) -> bool:
    try:
        return Path(source).exists()
    except (OSError, ValueError):  # too long for a file name, or with a NUL in it
        return False
