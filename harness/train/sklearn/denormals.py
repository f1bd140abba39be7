"""Subnormal numbers count as 0, as TensorFlow's kernels have it: for libraries that leave that to the processor.

Saturated sigmoids make gradients below 1e-38. A processor takes up to a hundred times as long for a product with such
a number, and no result that is looked at depends on them.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Where glibc and musl keep an x86-64 processor's control word for floats (MXCSR) in their `fenv_t`, and its bits for
# "subnormal operands are 0" and "subnormal results are 0" (Intel 64 and IA-32 manual, volume 1, section 10.2.3).
_FENV_SIZE, _MXCSR, _FLAGS = 32, 28, 0x8040
_KNOWN = sys.platform == "linux" and platform.machine() == "x86_64"


@contextmanager
def subnormals_as_zero() -> Iterator[None]:
    """Let this thread take subnormal numbers for 0 meanwhile, on Linux and x86-64; elsewhere it only takes longer."""
    if not _KNOWN:
        yield
        return
    libm = ctypes.CDLL(None)
    before = ctypes.create_string_buffer(_FENV_SIZE)
    libm.fegetenv(before)
    changed = ctypes.create_string_buffer(before.raw)
    word = ctypes.c_uint32.from_buffer(changed, _MXCSR)
    word.value |= _FLAGS
    libm.fesetenv(changed)
    try:
        yield
    finally:
        libm.fesetenv(before)
