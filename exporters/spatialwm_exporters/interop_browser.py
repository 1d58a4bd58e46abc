"""Readers that need a browser: a page in headless Chromium that answers by sending its result back."""

import http.server
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any, cast

__all__ = ["CHROMIUM", "ask_page"]

CHROMIUM = os.environ.get(
    "SPATIALWM_CHROMIUM", shutil.which("chromium") or shutil.which("chromium-browser") or ""
)
_FLAGS = ("--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--use-gl=angle",
          "--use-angle=gl-egl", "--ignore-gpu-blocklist")  # fmt: skip
"""Mesa's software GL without a display, and nothing fetched from elsewhere."""
_PATIENCE = 90.0
"""[s]"""


def ask_page(page: str, folders: dict[str, Path]) -> Any:  # noqa: ANN401
    """What ``page`` sends to ``/answer`` as JSON; it may fetch the files of ``folders`` by their names.

    Raises:
        RuntimeError: It sends ``{"error": ...}``, or nothing in time.
    """
    answers: queue.Queue[Any] = queue.Queue()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(page, folders, answers))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0",
                   f"http://127.0.0.1:{server.server_address[1]}/"]  # fmt: skip
        environment = {**os.environ, "EGL_PLATFORM": "surfaceless", "LIBGL_ALWAYS_SOFTWARE": "1"}
        browser = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            answer = answers.get(timeout=_PATIENCE)
        except queue.Empty:
            raise RuntimeError(f"the page said nothing in {_PATIENCE:.0f} s") from None
        finally:
            browser.terminate()
            browser.wait()
            server.shutdown()
            server.server_close()
    if isinstance(answer, dict):
        problem = cast("dict[str, object]", answer).get("error")
        if problem is not None:
            raise RuntimeError(str(problem)[:200])
    return cast("object", answer)


def _handler(page: str, folders: dict[str, Path], answers: "queue.Queue[Any]") -> type:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            top, _, rest = self.path.lstrip("/").partition("/")
            if not top:
                self._send(page.encode(), "text/html; charset=utf-8")
                return
            path = (folders[top] / rest).resolve() if top in folders else None
            if path is None or not path.is_file():
                self.send_error(404)
                return
            self._send(
                path.read_bytes(), "text/javascript" if path.suffix == ".js" else "application/octet-stream"
            )

        def do_POST(self) -> None:
            answers.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._send(b"", "text/plain")

        def _send(self, data: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    return Handler
