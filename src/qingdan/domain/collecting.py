"""The garbage collector put off while many small things are made that all stay: it would go through them again and
again and find nothing, two fifths of the time that reading an edition takes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """No collection inside the block or the function that this decorates, unless another thread ends such a block."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
