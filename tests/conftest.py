"""What all tests share."""

from store.locale.compile import compile_catalogues


def pytest_configure() -> None:
    compile_catalogues()
