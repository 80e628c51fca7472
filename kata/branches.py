"""The branches `starter` and `solutions`, made from a commit of main by git's plumbing.

Work tree, index, HEAD and hooks stay as they are. The same commit and the same parent give the same commit ids, on any
machine and at any time: names, dates and message come from the source commit.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kata.catalogue import HOME
from kata.errors import KataError
from kata.git import git, must, require_clone

BRANCHES = ("solutions", "starter")
_NEVER = (".ci/", ".github/workflows/", "solutions/")
"""What stays on main for both: its own CI, and the answers in a folder of their own."""
_ONLY_MAIN = {"solutions": ("checks/",), "starter": ("checks/accepted/", "checks/rejected/")}
_SCRIPT = re.compile(r"(checks|docs)/\w+\.py")
_NEEDS_ANSWERS = re.compile(rb"\b(solutions|accepted|rejected)\b")
"""A check or a script that speaks of them cannot do without: it stays on main as well."""
_WHO = "FastAPI kata"
_MAIL = "kata@example.invalid"
_NOTHING = "0" * 40


@dataclass(frozen=True)
class Built:
    """A branch after a build: its commit, that of the build before, if any, and the number of its files."""

    name: str
    commit: str
    before: str
    files: int

    @property
    def changed(self) -> bool:
        return self.commit != self.before


def source(root: Path = HOME) -> str:
    """The commit that would be built: HEAD. `KataError` where there is none, or none with answers in it."""
    require_clone(root)
    commit = git("rev-parse", "--verify", "--quiet", "HEAD^{commit}", root=root)
    if commit is None:
        raise KataError("There is no commit yet.", "Commit the exercises and their solutions first.")
    if not git("ls-tree", "--name-only", "HEAD", "--", "solutions/", root=root):
        raise KataError("HEAD has no folder solutions/.", "The branches are built on main.")
    return commit.decode().strip()


def refuse_checked_out(root: Path = HOME) -> None:
    """`KataError` where one of the branches is checked out: building it would pull its files from under somebody."""
    for name in BRANCHES:
        place = git("for-each-ref", "--format=%(worktreepath)", f"refs/heads/{name}", root=root) or b""
        if where := place.decode().strip():
            raise KataError(f"The branch {name} is checked out in {where}.", "Check another one out there first.")


@contextmanager
def exported(commit: str, root: Path = HOME) -> Iterator[Path]:
    """The files of `commit` in a folder of their own, for the length of the block."""
    with tempfile.TemporaryDirectory(prefix="kata-") as scratch:
        folder = Path(scratch).resolve() / "tree"
        env = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        must("read-tree", commit, root=root, env=env)
        must("checkout-index", "--all", f"--prefix={folder.as_posix()}/", root=root, env=env)
        yield folder


def build(name: str, commit: str, root: Path = HOME) -> Built:
    """Make the branch `name` what it should be for `commit`; adds no commit where it is that already."""
    entries = _mapped(name, _entries(commit, root), root)
    for path in [path for path in entries if "/" not in path and path.endswith(".md")]:
        mode, blob = entries[path]
        text = must("cat-file", "blob", blob, root=root)
        told = for_branch(text.decode(), name).encode()
        entries[path] = (mode, must("hash-object", "-w", "--stdin", root=root, data=told).decode().strip())
    tree = _written(entries, root)
    local = _resolved(f"refs/heads/{name}", root)
    parent = local or _resolved(f"refs/remotes/origin/{name}", root)
    new = parent if parent and _tree_of(parent, root) == tree else _committed(name, commit, tree, parent, root)
    if new != local:
        must("update-ref", f"refs/heads/{name}", new, local or _NOTHING, root=root)
    return Built(name, new, parent, len(entries))


def for_branch(text: str, name: str) -> str:
    """A page as the branch `name` has it.

    What stands between `<!-- main -->` and `<!-- /main -->` is left out. What a comment `<!-- NAME … -->` holds comes
    out of it for the branch of that name, and goes with its comment for the other.
    """
    text = re.sub(r"<!-- main -->\n.*?<!-- /main -->\n", "", text, flags=re.DOTALL)
    for branch in BRANCHES:
        kept = r"\1" if branch == name else ""
        text = re.sub(rf"<!-- {branch}\n(.*?)-->\n", kept, text, flags=re.DOTALL)
    return text


def _entries(commit: str, root: Path) -> dict[str, tuple[str, str]]:
    """Mode and blob of every file of `commit`."""
    listed = must("ls-tree", "-r", "-z", commit, root=root).decode()
    found = {}
    for line in filter(None, listed.split("\0")):
        about, path = line.split("\t", 1)
        mode, _, blob = about.split(" ")
        found[path] = (mode, blob)
    return found


def _mapped(name: str, entries: dict[str, tuple[str, str]], root: Path) -> dict[str, tuple[str, str]]:
    """What the branch holds, by path; the answers are put in the places of the stubs, or left out."""
    kept = {path: entry for path, entry in entries.items() if not path.startswith((*_NEVER, *_ONLY_MAIN[name]))}
    for path in [path for path in kept if _SCRIPT.fullmatch(path) and not path.endswith("/conftest.py")]:
        if _NEEDS_ANSWERS.search(must("cat-file", "blob", kept[path][1], root=root)):
            del kept[path]
    if name == "solutions":
        answers = {path: entry for path, entry in entries.items() if path.startswith("solutions/")}
        kept |= {f"exercises/{path.removeprefix('solutions/')}": entry for path, entry in answers.items()}
    return kept


def _written(entries: dict[str, tuple[str, str]], root: Path) -> str:
    """The id of a tree with these entries, made in an index that is nobody's."""
    lines = "".join(f"{mode} {blob}\t{path}\0" for path, (mode, blob) in sorted(entries.items()))
    with tempfile.TemporaryDirectory(prefix="kata-") as scratch:
        env = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        must("update-index", "-z", "--index-info", root=root, data=lines.encode(), env=env)
        return must("write-tree", "--missing-ok", root=root, env=env).decode().strip()


def _committed(name: str, commit: str, tree: str, parent: str, root: Path) -> str:
    seconds = must("show", "--no-patch", "--format=%ct", commit, root=root).decode().strip()
    date = f"@{seconds} +0000"
    env = {
        **{f"GIT_{role}_NAME": _WHO for role in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{role}_EMAIL": _MAIL for role in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{role}_DATE": date for role in ("AUTHOR", "COMMITTER")},
    }
    message = f"{name.capitalize()} of {commit}\n".encode()
    parents = ["-p", parent] if parent else []
    encoding = ["-c", "i18n.commitEncoding=UTF-8"]
    return must(*encoding, "commit-tree", tree, *parents, root=root, data=message, env=env).decode().strip()


def _resolved(ref: str, root: Path) -> str:
    return (git("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", root=root) or b"").decode().strip()


def _tree_of(commit: str, root: Path) -> str:
    return (git("rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}", root=root) or b"").decode().strip()
