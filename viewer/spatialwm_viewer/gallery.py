"""A folder of scenes: a page of pictures, each the way into its scene."""

import asyncio
import functools
import hashlib
import html
import json
import os
import struct
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from spatialwm.errors import InputError, SpatialwmError
from spatialwm.io import load
from spatialwm.io.images import write_png
from spatialwm.objects.inspection import overview

__all__ = ["card_of", "create_gallery", "picture_of", "scenes_in"]

_MOST = 500
"""Scenes a page lists."""
_OPEN = 8
"""Scenes kept in memory."""
_SIZE = (480, 320)
"""Of a picture [px]."""
_LONGEST_JSON = 1 << 26
_GLB, _JSON_CHUNK = 0x46546C67, 0x4E4F534A  # glTF 2.0, 4.4

Asgi = Callable[[Any, Any, Any], Awaitable[None]]


def create_gallery(folder: Path, app: Any, open_scene: Callable[[Path], Asgi]) -> Any:  # noqa: ANN401 (FastAPI)
    """Give an empty application the gallery's routes: the page, its pictures, and every scene under ``/s/``.

    Raises:
        InputError: The folder has no scenes.
    """
    from fastapi import Response
    from fastapi.responses import FileResponse, RedirectResponse

    if not scenes_in(folder):
        raise InputError(f"There are no .glb scenes in '{folder}'; make one with 'spatialwm create'.")
    opened = functools.lru_cache(maxsize=_OPEN)(open_scene)
    drawing = asyncio.Lock()

    @app.get("/")
    async def index() -> Response:
        found = await asyncio.to_thread(scenes_in, folder)
        return Response(_page(folder, found), media_type="text/html; charset=utf-8")

    @app.get("/pictures/{name}.png")
    async def picture(name: str) -> Response:
        path = scenes_in(folder).get(name)
        if path is None:
            return Response("There is no such scene.", status_code=404)
        async with drawing:  # one at a time: they take all cores
            try:
                drawn = await asyncio.to_thread(picture_of, path)
            except SpatialwmError as error:
                return Response(str(error), status_code=422)
        return FileResponse(drawn, media_type="image/png")

    async def scene(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 (ASGI)
        root = scope["root_path"]
        name, slash, _ = scope["path"][len(root) :].lstrip("/").partition("/")
        path = scenes_in(folder).get(name)
        if path is None or not slash:
            missing = Response("There is no such scene.", status_code=404)
            answer = missing if path is None else RedirectResponse(f"{root}/{quote(name)}/")
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await answer(scope, receive, send)
            return
        inner = await asyncio.to_thread(opened, path)
        await inner({**scope, "root_path": f"{root}/{name}"}, receive, send)

    app.mount("/s", scene)
    return app


def scenes_in(folder: Path) -> dict[str, Path]:
    """Scenes of a folder by name, in alphabetical order; links that lead out of it are left out."""
    root = folder.resolve()
    found = sorted(path for path in folder.glob("*.glb") if path.resolve().parent == root and path.is_file())
    return {path.stem: path for path in found[:_MOST]}


def picture_of(path: Path) -> Path:
    """A picture of a scene, drawn once for each state of its file.

    Raises:
        SpatialwmError: The file is no scene.
    """
    from spatialwm.render import render
    from spatialwm.render.pictures import colorize, resized

    stat = path.stat()
    key = hashlib.sha256(f"{path.resolve()}\0{stat.st_mtime_ns}\0{stat.st_size}".encode()).hexdigest()
    kept = _cache() / f"{key[:32]}.png"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        scene = load(path)
        camera = scene.cameras[0] if scene.cameras else overview(scene)
        drawn = colorize(render(scene, [resized(camera, _SIZE)]), "color")
        with tempfile.TemporaryDirectory(dir=kept.parent) as name:
            write_png(drawn, Path(name) / "picture.png").replace(kept)
    return kept


def card_of(path: Path) -> str:
    """What a card says of a scene: its objects and size; empty where the file is no scene."""
    megabytes = path.stat().st_size / 1e6
    size = f"{megabytes:.1f} MB" if megabytes < 10 else f"{megabytes:.0f} MB"
    try:
        with path.open("rb") as file:
            magic, _, _, length, kind = struct.unpack("<5I", file.read(20))
            if (magic, kind) != (_GLB, _JSON_CHUNK) or length > _LONGEST_JSON:
                return ""
            told = json.loads(file.read(length))
        count = len(cast("list[Any]", told["extensions"]["SPATIALWM_scene"]["objects"]))
    except (OSError, struct.error, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f"{count} {'object' if count == 1 else 'objects'} · {size}"


def _cache() -> Path:
    root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "spatialwm" / "pictures"


def _page(folder: Path, scenes: dict[str, Path]) -> str:
    cards = "\n".join(_card(name, card_of(path)) for name, path in scenes.items())
    title = html.escape(folder.resolve().name)
    return _HTML.replace("{title}", title).replace("{count}", str(len(scenes))).replace("{cards}", cards)


def _card(name: str, told: str) -> str:
    if not told:
        said = f"<b>{html.escape(name)}</b><small>This file is no scene.</small>"
        return f'<li><div class="broken">{said}</div></li>'
    return (
        f'<li><a href="s/{quote(name)}/"><img src="pictures/{quote(name)}.png" alt="" loading="lazy">'
        f"<span><b>{html.escape(name)}</b><small>{html.escape(told)}</small></span></a></li>"
    )


_HTML = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline';
  img-src 'self' data:; base-uri 'none'; form-action 'none'">
<link rel="icon" href="data:,">
<title>{title} · spatialwm</title>
<style>
:root { --ink: #12161b; --soft: #3f4a55; --ground: #eef0f2; --card: #fafbfc; --accent: #00796b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef2f5; --soft: #b4bec8; --ground: #0e1013; --card: #16191e; --accent: #62d9c7; }
}
* { box-sizing: border-box; margin: 0; }
body { padding: 40px clamp(16px, 4vw, 64px); background: var(--ground); color: var(--ink);
  font: 14px/1.45 system-ui, sans-serif; }
header { display: flex; gap: 16px; align-items: baseline; margin-bottom: 24px; }
h1 { font-size: 18px; font-weight: 600; }
p, small { color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 16px; padding: 0;
  list-style: none; }
.broken { display: flex; gap: 12px; padding: 16px; border-radius: 16px; background: var(--card); }
a { display: block; overflow: hidden; border-radius: 16px; background: var(--card); color: inherit;
  text-decoration: none; transition: translate 160ms ease-out; }
a:hover { translate: 0 -3px; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
img { display: block; width: 100%; aspect-ratio: 3 / 2; object-fit: cover;
  background: color-mix(in srgb, var(--ink) 8%, transparent); }
a > span { display: flex; gap: 12px; align-items: baseline; justify-content: space-between;
  padding: 12px 16px 14px; }
b { overflow: hidden; font-weight: 500; text-overflow: ellipsis; }
small { flex: none; }
@media (prefers-reduced-motion: reduce) { a { transition: none; } a:hover { translate: none; } }
</style>
</head>
<body>
<main>
<header><h1>{title}</h1><p>{count} scenes</p></header>
<ul>
{cards}
</ul>
</main>
</body>
</html>
"""
