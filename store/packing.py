"""How a zip file is packed."""

from __future__ import annotations

from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile


def comes_in_pieces(packed: ZipFile) -> bool:
    """Whether each part can be unpacked a piece at a time: any other packing than these gives all at
    once, however little of it is asked for or said to be there."""
    return all(part.compress_type in (ZIP_STORED, ZIP_DEFLATED) for part in packed.infolist())
