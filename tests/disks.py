"""A disk that can be full: a file system in memory, where there is the right to mount one."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

PAGE = 4096
ROOM = 4 * 2**30  # bytes; memory is used for what is written only


class Disk:
    """Mounted on an empty folder, which belongs to `owner` (ids of user and group)."""

    def __init__(self, folder: Path, owner: tuple[int, int]):
        self.folder = folder
        user, group = owner
        options = f"size={ROOM},mode=0700,uid={user},gid={group}"
        _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder)

    def fill(self, leave: int = 0) -> None:
        """From now on no more than these bytes fit."""
        # A page at least, as 0 bytes would mean that there is no limit.
        self._resize(max(self.used + leave, PAGE))

    def make_room(self) -> None:
        self._resize(ROOM)

    @property
    def used(self) -> int:
        """Bytes."""
        found = os.statvfs(self.folder)
        return (found.f_blocks - found.f_bfree) * found.f_frsize

    def unmount(self) -> None:
        """Gone from its place at once, even if a process still has a file of it open."""
        _run("umount", "--lazy", self.folder)

    def _resize(self, size: int) -> None:
        _run("mount", "-o", f"remount,size={size}", self.folder)


@contextmanager
def mounted(folder: Path, owner: tuple[int, int] | None = None) -> Iterator[Disk]:
    disk = Disk(folder, owner or (os.geteuid(), os.getegid()))
    try:
        yield disk
    finally:
        disk.unmount()


@cache
def obstacle() -> str:
    """Why no disk can be mounted here; "" where one can."""
    with tempfile.TemporaryDirectory(prefix="deals-disk-") as folder:
        try:
            with mounted(Path(folder)):
                return ""
        except (OSError, RuntimeError) as error:
            return f"no disk of a test's own can be mounted here: {error}"


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or f"{command[0]}: {done.returncode}")
