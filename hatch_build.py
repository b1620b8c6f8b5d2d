"""What the package holds that is made of something else: made when it is built, and before the tests
run; `python hatch_build.py` makes it by hand."""

import sys
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # the tests need the functions alone
    BuildHookInterface = object

ROOT = Path(__file__).parent
# A build runs this file by its path alone.
sys.path.insert(0, str(ROOT))

from store.locale.compile import compile_catalogues  # noqa: E402
from store.tips.pinyin import INITIALS, initials_in  # noqa: E402


def write_initials() -> None:
    """Writes which characters each letter may stand for, unless it was written since that changed."""
    from pypinyin import pinyin_dict

    made_of = Path(pinyin_dict.__file__)
    if not INITIALS.exists() or INITIALS.stat().st_mtime_ns < made_of.stat().st_mtime_ns:
        INITIALS.write_text(initials_in(pinyin_dict.pinyin_dict), "utf-8")


def make_all() -> None:
    """Makes all that is missing or older than what it is made of."""
    compile_catalogues()
    write_initials()


class CustomBuildHook(BuildHookInterface):
    """What the build calls."""

    def initialize(self, version, build_data):
        make_all()


if __name__ == "__main__":
    make_all()
