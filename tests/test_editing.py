"""Editing: the right line, a check before anything counts, and nothing typed that is lost."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import SHIPPED
from terminals import run_in_terminal

from cqfacts import open_store
from cqfacts.cli.editor import build_command, find_editor
from cqfacts.errors import UsageError
from cqfacts.writing.editing import count_changes

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore, Run

STORE = """\
[town.homes]
label = "New homes"
unit = "homes"

[[town.homes.facts]]
period = "2024"
value = "43 thousand"
stated = "43,000 homes"
source = "gazette"
"""
HOMES = "town.homes"
HOMES_LINE = 16


@pytest.fixture
def path(make_store: MakeStore, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = make_store(STORE)
    monkeypatch.chdir(path.parent)
    monkeypatch.setenv("CQFACTS_STORE", "facts.toml")
    return path


class Editor:
    """An editor that is a script of the shell; `$file` is what it is to edit."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path.parent / "nano"
        self.monkeypatch = monkeypatch

    def will(self, script: str) -> None:
        self.path.write_text(f"#!/bin/sh\nline=$1 file=$2\n{script}\n", encoding="utf-8")
        self.path.chmod(0o755)
        self.monkeypatch.setenv("VISUAL", str(self.path))


@pytest.fixture
def editor(path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    return Editor(path, monkeypatch)


def kept(path: Path) -> list[Path]:
    return sorted(path.parent.glob(".facts.edited-*"))


def test_the_file_is_opened_at_the_line_of_the_indicator(
    path: Path, editor: Editor, run: Run
) -> None:
    editor.will('echo "$line $(basename "$file") $(stat -c %a "$file")" > seen; cp "$file" copied')
    result = run("edit", "new homes")
    line, name, mode = (path.parent / "seen").read_text(encoding="utf-8").split()
    assert (line, mode) == (f"+{HOMES_LINE}", "600")
    assert name.startswith(".facts.edited-")
    assert name.endswith(".toml")
    assert (path.parent / "copied").read_bytes() == path.read_bytes()
    assert result.out == "facts.toml: nothing was changed\n"
    assert (result.status, kept(path)) == (0, [])


def test_a_sound_change_is_written(path: Path, editor: Editor, run: Run) -> None:
    path.chmod(0o640)
    editor.will('sed -i "s/43 thousand/44 thousand/; s/43,000/44,000/; /unit/a # kept" "$file"')
    before = path.read_text(encoding="utf-8")
    result = run("edit", "town.homes")
    assert result.out == "facts.toml: 3 lines added, 2 removed\n"
    expected = before.replace("43", "44").replace('"homes"\n', '"homes"\n# kept\n')
    assert path.read_text(encoding="utf-8") == expected
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert kept(path) == []


def test_nothing_is_written_for_show(path: Path, editor: Editor, run: Run) -> None:
    editor.will('echo "# more" >> "$file"')
    before = path.read_bytes()
    result = run("edit", "homes", "--dry-run")
    assert result.out.startswith("--- facts.toml\n+++ facts.toml\n")
    assert result.out.endswith("+# more\n")
    (copy,) = kept(path)
    assert result.err == f"cqfacts: what was typed is kept in {copy.name}\n"
    assert path.read_bytes() == before
    assert copy.read_bytes() == before + b"# more\n"


@pytest.mark.parametrize("reader", ["> /dev/full", "| head -1", "| true"])
def test_what_was_typed_for_show_is_never_lost(reader: str, path: Path, editor: Editor) -> None:
    editor.will('echo "# more" >> "$file"')
    line = f"{sys.executable} -m cqfacts edit homes --dry-run {reader}"
    subprocess.run(["bash", "-c", line], check=False, capture_output=True)
    (copy,) = kept(path)
    assert copy.read_text(encoding="utf-8").endswith("# more\n")


@pytest.mark.parametrize("script", ["true", 'echo >> "$file"'], ids=["same", "changed"])
def test_what_need_not_be_kept_is_removed(script: str, path: Path, editor: Editor) -> None:
    editor.will(script)
    line = f"{sys.executable} -m cqfacts edit homes > /dev/full"
    assert subprocess.run(["bash", "-c", line], check=False, capture_output=True).returncode == 5
    assert kept(path) == []


@pytest.mark.parametrize("typed", ["", "# more"], ids=["nothing", "something"])
def test_the_copy_of_an_edit_that_was_killed_is_cleared_away_or_named(
    typed: str, path: Path, editor: Editor, run: Run
) -> None:
    editor.will(f'printf "{typed}" >> "$file"; echo $PPID > pid; kill -9 $PPID')
    killed = subprocess.run(
        [sys.executable, "-m", "cqfacts", "edit", "homes"], check=False, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL
    (copy,) = kept(path)
    # What was changed meanwhile is nothing that was typed.
    path.write_bytes(path.read_bytes() + b"# by another\n")
    editor.will("true")
    result = run("edit", "homes")
    assert (result.status, result.out) == (0, "facts.toml: nothing was changed\n")
    assert kept(path) == ([copy] if typed else [])
    told = (
        f"cqfacts: what was typed before is kept in {copy.name}; "
        "remove it when you have what you need of it\n"
    )
    assert result.err == (told if typed else "")
    if typed:
        # What was typed is in the file now.
        path.write_bytes(copy.read_bytes())
        assert run("edit", "homes").err == ""
        assert kept(path) == []


def test_the_copy_of_another_edit_is_left_alone(path: Path, editor: Editor, run: Run) -> None:
    inner = f"VISUAL=true {sys.executable} -m cqfacts edit homes; ls -A > listed"
    editor.will(f"({inner})")
    assert run("edit", "homes").status == 0
    listed = (path.parent / "listed").read_text(encoding="utf-8").split()
    assert len([one for one in listed if one.startswith(".facts.edited-")]) == 1
    assert kept(path) == []


def test_a_draft_that_cannot_be_written_is_removed(path: Path, editor: Editor) -> None:
    editor.will("touch started")
    before = os.listdir(path.parent)
    path.write_text(path.read_text(encoding="utf-8") + "# long\n" * 400, encoding="utf-8")
    line = f"ulimit -f 1; {sys.executable} -m cqfacts edit homes"
    done = subprocess.run(["bash", "-c", line], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (
        5,
        "cqfacts: facts.toml cannot be edited (File too large); free some space and try again\n",
    )
    assert os.listdir(path.parent) == before


@pytest.mark.parametrize(
    ("script", "told"),
    [
        pytest.param("s/^unit = /unit /", "toml-syntax", id="syntax"),
        pytest.param("s/43 thousand/43 dozen/", "[value-invalid]", id="value"),
        pytest.param("s/43,000 homes/42,000 homes/", "[stated-differs]", id="check"),
    ],
)
def test_an_error_is_told_and_the_text_kept(
    script: str, told: str, path: Path, editor: Editor, run: Run
) -> None:
    editor.will(f"sed -i '{script}' \"$file\"")
    before = path.read_bytes()
    result = run("edit", "homes")
    (copy,) = kept(path)
    assert result.status == 1
    assert path.read_bytes() == before != copy.read_bytes()
    first, *_, last_but_one, last = result.err.splitlines()
    assert first.startswith(f"{copy.name}:")
    assert told in first
    assert last_but_one == f"cqfacts: what was typed is kept in {copy.name}"
    assert last.startswith("cqfacts: nothing was written, since a check finds an error")


def test_what_a_check_calls_an_error_may_be_written(path: Path, editor: Editor, run: Run) -> None:
    editor.will("sed -i 's/43,000 homes/42,000 homes/' \"$file\"")
    assert run("edit", "homes", "--anyway").status == 0
    assert "42,000" in path.read_text(encoding="utf-8")


def test_what_cannot_be_read_is_never_written(path: Path, editor: Editor, run: Run) -> None:
    editor.will("sed -i 's/^unit = /unit /' \"$file\"")
    before = path.read_bytes()
    assert run("edit", "homes", "--anyway").status == 1
    assert path.read_bytes() == before


def test_problems_that_were_there_do_not_count(path: Path, editor: Editor, run: Run) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(
            '\n[[town.homes.facts]]\nperiod = "2023"\nvalue = "4 dozen"\nsource = "gazette"\n'
        )
    # A line more, and the numbers of the facts after it as well.
    editor.will(
        'sed -i \'0,/^\\[\\[town.homes.facts/s//[[town.homes.facts]]\\nperiod = "2020"\\n'
        'text = "None"\\nsource = "gazette"\\n\\n[[town.homes.facts/\' "$file"'
    )
    result = run("edit", "homes")
    assert (result.err, result.status) == ("", 0)
    assert len(open_store(path).facts("town.homes")) == 2


def test_a_store_that_is_broken_can_be_mended(path: Path, editor: Editor, run: Run) -> None:
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace('unit = "homes"', 'unit "homes"'), encoding="utf-8")
    editor.will("sed -i 's/^unit /unit = /' \"$file\"")
    assert run("edit", "homes").status == 0
    assert path.read_text(encoding="utf-8") == sound


THEIRS = f"{sys.executable} -m cqfacts add homes '50,000 homes' -p 2025 --source gazette > told"


def test_what_another_program_wrote_meanwhile_is_kept(path: Path, editor: Editor, run: Run) -> None:
    editor.will(f'sed -i \'s/^value .*/value = "42.9 thousand"/\' "$file"; {THEIRS}')
    result = run("edit", "homes", "--anyway")
    assert result.out == (
        "facts.toml: 1 line added, 1 removed; what another program changed meanwhile is kept\n"
    )
    written = [str(fact.amount and fact.amount.written) for fact in open_store(path).facts(HOMES)]
    assert written == ["42.9 thousand", "50 thousand"]
    assert kept(path) == []


def test_a_table_that_both_changed_is_left(path: Path, editor: Editor, run: Run) -> None:
    theirs = "sed -i 's/^period .*/period = \"2023\"/' facts.toml"
    editor.will(f'echo "note = \'mine\'" >> "$file"; {theirs}')
    result = run("edit", "homes")
    (copy,) = kept(path)
    assert 'period = "2023"' in path.read_text(encoding="utf-8")
    assert copy.read_text(encoding="utf-8").endswith("note = 'mine'\n")
    assert result.status == 5
    assert result.err == (
        f"cqfacts: what was typed is kept in {copy.name}\n"
        "cqfacts: facts.toml was changed by another program meanwhile, in the same table, and is "
        "left so; bring your changes over to it\n"
    )


def test_changes_that_do_not_go_together_are_not_written(
    path: Path, editor: Editor, run: Run
) -> None:
    same = "\\n[town.roads]\\nlabel = 'Roads'\\n[[town.roads.facts]]"
    fact = "\\nperiod = '2024'\\nvalue = 3\\nsource = 'gazette'\\n"
    own, other = (f'printf "{same}{fact}" >> {name}' for name in ('"$file"', "facts.toml"))
    editor.will(f"{own.replace(chr(34) + '$file' + chr(34), '$file')}; {other}; echo >> facts.toml")
    result = run("edit", "homes")
    assert (result.status, len(kept(path))) == (5, 1)
    assert path.read_text(encoding="utf-8").count("[town.roads]") == 1
    assert "since both changes together have an error" in result.err


def test_another_file_keeps_its_name_where_the_edited_one_ends_it(
    path: Path, editor: Editor, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.rename("data.toml")
    path.with_name("a.toml").write_text(
        "schema = 1\n[town.roads]\nlabel = 'Roads'\n", encoding="utf-8"
    )
    monkeypatch.setenv("CQFACTS_STORE", os.pathsep.join(("data.toml", "a.toml")))
    fact = 'period = "2024"\nvalue = "43 thousand"\nstated = "43,000 homes"\nsource = "gazette"'
    editor.will(f"cat >> $file <<'END'\n[[{HOMES}.facts]]\n{fact}\nEND")
    result = run("edit", "roads")
    assert "states the same fact again, first in data.toml:20; " in result.err


def test_an_editor_that_gives_up_writes_nothing(path: Path, editor: Editor, run: Run) -> None:
    editor.will('echo "# more" >> "$file"; exit 3')
    before = path.read_bytes()
    result = run("edit", "homes")
    assert (result.status, path.read_bytes(), len(kept(path))) == (1, before, 1)
    assert result.err.endswith(
        "cqfacts: nothing was written, since the editor ended with status 3; start it again\n"
    )


def test_an_editor_that_removes_the_file_writes_nothing(
    path: Path, editor: Editor, run: Run
) -> None:
    editor.will('rm "$file"')
    before = path.read_bytes()
    result = run("edit", "homes")
    assert (result.status, path.read_bytes()) == (5, before)
    assert "nothing was written" in result.err


def test_a_file_that_comes_back_empty_is_not_written(path: Path, editor: Editor, run: Run) -> None:
    editor.will(': > "$file"')
    before = path.read_bytes()
    result = run("edit", "homes", "--anyway")
    assert (result.status, path.read_bytes()) == (1, before)
    assert "came back empty" in result.err


def test_what_is_no_text_is_told(editor: Editor, run: Run) -> None:
    editor.will("printf '# \\377\\n' >> \"$file\"")
    result = run("edit", "homes")
    assert result.status == 1
    assert "is not UTF-8; save the file as UTF-8 [toml-encoding]" in result.err


def test_the_target_of_a_link_is_edited(path: Path, editor: Editor, run: Run) -> None:
    folder = path.parent / "links"
    folder.mkdir()
    link = folder / "facts.toml"
    link.symlink_to("../facts.toml")
    editor.will('echo "# more" >> "$file"')
    assert run("edit", "homes", "--store", str(link)).status == 0
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8").endswith("# more\n")
    assert os.listdir(folder) == ["facts.toml"]


def test_an_editor_that_renames_is_followed(path: Path, editor: Editor, run: Run) -> None:
    editor.will('{ cat "$file"; echo "# more"; } > other; mv other "$file"')
    assert run("edit", "homes").status == 0
    assert path.read_text(encoding="utf-8").endswith("# more\n")


@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        pytest.param(["nothing"], 3, "nothing is called 'nothing'", id="unknown"),
        pytest.param(["town"], 3, "'town' is a topic, not an indicator", id="topic"),
        pytest.param(["homes", "-s", "none.toml"], 5, "does not exist", id="no-store"),
    ],
)
def test_what_cannot_be_edited_is_told(
    args: list[str], status: int, told: str, editor: Editor, run: Run
) -> None:
    editor.will("touch started")
    result = run("edit", *args)
    assert result.status == status
    assert told in result.err
    assert not (editor.path.parent / "started").exists()


def test_a_read_only_file_is_refused_before_anything_is_typed(
    path: Path, editor: Editor, run: Run
) -> None:
    editor.will("touch started")
    path.chmod(0o444)
    result = run("edit", "homes")
    assert result.status == 5
    assert "it is read-only" in result.err
    assert not (path.parent / "started").exists()


def test_the_store_that_ships_is_never_edited(
    editor: Editor, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.will("touch started")
    monkeypatch.delenv("CQFACTS_STORE")
    monkeypatch.chdir(SHIPPED.parent)
    result = run("edit", "nev")
    assert result.status == 2
    assert "'cqfacts init' makes one" in result.err


def test_at_a_terminal_one_may_edit_again(path: Path, editor: Editor) -> None:
    editor.will(
        'if grep -q dozen "$file"\n'
        "then sed -i 's/dozen/thousand/; $a # mended' \"$file\"; echo $line > again\n"
        "else sed -i 's/thousand/dozen/' \"$file\"; fi"
    )
    out = run_in_terminal(
        "cqfacts edit homes; echo exit $?",
        {"CQFACTS_TODAY": "2026-06-30"},
        cwd=path.parent,
        typed=[("Edit again? [Y/n] ", "\n")],
        width=500,
    )
    assert "'43 dozen' is not a number" in out
    assert out.endswith("facts.toml: 1 line added, 0 removed\nexit 0\n")
    assert (path.parent / "again").read_text(encoding="utf-8") == "+22\n"
    assert kept(path) == []


@pytest.mark.parametrize("answer", ["n\n", "\x04", "\x03"], ids=["no", "end", "interrupt"])
def test_at_a_terminal_one_may_stop(answer: str, path: Path, editor: Editor) -> None:
    editor.will("sed -i 's/thousand/dozen/' \"$file\"")
    before = path.read_bytes()
    out = run_in_terminal(
        "cqfacts edit homes; echo exit $?",
        cwd=path.parent,
        typed=[("Edit again? [Y/n] ", answer)],
        width=500,
    )
    (copy,) = kept(path)
    assert f"cqfacts: what was typed is kept in {copy.name}\n" in out
    # Ctrl-C ends the shell as well, since cqfacts ends as others do.
    assert ("exit" in out) == (answer != "\x03")
    assert out.endswith(f"kept in {copy.name}\n" if answer == "\x03" else "exit 1\n")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vim", "vim +7 F"),
        ("/usr/bin/nvim", "/usr/bin/nvim +7 F"),
        ("emacsclient -t", "emacsclient -t +7 F"),
        ("kak", "kak +7 F"),
        ("code", "code --wait --goto F:7"),
        ("code -w", "code -w --goto F:7"),
        ("subl", "subl --wait F:7"),
        ("hx", "hx F:7"),
        ("zed --wait", "zed --wait F:7"),
        ("gvim", "gvim -f +7 F"),
        ("my-editor --flag", "my-editor --flag F"),
    ],
)
def test_an_editor_is_told_the_line_in_its_own_way(editor: str, command: str) -> None:
    assert build_command(editor.split(), "F", 7) == command.split()


@pytest.mark.parametrize(
    ("visual", "plain", "words"),
    [
        pytest.param("'/my tools/vi' -n", "nano", ["/my tools/vi", "-n"], id="visual"),
        pytest.param(" ", "nano", ["nano"], id="editor"),
        pytest.param("", "", ["vi"], id="neither"),
    ],
)
def test_the_editor_is_the_one_that_is_wanted(
    visual: str, plain: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vi").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", plain)
    assert find_editor() == words


def test_no_editor_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UsageError, match="no editor is found"):
        find_editor()
    monkeypatch.setenv("EDITOR", "vi 'x")
    with pytest.raises(UsageError, match="lacks a closing quote"):
        find_editor()


def test_an_editor_that_cannot_be_started_is_told(
    path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    result = run("edit", "homes")
    assert result.status == 2
    assert "the editor 'no-such-editor' cannot be started" in result.err
    assert [name for name in os.listdir(path.parent) if name.startswith(".")] == []


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        (b"a\nb\nc\n", b"a\nc\n", (0, 1)),
        (b"a\nb\n", b"a\nx\nb\n", (1, 0)),
        (b"a\n", b"b\n", (1, 1)),
        (b"", b"b\n", (1, 0)),
        (b"a\na\n", b"a\n", (0, 1)),
        (b"a\nb\n", b"a\r\nb\r\n", (2, 2)),
        (b"a\nb", b"a\nb\n", (1, 1)),
    ],
)
def test_changed_lines_are_counted(before: bytes, after: bytes, counts: tuple[int, int]) -> None:
    assert count_changes(before, after) == counts
