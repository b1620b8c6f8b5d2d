"""Compiles the catalogues (.po to .mo), when the package is built and before the tests run."""

from pathlib import Path


def compile_catalogues() -> None:
    """Writes each .mo beside its .po, unless it was written since that changed."""
    for po in Path(__file__).parent.glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns > po.stat().st_mtime_ns:
            continue
        # Whoever finds nothing to be done need not have it.
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with po.open("rb") as source, mo.open("wb") as target:
            write_mo(target, read_po(source))


if __name__ == "__main__":
    compile_catalogues()
