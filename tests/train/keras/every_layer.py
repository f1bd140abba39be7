"""Every layer class that Keras has, in a model as small as can be: by the class's name, the input and the call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from harness.train.keras.backend import keras

layers = keras.layers

VECTOR, SEQUENCE, IMAGE, VOLUME = (6,), (5, 4), (6, 6, 3), (4, 4, 4, 2)
FRAMES = {1: (3, 6, 2), 2: (3, 6, 6, 2), 3: (3, 4, 4, 4, 2)}
"""Sequences of lines, images and volumes."""
SPACES = {1: SEQUENCE, 2: IMAGE, 3: VOLUME}

LEFT_OUT = {
    "FlaxLayer": "another library's",
    "JaxLayer": "another library's",
    "TorchModuleWrapper": "another library's",
    "TFSMLayer": "wraps a saved model",
    "Layer": "a base class",
    "Wrapper": "a base class",
    "InputLayer": "in every model",
    "HashedCrossing": "of whole numbers or text",
    "Hashing": "of whole numbers or text",
    "IntegerLookup": "of whole numbers",
    "StringLookup": "of text",
    "TextVectorization": "of text",
    "MaxNumBoundingBoxes": "of bounding boxes",
    "CutMix": "mixes the labels too",
    "MixUp": "mixes the labels too",
}

Call = Callable[[Any], Any]
Case = tuple[tuple[int, ...], Call]


def _one(shape: tuple[int, ...], *names: str, **settings: Any) -> dict[str, Case]:
    """Return cases of layers that are made alike, of one input."""
    return {name: (shape, lambda x, name=name: getattr(layers, name)(**settings)(x)) for name in names}


def _in_space(template: str, **settings: Any) -> dict[str, Case]:
    """Return cases of a layer that there is for one, two and three dimensions, by a name such as "Conv{}D"."""
    names = {dimensions: template.format(dimensions) for dimensions in SPACES}
    have = {dimensions: name for dimensions, name in names.items() if hasattr(layers, name)}
    return {name: case for d, name in have.items() for name, case in _one(SPACES[d], name, **settings).items()}


def _merge(*names: str, **settings: Any) -> dict[str, Case]:
    """Return cases of layers of two inputs: two dense layers' outputs."""
    return {name: (VECTOR, partial(_merged, name, settings)) for name in names}


def _merged(name: str, settings: dict[str, Any], x: Any) -> Any:
    return getattr(layers, name)(**settings)([layers.Dense(4)(x), layers.Dense(4)(x)])


CASES: dict[str, Case] = {
    **_one(VECTOR, "Dense", units=4),
    **_one(VECTOR, "EinsumDense", equation="ab,bc->ac", output_shape=4, bias_axes="c"),
    **_one(VECTOR, "Activation", activation="tanh"),
    **_one(VECTOR, "ELU", "Flatten", "Identity", "LeakyReLU", "PReLU", "ReLU", "Softmax", "UnitNormalization"),
    **_one(VECTOR, "BatchNormalization", "LayerNormalization", "RMSNormalization"),
    **_one(VECTOR, "GroupNormalization", groups=2),
    **_one(VECTOR, "Normalization", mean=1.0, variance=2.0),
    **_one(VECTOR, "Dropout", "AlphaDropout", "GaussianDropout", rate=0.5),
    **_one(VECTOR, "GaussianNoise", stddev=0.5),
    **_one(VECTOR, "ActivityRegularization", l2=0.1),
    **_one(VECTOR, "Rescaling", scale=0.5),
    **_one(VECTOR, "Reshape", target_shape=(3, 2)),
    **_one(VECTOR, "RepeatVector", n=2),
    **_one(VECTOR, "Discretization", bin_boundaries=[-1.0, 0.0, 1.0], output_mode="one_hot"),
    **_one(VECTOR, "CategoryEncoding", num_tokens=6, output_mode="multi_hot"),
    **_one(VECTOR, "Embedding", input_dim=9, output_dim=2),
    **_one(VECTOR, "ReversibleEmbedding", input_dim=9, output_dim=2),
    "Lambda": (VECTOR, lambda x: layers.Lambda(keras.ops.tanh)(x)),
    "SpectralNormalization": (VECTOR, lambda x: layers.SpectralNormalization(layers.Dense(4))(x)),
    **_merge("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract"),
    **_merge("Dot", axes=1),
    **_one(SEQUENCE, "LSTM", "GRU", units=3, dropout=0.2, recurrent_dropout=0.2),
    **_one(SEQUENCE, "SimpleRNN", units=3, dropout=0.2),
    **{
        f"{kind}Cell": (SEQUENCE, lambda x, kind=kind: layers.RNN(getattr(layers, f"{kind}Cell")(3, dropout=0.2))(x))
        for kind in ("LSTM", "GRU", "SimpleRNN")
    },
    "RNN": (SEQUENCE, lambda x: layers.RNN(layers.GRUCell(3))(x)),
    "StackedRNNCells": (
        SEQUENCE,
        lambda x: layers.RNN(layers.StackedRNNCells([layers.LSTMCell(3), layers.GRUCell(2)]))(x),
    ),
    "Bidirectional": (SEQUENCE, lambda x: layers.Bidirectional(layers.LSTM(3))(x)),
    "TimeDistributed": (SEQUENCE, lambda x: layers.TimeDistributed(layers.Dense(3))(x)),
    "Masking": (SEQUENCE, lambda x: layers.GRU(3)(layers.Masking()(x))),
    **_one(SEQUENCE, "Permute", dims=(2, 1)),
    "Attention": (SEQUENCE, lambda x: layers.Attention(use_scale=True, dropout=0.2)([x, x])),
    "AdditiveAttention": (SEQUENCE, lambda x: layers.AdditiveAttention(dropout=0.2)([x, x])),
    "MultiHeadAttention": (SEQUENCE, lambda x: layers.MultiHeadAttention(2, 3, dropout=0.2)(x, x)),
    "GroupedQueryAttention": (SEQUENCE, lambda x: layers.GroupQueryAttention(3, 2, 1, dropout=0.2)(x, x)),
    **_in_space("Conv{}D", filters=2, kernel_size=2),
    **_in_space("Conv{}DTranspose", filters=2, kernel_size=2),
    **_in_space("SeparableConv{}D", filters=2, kernel_size=2),
    **_in_space("DepthwiseConv{}D", kernel_size=2),
    **{
        name: case
        for dimensions, shape in FRAMES.items()
        for name, case in _one(shape, f"ConvLSTM{dimensions}D", filters=2, kernel_size=2, dropout=0.2).items()
    },
    **_in_space("AveragePooling{}D", pool_size=2),
    **_in_space("MaxPooling{}D"),
    **_in_space("GlobalAveragePooling{}D"),
    **_in_space("GlobalMaxPooling{}D"),
    **_in_space("AdaptiveAveragePooling{}D", output_size=2),
    **_in_space("AdaptiveMaxPooling{}D", output_size=2),
    **_in_space("Cropping{}D", cropping=1),
    **_in_space("UpSampling{}D", size=2),
    **_in_space("ZeroPadding{}D", padding=1),
    **_in_space("SpatialDropout{}D", rate=0.5),
    **_one((64, 1), "STFTSpectrogram", frame_length=16, frame_step=8, fft_length=16),
    **_one((64,), "MelSpectrogram", fft_length=16, sequence_stride=8, num_mel_bins=4, sampling_rate=100),
    **_one(IMAGE, "CenterCrop", "Resizing", height=4, width=4),
    **_one(IMAGE, "RandomCrop", height=4, width=4),
    **_one(IMAGE, "AugMix", "AutoContrast", "Equalization", "RandAugment", "RandomElasticTransform", "RandomErasing"),
    **_one(IMAGE, "ContrastLimitedAdaptiveHistogramEqualization", "RandomFlip", "RandomGaussianBlur"),
    **_one(IMAGE, "RandomGrayscale", "RandomInvert", "RandomPerspective", "RandomShear", "Solarization"),
    **_one(IMAGE, "RandomBrightness", "RandomColorDegeneration", "RandomContrast", "RandomHue", factor=0.5),
    **_one(IMAGE, "RandomPosterization", factor=4),
    **_one(IMAGE, "RandomRotation", "RandomSaturation", "RandomSharpness", factor=0.5),
    **_one(IMAGE, "RandomColorJitter", brightness_factor=0.5),
    **_one(IMAGE, "RandomTranslation", height_factor=0.2, width_factor=0.2),
    **_one(IMAGE, "RandomZoom", height_factor=0.2),
    "Pipeline": (IMAGE, lambda x: layers.Pipeline([layers.RandomFlip(), layers.Rescaling(0.5)])(x)),
}


def classes() -> set[str]:
    """Return the names of Keras' layer classes, each once."""
    found = [one for one in vars(layers).values() if isinstance(one, type) and issubclass(one, layers.Layer)]
    return {one.__name__ for one in found}


def model_with(layer: str) -> Callable[..., Any]:
    """Return a function that builds a model with a layer in it, for `KerasModel`."""
    _, call = CASES[layer]

    def build(shape: tuple[int, ...], outputs: int) -> Any:
        x = keras.Input(shape)
        y = call(x)
        y = layers.Flatten()(y) if len(y.shape) > 2 else y
        model = keras.Model(x, layers.Dense(outputs, activation="softmax")(y))
        model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
        return model

    return build
