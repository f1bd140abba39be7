"""A convolutional network against a dense one, batch normalisation, and early stopping: any Keras model is an arm."""

import pytest

from harness import KerasModel, at_most, beats, claim, contradicted


def dense(shape, outputs, *, units=32, batch_norm=False, rate=0.003):
    """Build a network of one hidden layer."""
    from keras import Sequential, layers, optimizers

    model = Sequential([layers.Input(shape), layers.Rescaling(1 / 16), layers.Flatten(), layers.Dense(units)])
    if batch_norm:
        model.add(layers.BatchNormalization())
    model.add(layers.Activation("relu"))
    model.add(layers.Dense(outputs, activation="softmax"))
    model.compile(optimizers.Adam(rate), "categorical_crossentropy", metrics=["accuracy"])
    return model


def convolutional(shape, outputs, *, filters=8, rate=0.003):
    """Build a network of one convolution."""
    from keras import Sequential, layers, optimizers

    model = Sequential(
        [
            layers.Input(shape),
            layers.Rescaling(1 / 16),
            layers.Reshape((*shape, 1)),
            layers.Conv2D(filters, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(outputs, activation="softmax"),
        ]
    )
    model.compile(optimizers.Adam(rate), "categorical_crossentropy", metrics=["accuracy"])
    return model


def stop_early():
    """Return what ends a training when the held-out loss has not fallen for two epochs."""
    from keras.callbacks import EarlyStopping

    return [EarlyStopping(monitor="val_loss", patience=2)]


DENSE = KerasModel(dense, data="digits", batch_size=32, epochs=5)
BRIEF = DENSE.with_(epochs=2)
CONVOLUTIONAL = KerasModel(convolutional, data="digits", batch_size=32, epochs=5)


@claim("KM1", section="Structure", says="A convolution recognizes small digits better than a dense layer.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            beats(CONVOLUTIONAL, DENSE, on="test_accuracy", by=0.0),
            marks=contradicted("with fewer weights it is behind after so few epochs, by {below} in the median"),
        )
    ],
)
def test_convolution(question, judge):
    assert judge(question).supported


@claim("KM2", section="Training", says="Batch normalisation makes the first epochs count for more.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            beats(BRIEF.with_(batch_norm=True), BRIEF, on="test_loss", by=0.0),
            marks=contradicted(
                "so early its moving averages still lag, so that it is worse in use, by {below} in the median"
            ),
        )
    ],
)
def test_batch_normalisation(question, judge):
    assert judge(question).supported


EARLY = DENSE.with_(rate=0.03, epochs=15, held_out=0.25, callbacks=stop_early)


@claim("KM3", section="Training", says="Early stopping, at a large learning rate, ends with a usable loss.")
@pytest.mark.parametrize("question", [at_most(EARLY, on="test_loss", value=0.3, looks=(12,))])
def test_early_stopping(question, judge):
    assert judge(question).supported
