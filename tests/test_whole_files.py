"""Files that are replaced in one step, with the permissions that were asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors.support.whole_files import replaced, replacement, write_whole


def test_a_file_is_replaced_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_whole(file, "before\n")
    with replaced(file, 0o600) as out:
        out.write("після\n".encode())
        assert file.read_text(encoding="utf-8") == "before\n"
    assert file.read_text(encoding="utf-8") == "після\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_error_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_whole(file, "before\n", 0o644)
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "\ud800")
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "a.txt", "x")
    assert file.read_text(encoding="utf-8") == "before\n"
    assert file.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_link_left_beside_is_not_written_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getpid", lambda: 7)
    (tmp_path / "other.txt").write_text("mine", encoding="utf-8")
    (tmp_path / ".a.txt-7").symlink_to(tmp_path / "other.txt")
    write_whole(tmp_path / "a.txt", "new")
    assert (tmp_path / "other.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_opened_by_name_takes_its_place(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with replacement(file) as beside:
        beside.write_text("new", encoding="utf-8")
        assert not file.exists()
    with pytest.raises(FileNotFoundError), replacement(file):
        pass  # nothing was written
    with pytest.raises(UnicodeEncodeError), replacement(file) as beside:
        beside.write_text("half \ud800", encoding="utf-8")
    assert file.read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
