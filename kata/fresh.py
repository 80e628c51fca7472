"""Import a folder's modules as if for the first time, from source, whatever else bears the same names.

A `.pyc` is believed by its time in whole seconds and its size, so an edit of equal length within the same second runs
stale code. Here source is compiled anew whenever its nanoseconds, size or inode have changed, and no `.pyc` is read
or written.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import decode_source, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

_compiled: dict[str, tuple[tuple[int, int, int], CodeType]] = {}


class _FreshLoader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        facts = Path(path).stat()
        key = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
        known = _compiled.get(path)
        if known is None or known[0] != key:
            source = decode_source(self.get_data(path))
            known = _compiled[path] = key, compile(source, path, "exec", dont_inherit=True)
        return known[1]


class _FolderFinder(MetaPathFinder):
    """Resolves the modules that lie in one folder, before anybody else is asked."""

    def __init__(self, folder: Path, names: frozenset[str]) -> None:
        self.folder = folder
        self.names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        top, *rest = fullname.split(".")
        if top not in self.names:
            return None
        place = self.folder.joinpath(top, *rest)
        package = place / "__init__.py"
        if package.is_file():
            return spec_from_file_location(
                fullname, package, loader=_FreshLoader(fullname, str(package)), submodule_search_locations=[str(place)]
            )
        module = place.with_name(f"{place.name}.py")
        if module.is_file():
            return spec_from_file_location(fullname, module, loader=_FreshLoader(fullname, str(module)))
        if place.is_dir():  # a folder without __init__.py is a namespace package
            spec = ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations = [str(place)]
            return spec
        # Ours by name, but not there: another module of that name must not stand in for it.
        raise ModuleNotFoundError(f"No module named {fullname!r} in {self.folder.name}", name=fullname)


def _names(folder: Path) -> frozenset[str]:
    modules = {path.stem for path in folder.glob("*.py") if not path.name.startswith("test_")}
    packages = {path.name for path in folder.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    return frozenset(modules | packages | {"main"}) - {"__pycache__"}


def _purge(names: frozenset[str]) -> dict[str, ModuleType]:
    """Take every module of these top-level names out of `sys.modules`."""
    inner = tuple(f"{name}." for name in names)
    found = [module for module in sys.modules if module in names or module.startswith(inner)]
    return {module: sys.modules.pop(module) for module in found}


@contextmanager
def modules_of(folder: Path) -> Iterator[None]:
    """Within the block, `import main` and its like mean the modules of `folder`, imported afresh.

    Afterwards they are gone, and what bore their names before is back.
    """
    names = _names(folder)
    hidden = _purge(names)
    finder = _FolderFinder(folder, names)
    sys.meta_path.insert(0, finder)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        _purge(names)
        sys.modules.update(hidden)
