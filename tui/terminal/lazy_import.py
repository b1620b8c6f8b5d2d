"""Has a module run when something of it is first used, though it is imported at the start; or not at all."""

import importlib
import importlib.util
import sys


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


def leave_encryption_out_of_the_loop() -> None:
    """To be called before anything imports `asyncio`, which takes TLS along where there is any: 1.5 MB
    and a hundredth of a second of each start, for what no loop of the desk's is ever asked to do.
    Whoever imports `ssl` afterwards has it."""
    if "ssl" not in sys.modules:
        # So Python is told that there is no such module, and `asyncio` can do without.
        sys.modules["ssl"] = None  # type: ignore[assignment]
        importlib.import_module("asyncio")
        del sys.modules["ssl"]
