"""Genuine Keras layers, losses and optimizers, an epoch at a time as one compiled function. Imports TensorFlow."""
