"""decisions.jsonl: nothing that was acknowledged is ever lost, and nothing is rewritten."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from doccompare.decisions import Entry, Image, Kind, append, append_all, parse, read, read_all
from doccompare.decisions import journal as files
from doccompare.decisions.entries import ChoiceKind, Selection, Site, SiteReading
from doccompare.errors import OutputError, ReadError

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from doccompare.decisions import append
from tests.decisions.test_journal import entry
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for n in range(count):
    done = append(path, entry(f"{name}-{n}"))
    sys.stdout.write(f"{name}-{n} {done.id}\\n")
    sys.stdout.flush()
"""


def entry(why: str = "本校", who: str = "王编") -> Entry:
    """A decision on some place."""
    readings = (SiteReading("目", "编目", {"甲": "a1"}), SiteReading("号", "编号", {"乙": "b2"}))
    site = Site("0123456789ab", "二.2-1", "二.2", "新到图书应当在10日内编", "上架，建立总账", readings)
    chosen = Selection(ChoiceKind.READING, "目", "编目")
    return Entry("", 0, Kind.DECISION, who, "2026-03-01T08:00:00Z", site=site, choice=chosen, why=why)


def _start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_a_line_says_all(tmp_path: Path) -> None:
    """What is written is read back the same, and the line holds every field of the decision."""
    path = tmp_path / "decisions.jsonl"
    done = append(path, replace(entry(), image=Image.CHECKED, in_pass="二校"))
    assert read(path).entries == (done,)
    values = json.loads(path.read_text(encoding="utf-8"))
    assert values["id"] == done.id
    assert values["choice"] == {"kind": "reading", "text": "编目", "exact": "目", "attested": True}
    assert (values["pass"], values["image"], values["who"]) == ("二校", "checked", "王编")
    assert values["readings"][1] == {"text": "编号", "exact": "号", "witnesses": {"乙": "b2"}}
    assert (values["left"], values["right"]) == ("新到图书应当在10日内编", "上架，建立总账")


def test_no_file_is_an_empty_journal(tmp_path: Path) -> None:
    """Before the first decision there is no file, and no fault."""
    journal = read(tmp_path / "decisions.jsonl")
    assert (journal.entries, journal.problems, journal.size) == ((), (), 0)


def test_the_same_decision_twice_has_two_ids(tmp_path: Path) -> None:
    """An id hangs on content and number: to undo one of two equal entries is not to undo both."""
    path = tmp_path / "decisions.jsonl"
    first, second = append(path, entry()), append(path, entry())
    assert first.id != second.id
    assert (first.seq, second.seq) == (1, 2)


def test_unknown_fields_and_kinds_are_kept(tmp_path: Path) -> None:
    """A later version's lines stay byte for byte; what is not understood is counted and said."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry())
    values = json.loads(path.read_text(encoding="utf-8")) | {"id": "new", "future": {"x": 1}}
    later = (
        json.dumps({"kind": "verdict", "id": "abc"}) + "\n" + json.dumps(values, ensure_ascii=False) + "\n"
    )
    before = path.read_bytes() + later.encode()
    path.write_bytes(before)
    append(path, entry("后"))
    assert path.read_bytes().startswith(before)
    journal = read(path)
    assert [e.why for e in journal.entries] == ["本校", "本校", "后"]
    assert journal.entries[1].raw["future"] == {"x": 1}
    assert journal.foreign == 1
    assert {p.code for p in journal.problems} == {"foreign-decision", "altered-decision"}


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.9, 0.99])
def test_a_torn_line_is_kept_aside(tmp_path: Path, share: float) -> None:
    """A piece of a line: reported, not counted, never removed; the next entry begins a line of its own."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry("一"))
    whole = path.read_bytes()
    piece = whole[: int(len(whole) * share)]
    path.write_bytes(whole + piece)
    torn = read(path)
    assert [e.why for e in torn.entries] == ["一"]
    assert [(d.line, d.torn) for d in torn.damaged] == [(2, True)]
    assert torn.problems[0].code == "torn-decision"
    done = append(path, entry("二"))
    assert done.seq == 3
    assert path.read_bytes().startswith(whole + piece + b"\n")
    after = read(path)
    assert [e.why for e in after.entries] == ["一", "二"]
    assert [(d.line, d.torn) for d in after.damaged] == [(2, True)]


def test_every_cut_of_a_line(tmp_path: Path) -> None:
    """Cut anywhere, in the middle of a character too, a line is torn or whole, and the rest is safe."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry("一"))
    line = path.read_bytes()
    for size in range(1, len(line) - 1):
        journal = parse(line + line[:size])
        assert len(journal.entries) == 1
        assert len(journal.damaged) == 1
    complete = parse(line + line[:-1].replace("一".encode(), "二".encode()))
    assert len(complete.damaged) == 0, "a whole line without its newline says what it says"


@pytest.mark.parametrize(
    "line",
    [b"[]", b"nonsense", b"\xff\xfe", b'{"kind":"decision"}', b'{"kind":"decision","id":"x","key":"k"}',
     b'{"kind":"undo","id":"x"}', b'{"kind":["x"],"id":"x"}', b"[" * 100_000, b"\x00\x00",
     b'{"kind":null,"id":"x"}',
     b'{"kind":"decision","id":"x","key":"k","choice":{"kind":"nix","text":"","exact":""}}'],
)  # fmt: skip
def test_rubbish_is_no_crash(line: bytes) -> None:
    """Whatever stands in a line: it is reported and the other lines count."""
    journal = parse(line + b"\n")
    assert journal.entries == ()
    assert len(journal.damaged) == 1


def test_a_line_twice_counts_once(tmp_path: Path) -> None:
    """Merging two copies of a file (as git does) doubles no decision."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry("一"))
    other = tmp_path / "other.jsonl"
    other.write_bytes(path.read_bytes() * 2)
    append(other, entry("二"))
    assert [e.why for e in read_all((path, other)).entries] == ["一", "二"]


def test_lone_surrogates_do_not_stop_a_decision(tmp_path: Path) -> None:
    """A text that is no Unicode is still saved, and read back the same."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry("\ud800"))
    assert read(path).entries[0].why == "\ud800"


def test_a_newline_in_a_reason_is_one_line(tmp_path: Path) -> None:
    """Line ends of every kind inside a text never end the line of the journal."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry("一\n二\r三\u2028四\x85五"))
    assert path.read_bytes().count(b"\n") == 1
    assert read(path).entries[0].why == "一\n二\r三\u2028四\x85五"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
def test_kill_in_the_middle_of_writing(tmp_path: Path) -> None:
    """Kill -9 at any moment, again and again: every acknowledged entry is there, whole and in order."""
    path = tmp_path / "decisions.jsonl"
    acknowledged: list[str] = []
    chance = random.Random(7)
    for round_ in range(12):
        process = _start(path, f"r{round_}", 100_000)
        assert process.stdout is not None
        first = process.stdout.readline()  # it has begun
        time.sleep(chance.uniform(0, 0.08))
        process.kill()
        rest = process.communicate()[0]
        lines = (first + rest).split("\n")[:-1]  # what was not ended was not acknowledged
        acknowledged += [line.split()[1] for line in lines if " " in line]
    journal = read(path)
    ids = [e.id for e in journal.entries]
    assert len(acknowledged) > 24
    assert [i for i in ids if i in set(acknowledged)] == acknowledged
    assert all(d.torn for d in journal.damaged)
    assert append(path, entry("后")).id == read(path).entries[-1].id


@pytest.mark.skipif(not hasattr(os, "pwrite"), reason="POSIX only")
def test_kill_between_two_halves_of_a_line(tmp_path: Path) -> None:
    """A writer killed with half a line written and the lock held: the next one is not held up."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry("一"))
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from doccompare.decisions import append, journal\n"
        "from tests.decisions.test_journal import entry\n"
        "def half(file, data):\n"
        "    os.write(file, data[: len(data) // 2])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "journal._write = half\n"
        "append(Path(sys.argv[1]), entry('二'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    began = time.monotonic()
    append(path, entry("三"))
    assert time.monotonic() - began < 2
    journal = read(path)
    assert [e.why for e in journal.entries] == ["一", "三"]
    assert [(d.line, d.torn) for d in journal.damaged] == [(2, True)]


def test_two_processes_at_once(tmp_path: Path) -> None:
    """Two processes, 200 entries each: 400 whole lines, each writer's in order, numbered without a gap."""
    path = tmp_path / "decisions.jsonl"
    both = [_start(path, name, 200) for name in ("a", "b")]
    for process in both:
        process.communicate()
        assert process.returncode == 0
    journal = read(path)
    assert journal.damaged == ()
    assert path.read_bytes().count(b"\n") == 400
    assert [e.seq for e in journal.entries] == list(range(1, 401))
    for name in ("a", "b"):
        own = [e.why for e in journal.entries if e.why.startswith(name)]
        assert own == [f"{name}-{n}" for n in range(200)]


def test_threads_of_one_process(tmp_path: Path) -> None:
    """The web app writes from several threads: none loses a line."""
    path = tmp_path / "decisions.jsonl"

    def work(name: str) -> None:
        for n in range(25):
            append(path, entry(f"{name}-{n}"))

    threads = [threading.Thread(target=work, args=(f"t{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [e.seq for e in read(path).entries] == list(range(1, 101))


def test_several_at_once_stand_together(tmp_path: Path) -> None:
    """A bulk decision is one write; nothing of others comes between its lines."""
    path = tmp_path / "decisions.jsonl"
    done = append_all(path, [entry(str(n)) for n in range(5)])
    assert [e.why for e in read(path).entries] == list("01234")
    assert len({e.id for e in done}) == 5
    assert append_all(path, []) == ()


def test_a_writer_that_stays_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another program never lets go, one sentence says so; nothing hangs and nothing is written."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry())
    before = path.read_bytes()
    monkeypatch.setattr(files, "_PATIENCE", 0.05)
    monkeypatch.setattr(files, "_try_lock", lambda file: False)
    with pytest.raises(OutputError, match=r"占用|locked"):
        append(path, entry())
    assert path.read_bytes() == before


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written is not acknowledged; what stood before still stands."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry("一"))

    def full(file: int, data: bytes) -> None:
        os.write(file, data[:10])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(files, "_write", full)
        with pytest.raises(OutputError, match="No space left"):
            append(path, entry("二"))
    append(path, entry("三"))
    assert [e.why for e in read(path).entries] == ["一", "三"]


def test_the_data_is_synced_before_it_is_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is synced with the line in it before append returns."""
    path = tmp_path / "decisions.jsonl"
    seen: list[int] = []
    real = os.fsync

    def noted(handle: int) -> None:
        seen.append(os.fstat(handle).st_size)
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    append(path, entry())
    assert path.stat().st_size in seen


def test_replaced_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout that puts another file in the place while we wait for the lock: we write into that one."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry("旧"))
    real = files._try_lock
    swapped: list[bool] = []

    def swap(file: int) -> bool:
        if not swapped:
            swapped.append(True)
            new = tmp_path / "new"
            append_all(new, [entry("换")])
            new.replace(path)
        return real(file)

    done = entry("新")
    monkeypatch.setattr(files, "_try_lock", lambda file: swap(file) if not swapped else real(file))
    append(path, done)
    assert [e.why for e in read(path).entries] == ["换", "新"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path: Path) -> None:
    """A journal that cannot be read is an error, never an empty journal."""
    path = tmp_path / "decisions.jsonl"
    append(path, entry())
    path.chmod(0)
    with pytest.raises(ReadError):
        read(path)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    """The same for a folder of that name."""
    (tmp_path / "decisions.jsonl").mkdir()
    with pytest.raises(ReadError):
        read(tmp_path / "decisions.jsonl")
    with pytest.raises(OutputError):
        append(tmp_path / "decisions.jsonl", entry())
