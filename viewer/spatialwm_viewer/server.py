"""The server behind the page: the page, the scene file, and one live session per WebSocket."""

import asyncio
import contextlib
import http.client
import logging
import secrets
import socket
import threading
import webbrowser
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from spatialwm.errors import FormatError, InputError, MissingFileError, SpatialwmError
from spatialwm.io import load
from spatialwm.io.glb import encode
from spatialwm.optional import require
from spatialwm.scene import Scene
from spatialwm_viewer.gallery import create_gallery
from spatialwm_viewer.glimpse import glimpse_of
from spatialwm_viewer.messages import Hello, Ping, Pong, Refused
from spatialwm_viewer.origins import is_own_host, is_own_origin
from spatialwm_viewer.outbox import Outbox
from spatialwm_viewer.protocol import MAX_MESSAGE, VERSION, parse, to_text
from spatialwm_viewer.room import Room
from spatialwm_viewer.streamed import extent_of, first_splats, stand_in

__all__ = ["CODE", "PAGE", "create_app", "view"]

_log = logging.getLogger(__name__)

PAGE = Path(__file__).parent / "static" / "index.html"
"""The built page; it draws the first picture by itself."""
CODE = "app.js"
"""What stands beside it, and is loaded meanwhile."""
_SESSIONS = 8
"""At once: each holds an engine and a thread."""
_HELLO_SECONDS = 10
"""A connection that says nothing for so long is no page of ours."""
_GOING_AWAY, _POLICY_VIOLATION, _TRY_LATER = 1001, 1008, 1013  # RFC 6455 7.4.1 and its registry


def view(
    path: Path,
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    open_browser: bool = True,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a page that shows a scene and lets one act in it, until interrupted.

    Args:
        path: A ``.glb`` scene, a ``.rad`` file of splats, or a folder of scenes.
        port: 0 takes a free one.
        host: The address to listen on; the default is this machine only.
        open_browser: Open the page in the user's browser.
        on_ready: Called with the page's address once it can be opened.

    Raises:
        MissingExtraError: FastAPI or uvicorn is not installed.
        MissingFileError: The scene, or the built page, is not there.
        FormatError: The file is no scene.
        InputError: The address cannot be listened on; a folder without scenes.
    """
    require("fastapi", extra="viewer")
    require("uvicorn", extra="viewer")
    import uvicorn

    app = create_app(path, host=host)
    listener = _listen(host, port)
    bound = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else "localhost" if host in ("0.0.0.0", "") else host
    address = f"http://{shown}:{bound}/"
    # ws_max_size counts bytes; a character of our limit is at most four of them.
    config = uvicorn.Config(
        app, log_level="warning", ws_max_size=4 * MAX_MESSAGE, ws_per_message_deflate=False
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_announce, args=(server, address, open_browser, on_ready), daemon=True).start()
    with listener, contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _announce(server: Any, address: str, open_browser: bool, on_ready: Callable[[str], None] | None) -> None:  # noqa: ANN401
    while not server.started:
        if server.should_exit:
            return
        threading.Event().wait(0.02)
    _ask(address)
    _log.info("Serving %s", address)
    if on_ready is not None:
        on_ready(address)
    if open_browser:
        webbrowser.open(address)


def _ask(address: str) -> None:
    """The first answer loads what all others need: asked by ourselves, it keeps nobody waiting."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=_HELLO_SECONDS)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        connection.request("GET", "/")
        connection.getresponse().read()


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise InputError(
            f"Cannot serve on {host} port {port}: {error.strerror}; choose another --port."
        ) from error


def create_app(path: Path, *, host: str = "127.0.0.1", pace: float = 1.0) -> Any:  # noqa: ANN401 (an extra)
    """The web application for one scene file, or for a folder of them: a gallery.

    Args:
        path: A ``.glb`` scene, a ``.rad`` file of splats, or a folder of scenes.
        host: The address it is served on.
        pace: Seconds that are shown in one; tests do not wait for life.

    Raises:
        MissingExtraError: FastAPI is not installed.
        MissingFileError: The scene, or the built page, is not there.
        FormatError: The file is not in the native scene format.
        InputError: The folder has no scenes.
    """
    require("fastapi", extra="viewer")
    seats = _Seats()
    if not path.is_dir():
        return _scene_app(path, host, pace, seats, in_gallery=False)
    app = _guarded(host)
    return create_gallery(path, app, lambda each: _scene_app(each, host, pace, seats, in_gallery=True))


def _guarded(host: str) -> Any:  # noqa: ANN401
    """An empty application that answers to its own address only."""
    from fastapi import FastAPI, Request, Response

    app = FastAPI(title="spatialwm viewer", docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def own_host_only(
        request: Request, following: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        if not is_own_host(request.headers.get("host"), served=host):
            return Response("This server answers to its own address only.", status_code=421)
        response = await following(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return app


def _scene_app(path: Path, host: str, pace: float, seats: "_Seats", *, in_gallery: bool) -> Any:  # noqa: ANN401
    from fastapi import WebSocket

    scene = _scene_of(path)
    if not (PAGE.exists() and PAGE.with_name(CODE).exists()):
        raise MissingFileError(
            "The viewer's page is not built: run 'npm ci && npm run build' in viewer/web-app."
        )
    app = _guarded(host)
    _serve_files(app, path, scene, in_gallery=in_gallery)
    rooms = dict[str, Room]()

    @app.websocket("/ws")
    async def live(connection: WebSocket) -> None:
        await connection.accept()
        headers = connection.headers
        if not is_own_origin(headers.get("origin"), headers.get("host"), served=host):
            await _refuse(connection, "This server talks to its own page only.", _POLICY_VIOLATION)
        elif not seats.take():
            await _refuse(connection, f"{_SESSIONS} pages are open already; close one.", _TRY_LATER)
        else:
            try:
                await _converse(connection, lambda: Room(scene, pace=pace), rooms)
            finally:
                seats.give_back()

    return app


def _serve_files(app: Any, path: Path, scene: Scene, *, in_gallery: bool) -> None:  # noqa: ANN401
    """The page, its code, its first picture, and the scene's own file."""
    from fastapi.responses import FileResponse, Response

    class Large(FileResponse):
        chunk_size = 1 << 20  # each is a trip to another thread

    page, written = PAGE.read_bytes(), PAGE.with_name(CODE).read_bytes()
    streamed = path.suffix.lower() == ".rad"
    thread = ThreadPoolExecutor(1, "glimpse")
    glimpse = thread.submit(lambda: glimpse_of(scene, first_splats(path) if streamed else None))
    thread.shutdown(wait=not in_gallery)  # from a gallery somebody waits for the page already
    told = {"x-scene-name": quote(path.name), "x-in-gallery": str(int(in_gallery))}
    if streamed:
        corners = " ".join(f"{value:.6g}" for value in extent_of(path).ravel())
        told |= {"x-splats": "splats.rad", "x-extent": corners}

    @app.get("/")
    async def index() -> Response:
        return Response(page, media_type="text/html; charset=utf-8")

    @app.get("/app.js")
    async def code() -> Response:
        return Response(written, media_type="text/javascript; charset=utf-8", headers=_KEPT)

    @app.get("/glimpse")
    async def first_picture() -> Response:
        made = await asyncio.wrap_future(glimpse)
        return Response(made or b"", 200 if made else 204, media_type="application/octet-stream")

    @app.get("/scene.glb")
    async def scene_file() -> Response:
        if streamed:
            return Response(encode(scene), media_type="model/gltf-binary", headers=told)
        return Large(path, media_type="model/gltf-binary", headers=told)

    @app.get("/splats.rad")
    async def splat_file() -> Response:
        if not streamed:
            return Response("This scene's splats are in scene.glb.", status_code=404)
        return Large(path, media_type="application/octet-stream")  # answers to Range


def _scene_of(path: Path) -> Scene:
    match path.suffix.lower():
        case ".glb":
            return load(path)
        case ".rad":
            return stand_in(path)
        case _:
            raise FormatError(
                f"The viewer shows .glb scenes and .rad splats, not '{path.name}'; "
                "make one with 'spatialwm create'."
            )


_KEPT = {"cache-control": "private, max-age=31536000, immutable"}
"""For what is asked for by the hash of its content."""
_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class _Seats:
    """How many sessions are open. Mutable; used on the event loop only."""

    def __init__(self) -> None:
        self._taken = 0

    def take(self) -> bool:
        if self._taken >= _SESSIONS:
            return False
        self._taken += 1
        return True

    def give_back(self) -> None:
        self._taken -= 1


async def _refuse(connection: Any, sentence: str, code: int) -> None:  # noqa: ANN401
    await connection.send_text(to_text(Refused(sentence=sentence)))
    await connection.close(code, sentence)


async def _converse(connection: Any, new_room: Callable[[], Room], rooms: dict[str, Room]) -> None:  # noqa: ANN401
    """One page from hello to goodbye."""
    from fastapi import WebSocketDisconnect

    try:
        first = parse(await asyncio.wait_for(connection.receive_text(), _HELLO_SECONDS))
    except TimeoutError:
        return await _refuse(connection, "Say hello first.", _POLICY_VIOLATION)
    except SpatialwmError as error:
        return await _refuse(connection, str(error), _POLICY_VIOLATION)
    except (WebSocketDisconnect, KeyError):  # KeyError: bytes where text was due
        return None
    if not isinstance(first, Hello):
        return await _refuse(connection, "Say hello first.", _POLICY_VIOLATION)
    if first.version != VERSION:
        sentence = f"This page speaks version {first.version}, the server {VERSION}: reload the page."
        return await _refuse(connection, sentence, _POLICY_VIOLATION)
    outbox = Outbox(asyncio.get_running_loop())
    name = first.room or secrets.token_urlsafe(24)
    room = rooms.get(name) or rooms.setdefault(name, new_room())
    room.enter(outbox)
    tasks = {
        asyncio.create_task(_hear(connection, room, outbox)),
        asyncio.create_task(_tell(connection, outbox)),
    }
    try:
        finished, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in finished:
            with contextlib.suppress(
                WebSocketDisconnect, RuntimeError
            ):  # RuntimeError: sent after the page left
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        room.leave(outbox)
        if room.empty:
            if rooms.get(name) is room:
                del rooms[name]
            await asyncio.to_thread(room.close)
    return None


async def _hear(connection: Any, room: Room, outbox: Outbox) -> None:  # noqa: ANN401
    while True:
        received = await connection.receive()
        if received["type"] == "websocket.disconnect":
            return
        text = received.get("text")
        if text is None:
            outbox.put(Refused(sentence="Messages are JSON text, not bytes."))
            continue
        try:
            message = parse(text)
            if isinstance(message, Ping):
                outbox.put(Pong(number=message.number))
            else:
                room.post(message, outbox)
        except SpatialwmError as error:
            outbox.put(Refused(sentence=str(error)))


async def _tell(connection: Any, outbox: Outbox) -> None:  # noqa: ANN401
    while True:
        item = await outbox.get()
        if outbox.overflowed:
            await connection.close(_TRY_LATER, "The page does not read what it is sent.")
            return
        if item is None:
            await connection.close(_GOING_AWAY, "The session has ended; reload the page.")
            return
        if isinstance(item, tuple):
            for frame in item:
                await connection.send_bytes(frame)
        elif isinstance(item, bytes):
            await connection.send_bytes(item)
        else:
            await connection.send_text(item)
