"""What the tests of the screens share."""

from collections.abc import Iterator

import pytest

from store.text import use_language


@pytest.fixture
def english() -> Iterator[None]:
    """The screens speak English as long as the test runs."""
    use_language("en")
    yield
    use_language("zh")
