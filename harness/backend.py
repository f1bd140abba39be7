"""TensorFlow and Keras, imported in one place and set up for a worker: the CPU, one thread, no banner.

There is one worker process per core, so that a thread each is what keeps all cores busy.
"""

import os

# Read by TensorFlow when it is imported. The CPU only: the same numbers with and without a GPU.
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

from harness.quiet import quiet_stderr

with quiet_stderr():
    import keras
    import tensorflow as tf

__all__ = ["keras", "tf"]

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
