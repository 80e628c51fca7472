"""The branches starter and solutions: the same from everywhere, sound, and nothing is given away or touched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.conftest import Command
from checks.support import SAMPLES, committed, git
from kata.branches import BRANCHES, build, for_branch, refuse_checked_out, source
from kata.catalogue import Catalogue
from kata.commands.branches import _prove
from kata.errors import KataError
from kata.git import git as asked
from kata.rules import not_green
from kata.runner.client import Runner

KEY = "section1_basics/ex03_create_and_fetch"
SHORT = 12
"""Lines of fewer characters give nothing away."""


def cloned(origin: Path, target: Path, *options: str) -> Path:
    git(origin, "clone", "--quiet", *options, str(origin), str(target))
    return target


def built(root: Path) -> dict[str, str]:
    """Build both branches of a repository; their commits."""
    commit = source(root)
    return {name: build(name, commit, root).commit for name in BRANCHES}


def state(root: Path) -> tuple[str, ...]:
    """All of a repository that a build must leave as it is."""
    quietly = ("-c", f"core.hooksPath={os.devnull}")
    status = git(root, *quietly, "status", "--porcelain=v2", "--branch", "--untracked-files=all")
    index = git(root, *quietly, "ls-files", "--stage", "--debug")
    files = [path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts]
    contents = "".join(f"{path}{path.stat().st_mtime_ns}" for path in sorted(files))
    stashes = git(root, *quietly, "stash", "list")
    return status, index, contents, stashes, (root / git(root, "rev-parse", "--git-path", "HEAD")).read_text()


@pytest.fixture(scope="module")
def made(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in which both branches were built."""
    folder = cloned(published, tmp_path_factory.mktemp("made") / "kata")
    built(folder)
    return folder


@pytest.fixture(scope="module")
def starter(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's clone of the starter branch alone."""
    folder = tmp_path_factory.mktemp("starter") / "kata"
    return cloned(made, folder, "--branch=starter", "--single-branch", "--no-local")


@pytest.fixture(scope="module")
def solutions(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cloned(made, tmp_path_factory.mktemp("solutions") / "kata", "--branch=solutions", "--single-branch")


# The same from everywhere


def test_two_clones_build_the_same_commits(made: Path, published: Path, tmp_path: Path) -> None:
    other = cloned(published, tmp_path / "other")
    git(other, "config", "user.name", "Somebody else")
    git(other, "config", "core.autocrlf", "true")
    git(other, "config", "commit.gpgsign", "true")
    git(other, "config", "i18n.commitEncoding", "latin-1")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Pacific/Auckland")
        patch.setenv("GIT_AUTHOR_NAME", "Somebody else")
        second = built(other)

    assert second == {name: git(made, "rev-parse", f"refs/heads/{name}") for name in BRANCHES}
    assert len(second) == 2


def test_building_what_is_built_adds_no_commit(published: Path, tmp_path: Path) -> None:
    root = cloned(published, tmp_path / "kata")

    first, second = built(root), built(root)

    assert first == second
    assert git(root, "rev-list", "--count", "refs/heads/starter") == "1"


def test_a_change_of_main_that_changes_nothing_there_adds_no_commit(published: Path, tmp_path: Path) -> None:
    root = cloned(published, tmp_path / "kata")
    first = built(root)
    (root / "checks" / "rejected" / "note.txt").write_text("only on main\n", encoding="utf-8")
    committed(root, "A note")

    assert built(root) == first


@pytest.mark.parametrize("known_by", ["local", "origin"])
def test_a_build_follows_the_last_one_and_never_main(known_by: str, published: Path, tmp_path: Path) -> None:
    root = cloned(published, tmp_path / "kata")
    first = built(root)
    if known_by == "origin":
        root = cloned(root, tmp_path / "again")
    with (root / "exercises" / KEY / "README.md").open("a", encoding="utf-8") as readme:
        readme.write("\nOne more line.\n")
    main = committed(root, "A change")

    second = built(root)

    for name in BRANCHES:
        assert git(root, "rev-parse", f"{second[name]}^") == first[name]
        history = git(root, "rev-list", second[name]).split()
        assert history == [second[name], first[name]]
        assert main not in history


# Nothing is touched


@pytest.fixture(
    params=["clean", "dirty", "staged", "detached", "worktree", "shallow", "autocrlf", "on another branch", "hooks"]
)
def situation(request: pytest.FixtureRequest, published: Path, tmp_path: Path) -> Iterator[Path]:
    """A clone in a state in which maintainers have theirs."""
    kind: str = request.param
    shallow = ["--depth=1", "--no-local"] if kind == "shallow" else []
    crlf = ["--config=core.autocrlf=true"] if kind == "autocrlf" else []
    root = cloned(published, tmp_path / "kata", *shallow, *crlf)
    main = root / "exercises" / KEY / "main.py"
    if kind in ("dirty", "staged"):
        main.write_text("# mine\n", encoding="utf-8")
        (root / "new.txt").write_text("new\n", encoding="utf-8")
    if kind == "staged":
        git(root, "add", "--all")
    if kind == "detached":
        git(root, "checkout", "--quiet", "--detach")
    if kind == "on another branch":
        git(root, "checkout", "--quiet", "-b", "topic")
    if kind == "worktree":
        git(root, "worktree", "add", "--quiet", "-b", "topic", str(tmp_path / "linked"))
        root = tmp_path / "linked"
    if kind == "hooks" and os.name == "posix":
        for name in ("post-commit", "reference-transaction", "post-checkout", "post-index-change"):
            hook = root / ".git" / "hooks" / name
            hook.write_text(f"#!/bin/sh\necho {name} >> {root}/hooked\nexit 1\n", encoding="utf-8")
            hook.chmod(0o755)
    yield root
    shutil.rmtree(root, ignore_errors=True)


def test_it_works_and_leaves_all_as_it_is(situation: Path, made: Path) -> None:
    before = state(situation)

    commits = built(situation)

    assert commits == {name: git(made, "rev-parse", f"refs/heads/{name}") for name in BRANCHES}
    assert state(situation) == before


def test_a_branch_that_is_checked_out_is_refused(published: Path, tmp_path: Path) -> None:
    root = cloned(published, tmp_path / "kata")
    built(root)
    git(root, "worktree", "add", "--quiet", str(tmp_path / "linked"), "starter")

    with pytest.raises(KataError, match=r"The branch starter is checked out in .*linked"):
        refuse_checked_out(root)


def test_no_commit_no_clone_and_no_solutions_are_told(tmp_path: Path, starter: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(KataError, match="is not a git clone"):
        source(empty)
    git(empty, "init", "--quiet")
    with pytest.raises(KataError, match="There is no commit yet"):
        source(empty)
    with pytest.raises(KataError, match="HEAD has no folder solutions/"):
        source(starter)


# Only what is sound


def test_a_green_stub_and_a_red_solution_are_named(tmp_path: Path) -> None:
    exercises, answers = tmp_path / "exercises" / SAMPLES.name, tmp_path / "solutions" / SAMPLES.name
    shutil.copytree(SAMPLES, exercises)
    for name in ("ex01_doors", "ex02_sum"):
        (answers / name).mkdir(parents=True)
        shutil.copyfile(SAMPLES / name / "main.py", answers / name / "main.py")
    with pytest.raises(KataError, match=r"the solution of 9\.1 is red; the stub of 9\.2 is green"):
        _prove(tmp_path)

    test = exercises / "ex01_doors" / "test_main.py"
    test.write_text(re.sub(r"assert .*", "assert True", test.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(KataError, match=r"the stub of 9\.1 is green; the stub of 9\.2 is green"):
        _prove(tmp_path)

    shutil.rmtree(answers / "ex02_sum")
    with pytest.raises(KataError, match=r"No solution is there of 9\.2"):
        _prove(tmp_path)


def test_starter_is_red(starter: Path, python: Command) -> None:
    """By its own checks, which run in no other place."""
    done = python("-m", "pytest", "--quiet", "checks/test_stubs.py", cwd=starter)

    assert done.returncode == 0, done.stdout
    assert f"{2 * len(Catalogue().exercises)} passed" in done.stdout


def test_solutions_are_green(solutions: Path) -> None:
    with Runner() as runner:
        jobs = [runner.job(exercise) for exercise in Catalogue(solutions / "exercises").exercises]
        ended = [result for _, result, event in runner.run(jobs) if event["event"] == "ended"]

    assert len(ended) == len(Catalogue().exercises) > 0
    assert [fault for result in ended for fault in not_green(result, result.exercise.number)] == []


def test_what_is_there_and_what_is_not(made: Path) -> None:
    files = {
        name: set(git(made, "ls-tree", "-r", "--name-only", f"refs/heads/{name}").split("\n")) for name in BRANCHES
    }

    for name in BRANCHES:
        assert len(files[name]) > 100
        assert not any(path.startswith(("solutions/", ".github/workflows/", ".ci/")) for path in files[name])
        assert {f"exercises/{KEY}/main.py", f"exercises/{KEY}/test_main.py", "README.md", "noxfile.py"} <= files[name]
    assert not any(path.startswith(("checks/accepted", "checks/rejected")) for path in files["starter"])
    assert {"checks/test_stubs.py", "checks/test_sections.py"} <= files["starter"]


# Nothing is given away


def _lines(text: str) -> set[str]:
    lines = {" ".join(line.split()) for line in text.splitlines()}
    return {line for line in lines if len(line) >= SHORT}


def test_no_line_of_a_solution_is_in_starter_or_its_history(made: Path) -> None:
    exercises, answers = made / "exercises", made / "solutions"
    public = set().union(*(_lines(_text(path)) for path in exercises.rglob("*") if path.is_file()))
    public |= set().union(*(_lines(_text(path)) for path in (made / "README.md", made / "CONTRIBUTING.md")))
    secret = set().union(*(_lines(_text(path)) for path in answers.rglob("*") if path.is_file())) - public
    assert len(secret) > 400

    blobs = git(made, "rev-list", "--objects", "--no-object-names", "refs/heads/starter").split()
    pages = " ".join(" ".join(_text(path).split()) for path in exercises.rglob("*.md"))
    looked = 0
    for blob in blobs:
        if git(made, "cat-file", "-t", blob) != "blob":
            continue
        looked += 1
        text = (asked("cat-file", "blob", blob, root=made) or b"").decode("utf-8", "replace")
        given_away = {line for line in _lines(text) & secret if line not in pages}  # a hint may show a part of it
        assert not given_away, f"{blob}: {sorted(given_away)[:3]}"
    assert looked > 100


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


# What people do with them


@pytest.mark.parametrize("name", BRANCHES)
def test_pages_speak_of_what_is_there(name: str, made: Path) -> None:
    readme = git(made, "show", f"refs/heads/{name}:README.md")
    files = set(git(made, "ls-tree", "-r", "-t", "--name-only", f"refs/heads/{name}").split("\n"))

    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", readme)

    assert len(links) > 5
    assert [link for link in links if link.rstrip("/") not in files] == []
    assert "<!--" not in readme
    assert ("git pull" in readme) == (name == "starter")


def test_a_page_is_told_for_each_branch() -> None:
    page = "all\n<!-- main -->\nmain\n<!-- /main -->\n<!-- starter\nstarter\n-->\n<!-- solutions\nsolutions\n-->\nend\n"

    assert for_branch(page, "starter") == "all\nstarter\nend\n"
    assert for_branch(page, "solutions") == "all\nsolutions\nend\n"


def test_starters_own_checks_can_be_collected(starter: Path, python: Command) -> None:
    done = python("-m", "pytest", "checks", "--collect-only", "-q", "-p", "no:cacheprovider", cwd=starter)

    assert done.returncode == 0, done.stdout[-2000:]
    assert int(re.findall(r"(\d+)(?:/\d+)? tests? collected", done.stdout)[0]) > 100


def test_a_pull_brings_news_and_keeps_what_was_written(made: Path, tmp_path: Path) -> None:
    origin = cloned(made, tmp_path / "origin")
    for name in BRANCHES:
        git(origin, "update-ref", f"refs/heads/{name}", f"refs/remotes/origin/{name}")
    mine = cloned(origin, tmp_path / "mine", "--branch=starter", "--single-branch", "--no-local")
    answer = mine / "exercises" / KEY / "main.py"
    answer.write_text("# mine\n", encoding="utf-8")
    other = "exercises/section1_basics/ex04_client_errors/README.md"
    with (origin / other).open("a", encoding="utf-8") as readme:
        readme.write("\nNews.\n")
    committed(origin, "News")
    built(origin)

    git(mine, "pull", "--quiet")

    assert (mine / other).read_text(encoding="utf-8").endswith("News.\n")
    assert answer.read_text(encoding="utf-8") == "# mine\n"


def test_compare_reads_the_branch_and_tells_its_age(made: Path, tmp_path: Path, python: Command) -> None:
    origin = cloned(made, tmp_path / "origin")
    for name in BRANCHES:
        git(origin, "update-ref", f"refs/heads/{name}", f"refs/remotes/origin/{name}")
    mine = cloned(origin, tmp_path / "mine", "--branch=starter", "--single-branch", "--no-local")

    def compare() -> subprocess.CompletedProcess[str]:
        return python("-m", "kata", "compare", "1.3", "--reveal", cwd=mine)

    before = compare()
    command = before.stderr.partition("Fetch it: ")[2].split()
    git(mine, *command[1:])
    fetched = compare()

    assert before.returncode == 2
    assert fetched.returncode == 0, fetched.stderr
    assert "The reference: the branch origin/solutions" in fetched.stdout
    assert "status_code=status.HTTP_201_CREATED" in fetched.stdout
    assert "Your clone's" not in fetched.stdout

    with (origin / "exercises" / KEY / "test_main.py").open("a", encoding="utf-8") as tests:
        tests.write("\n\n# A change.\n")
    committed(origin, "News")
    built(origin)
    git(mine, "fetch", "--quiet", "origin", "+refs/heads/solutions:refs/remotes/origin/solutions", "--unshallow")
    assert "older than this answer" in compare().stdout

    git(mine, "pull", "--quiet")
    assert "than this answer" not in compare().stdout

    git(mine, "update-ref", "refs/remotes/origin/solutions", "refs/remotes/origin/solutions^")
    assert "newer than this answer" in compare().stdout


def test_the_branch_solutions_compares_with_itself(solutions: Path, python: Command) -> None:
    done = python("-m", "kata", "compare", "1.3", cwd=solutions)

    assert done.returncode == 0, done.stderr
    assert "to the letter" in done.stdout
    assert "the branch solutions" in done.stdout
