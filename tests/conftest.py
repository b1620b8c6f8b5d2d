"""What all tests share."""

import os

from store.locale.compile import compile_catalogues


def pytest_configure() -> None:
    compile_catalogues()
    # Whoever runs the tests may have settings of their own.
    os.environ.pop("DUTYDESK_SETTINGS", None)
    os.environ["XDG_CONFIG_HOME"] = os.devnull
