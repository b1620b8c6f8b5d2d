"""Has a module run when something of it is first used, though it is imported at the start; or not at all."""

import importlib
import importlib.util
import sys
from types import ModuleType


def import_late(name: str) -> None:
    """Puts a stand-in for the module `name`, which runs the module when an attribute is asked for.

    For what a library imports and starting never uses: `dateutil.parser`, which pendulum keeps for
    texts that it cannot read itself, takes a twentieth of the time to the first paint.
    """
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    loader = spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    # Else `from dateutil import parser` asks the stand-in whether it is there, and runs it.
    package, _dot, short = name.rpartition(".")
    setattr(sys.modules[package], short, module)


def import_without(left_out: str, name: str, stand_in: ModuleType | None = None) -> None:
    """Imports the module `name` as if there were no module `left_out`, or as if it were `stand_in`; whoever
    imports that afterwards has it.

    For what a library takes along and is never asked to use here.
    """
    if left_out not in sys.modules:
        sys.modules[left_out] = stand_in  # type: ignore[assignment]
        try:
            importlib.import_module(name)
        finally:
            del sys.modules[left_out]


def empty(name: str, *names: str) -> ModuleType:
    """A module to stand in for another, of which those `names` are imported and never used, but that a
    class nobody uses either may be made from one."""
    found = ModuleType(name)
    vars(found).update(dict.fromkeys(names, object))
    return found
