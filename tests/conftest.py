"""What all tests share."""

import os
import sys

import pytest

from store.locale.compile import compile_catalogues


def pytest_configure() -> None:
    compile_catalogues()
    # The terminal of whoever runs them is none of theirs; a test that is about one says so.
    os.environ["TERM"] = "xterm-256color"
    for name in ("COLORTERM", "NO_COLOR"):
        os.environ.pop(name, None)


# Else each worker, and each of the processes that tests start, compiles everything anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The whole suite in several processes, a few named tests in one.

    Half of the tests wait most of their time, so there is work for more than one a core.
    """
    names_some = config.args_source == pytest.Config.ArgsSource.ARGS
    return 0 if names_some else 2 * (os.cpu_count() or 2)
