"""The variables of the environment that change numbers: those that are taken out, and those that a run is stored under.

What else changes them (versions, the kind of processor) is in `versions`; what a library's own configuration file says
is pinned where that library is imported.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

TAKEN_OUT = ("KERAS_MAX_EPOCHS", "KERAS_MAX_STEPS_PER_EPOCH")
"""Of Keras, for scripts whose sources cannot be changed: a training here is as long as its description says."""
SWITCHES = (
    "MKL_CBWR",
    "MKL_ENABLE_INSTRUCTIONS",
    "NPY_DISABLE_CPU_FEATURES",
    "NPY_ENABLE_CPU_FEATURES",
    "NVIDIA_TF32_OVERRIDE",
    "TF_CUDNN_DETERMINISTIC",
    "TF_DETERMINISTIC_OPS",
    "TF_DISABLE_MKL",
    "TF_DISABLE_RZ_CHECK",
    "TF_ENABLE_ONEDNN_OPTS",
    "TF_ENABLE_WINOGRAD_NONFUSED",
    "TF_SET_ONEDNN_FPMATH_MODE",
    "TF_USE_LEGACY_KERAS",
    "TF_XLA_FLAGS",
    "XLA_FLAGS",
)
"""Of TensorFlow, XLA, numpy and MKL: with one of them set, the same computation may end in other digits."""
FAMILIES = ("DNNL_", "ONEDNN_")
"""All that begins like this is oneDNN's, in either of its spellings; what only says more in its log is told apart."""
HARMLESS = ("DNNL_VERBOSE", "ONEDNN_VERBOSE")


def switches(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that are set and may change numbers, by name: whoever sets another one retrains."""
    return {
        name: value
        for name, value in sorted(environment.items())
        if (name in SWITCHES or name.startswith(FAMILIES)) and not name.startswith(HARMLESS)
    }


def take_out() -> None:
    """Forget, in this process, what would shorten a training; before Keras is imported, which reads it then."""
    for name in TAKEN_OUT:
        os.environ.pop(name, None)
