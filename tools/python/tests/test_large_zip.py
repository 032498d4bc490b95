"""A zip beyond 4 GiB, which `make-large-zip.ts` wrote."""

import os
import zipfile
from pathlib import Path

LARGE = Path(os.environ["TABTUNE_EXPORTS"]) / "large" / "large.zip"


def test_is_read_whole():
    with zipfile.ZipFile(LARGE) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        assert sizes == {"before.txt": 11, "zeros.bin": 2**32 + 5, "behind.txt": 11}
        assert archive.getinfo("behind.txt").header_offset > 2**32
        # Every checksum, so every byte.
        assert archive.testzip() is None
        assert archive.read("behind.txt") == b"behind.txt\n"


def test_holes_take_no_room():
    assert LARGE.stat().st_blocks * 512 < 2**20
