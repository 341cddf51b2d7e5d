"""``doccompare review --web``: the local app, from the printed link to the summary at the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from doccompare.cli import desk as editors
from doccompare.cli.collate import collated
from doccompare.cli.output import emit
from doccompare.cli.results import RESULT, default_source, result_folder
from doccompare.decisions import PASSES
from doccompare.errors import EXIT_DONE, EXIT_INTERRUPTED, say
from doccompare.review.queue import left
from doccompare.review.serve import require_libraries

if TYPE_CHECKING:
    from doccompare.model import Collation
    from doccompare.review.room import Room


def review_in_browser(
    source: Path | None, who: str | None, in_pass: str | None, port: int, *, browser: bool
) -> int:
    """Serve the app until it is ended there or by Ctrl-C; the exit code."""
    require_libraries()
    from doccompare.review.room import Room, Seat
    from doccompare.review.serve import listen, serve, show

    path = source if source is not None else default_source()
    desk = editors.open_desk(path)
    corpus = desk.places.corpus
    result = _result(path, desk.collation)
    if corpus is not None and path.resolve() != corpus.folder.resolve():
        desk = editors.open_desk(corpus.folder)  # a stored result has no text of the witnesses
    seat = Seat(editors.person(who), desk.checked_pass(in_pass))
    editors.warn(desk.journal)
    room = Room(
        desk,
        seat,
        editors.now,
        _writer(corpus.folder if corpus is not None else path, result),
        corpus.passes if corpus is not None and corpus.passes else PASSES,
    )
    home = listen(port)

    def ready(link: str) -> None:
        emit([say("在浏览器中打开（只能用一次）：", "Open in a browser (works once):"), f"  {link}"])
        emit([say("Ctrl-C 结束；每次裁定即时存盘。", "Ctrl-C ends; every decision is saved at once.")])
        if browser:
            show(link)

    try:
        serve(room, home, ready)
    except KeyboardInterrupt:
        emit(_summary(room))
        return EXIT_INTERRUPTED
    finally:
        home.close()
    emit(_summary(room))
    return EXIT_DONE


def _result(path: Path, collation: Collation) -> Path:
    """Where text and reports go: the result that was opened, else where ``collate`` would write."""
    folder = path.parent if path.is_file() else path
    return folder if (folder / RESULT).is_file() else result_folder(collation)


def _writer(folder: Path, result: Path) -> Callable[[], tuple[Collation, Path]] | None:
    """What collates again and writes; None where only a result is there and not its sources."""
    if not folder.is_dir() or folder.resolve() == result.resolve():
        return None
    return lambda: collated(["-o", str(result), "--", str(folder)])


def _summary(room: Room) -> list[str]:
    """What was done, where it is, and what comes next; what is still being written is waited for."""
    with room.lock:
        room.desk.refresh()
    count = left(room.desk, room.seat.who, room.seat.in_pass)
    where = editors.near(room.desk.places.write)
    lines = [
        say(
            f"本次裁定 {room.done} 处，尚余 {count} 处。记录 {where}",
            f"Decided {room.done} this time, {count} left. Journal {where}",
        )
    ]
    if room.stale and (again := editors.collate_again(room.desk)):
        lines.append(say(f"下一步: {again}", f"Next: {again}"))
    elif room.result is not None:
        report = editors.near(room.result / "report.html")
        lines.append(say(f"报告 {report}", f"Report {report}"))
    return [line for text in lines for line in editors.lines_of(text)]
