"""Starting and ending the app: a socket of this machine alone, and the one link to it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from importlib.util import find_spec

from doccompare.errors import UsageError, say
from doccompare.review.app import application
from doccompare.review.guard import Keys
from doccompare.review.room import Room

_HOME = "127.0.0.1"
NEEDED = ("starlette", "uvicorn", "jinja2")


def require_libraries() -> None:
    """Raise UsageError, with the line that helps, when the libraries of the app are not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        names = "、".join(missing), ", ".join(missing)
        raise UsageError(
            say(f"网页审校需要 {names[0]}，尚未安装。", f"The review in the browser needs {names[1]}."),
            say("请运行 pip install 'doccompare[web]'。", "Run pip install 'doccompare[web]'."),
        )


def listen(port: int) -> socket.socket:
    """A socket that only this machine can reach; port 0: any that is free. Raises UsageError."""
    home = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        home.bind((_HOME, port))
    except (OSError, OverflowError) as error:
        home.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            say(f"不能使用端口 {port}：{reason}。", f"Port {port} cannot be used: {reason}."),
            say("请换一个，或不写 --port。", "Name another, or leave --port out."),
        ) from error
    home.listen()
    return home


def serve(room: Room, home: socket.socket, ready: Callable[[str], None]) -> None:
    """Serve until the editor ends it; ``ready`` is given the link. Ctrl-C raises KeyboardInterrupt."""
    import uvicorn

    keys = Keys(home.getsockname()[1])
    config = uvicorn.Config(
        application(room, keys),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)

    def stop() -> None:
        server.should_exit = True

    room.stop = stop
    # The socket listens already: who follows the link at once is kept waiting, not turned away.
    ready(f"http://{_HOME}:{keys.port}/?token={keys.token}")
    server.run(sockets=[home])


def show(link: str) -> None:
    """Open the link in the browser of the desktop, if there is one; never in this terminal."""
    import os
    import sys
    import webbrowser

    desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform in ("win32", "darwin") or desktop:
        threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
