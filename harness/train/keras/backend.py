"""TensorFlow and Keras, imported in one place and set up for a worker: the CPU, one thread, no banner.

There is one worker process per core, so that a thread each is what keeps all cores busy.
"""

import contextlib
import os
import sys
from collections.abc import Iterator

# Read by TensorFlow when it is imported. The CPU only: the same numbers with and without a GPU.
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

from harness.train.environment import take_out
from harness.train.keras.quiet import quiet_stderr

take_out()

OPTIONAL = ("matplotlib", "pandas", "scipy", "sklearn")
"""Packages that TensorFlow and Keras can do without, but import if they are there: two fifths of the import's time."""


@contextlib.contextmanager
def _absent(packages: tuple[str, ...]) -> Iterator[None]:
    """Let packages that have not been imported yet seem not to be installed."""
    hidden = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type] # what Python documents for this
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with quiet_stderr(), _absent(OPTIONAL):
    import keras
    import tensorflow as tf

__all__ = ["keras", "pin", "tf"]


def pin() -> None:
    """Set what Keras lets a user, or a function of theirs, set for all models: everything here is told by its arms.

    `~/.keras/keras.json` may name another type of numbers, which the next network would be trained in.
    """
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")
    keras.config.set_epsilon(1e-7)
    keras.config.set_image_data_format("channels_last")
    keras.config.set_max_epochs(None)
    keras.config.set_max_steps_per_epoch(None)


pin()
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
