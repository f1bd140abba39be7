"""The faults: each a text of the source that is replaced by another, and the tests that could notice."""

from __future__ import annotations

from dataclasses import dataclass

KERAS = ("tests/train/keras/test_trainer.py", "tests/train/keras/test_as_keras_does.py")
CHECKPOINTS = ("tests/train/keras/test_checkpoints.py",)
MEASURED = ("tests/train/keras/test_measurement_values.py", "tests/train/keras/test_update_norms.py")
DATA = ("tests/data",)
DECLARED = ("tests/declare",)
JUDGE = ("tests/judge",)
EVIDENCE = ("tests/campaign/test_evidence.py",)
COMPARED = ("tests/results/test_compared_arms.py",)


@dataclass(frozen=True)
class Fault:
    """One fault."""

    name: str
    file: str
    old: str
    """A text that the file has exactly once."""
    new: str
    tests: tuple[str, ...]
    """Files or folders of tests."""


TRAINER = "harness/train/keras/"
FAULTS = (
    Fault(
        "the learning rate is halved",
        TRAINER + "trainable.py",
        "self.model.optimizer.learning_rate = learning_rate",
        "self.model.optimizer.learning_rate = learning_rate / 2",
        KERAS,
    ),
    Fault(
        "dropout stays on while evaluating",
        TRAINER + "loops.py",
        "return self._figures(y, self.model(x, training=False))",
        "return self._figures(y, self.model(x, training=True))",
        KERAS,
    ),
    Fault(
        "dropout is not applied in training",
        TRAINER + "dropout_masks.py",
        "x * (1 / (1 - layer.rate)), 0.0)",
        "x, x)",
        KERAS,
    ),
    Fault(
        "what dropout keeps is not scaled up",
        TRAINER + "dropout_masks.py",
        "x * (1 / (1 - layer.rate))",
        "x * 1.0",
        KERAS,
    ),
    Fault(
        "every batch of an epoch has the same dropout mask",
        TRAINER + "loops.py",
        "tuple(mask[index] for mask in masks[0])",
        "tuple(mask[0] for mask in masks[0])",
        KERAS,
    ),
    Fault(
        "gradients are summed over a batch instead of averaged",
        TRAINER + "loops.py",
        "mean = total / batch.shape[0]",
        "mean = total / 1",
        KERAS,
    ),
    Fault(
        "the last short batch of an epoch is dropped",
        TRAINER + "loops.py",
        "return (update(last, masks[1], *state) if rest else state)[1:]",
        "return state[1:]",
        KERAS,
    ),
    Fault(
        "momentum has the wrong sign",
        TRAINER + "dense.py",
        "        return keras.optimizers.SGD(rate, momentum=0.9)",
        "        wrong = keras.optimizers.SGD(rate, momentum=0.9)\n        wrong.momentum = -0.9\n        return wrong",
        KERAS,
    ),
    Fault(
        "the optimizer's state is kept from one run to the next",
        TRAINER + "trainable.py",
        "zip(self.model.optimizer.variables, self._optimizer_state, strict=True)",
        "zip((), (), strict=True)",
        KERAS,
    ),
    Fault(
        "all seeds start from the same weights",
        TRAINER + "dense.py",
        '"seed": keras_seed(seed, WEIGHTS, index)',
        '"seed": keras_seed(0, WEIGHTS, index)',
        KERAS,
    ),
    Fault(
        "all seeds have the same dropout masks",
        TRAINER + "dense.py",
        "keras_seed(seed, DROPOUT, index)",
        "keras_seed(0, DROPOUT, index)",
        KERAS,
    ),
    Fault(
        "the examples are not shuffled",
        TRAINER + "trainer.py",
        "np.random.default_rng(stream(self.seed, ORDER, number)).permutation(len(self.data.x_train))",
        "np.arange(len(self.data.x_train))",
        KERAS,
    ),
    Fault(
        "every epoch has the same order",
        TRAINER + "trainer.py",
        "stream(self.seed, ORDER, number)",
        "stream(self.seed, ORDER, 1)",
        KERAS,
    ),
    Fault(
        "the test accuracy is measured on training images",
        TRAINER + "trainer.py",
        '"test": _tensors(data.x_test, data.y_test)',
        '"test": _tensors(data.x_train[: len(data.x_test)], data.y_train[: len(data.y_test)])',
        KERAS,
    ),
    Fault(
        "a checkpoint's figures are those of the last weights",
        TRAINER + "checkpoints.py",
        "self._put(state)",
        "self._evaluations.forget()",
        CHECKPOINTS,
    ),
    Fault(
        "evaluations are kept when the weights have changed",
        TRAINER + "evaluations.py",
        "self._known.clear()",
        "len(self._known)",
        CHECKPOINTS,
    ),
    Fault(
        "a loss that is not finite is no divergence",
        TRAINER + "trainer.py",
        "if self.diverged_at is None and not math.isfinite(loss):",
        "if self.diverged_at is None and math.isnan(loss) and name == 'test':",
        KERAS,
    ),
    Fault(
        "another quantile of the updates' norms",
        TRAINER + "measurements.py",
        "np.quantile(everything, 0.99)",
        "np.quantile(everything, 0.9)",
        MEASURED,
    ),
    Fault(
        "a quarter of the layer is silenced instead of half",
        TRAINER + "measurements.py",
        "kept[rng.permutation(units)[: units // 2]] = 1",
        "kept[rng.permutation(units)[units // 4 :]] = 1",
        MEASURED,
    ),
    Fault(
        "the gradient's variance is divided by n instead of n - 1",
        TRAINER + "measurements.py",
        "ddof=1",
        "ddof=0",
        MEASURED,
    ),
    Fault(
        "the mean absolute error stands for the root mean squared one",
        TRAINER + "measurements.py",
        "np.sqrt(np.mean((values - data.truth) ** 2, dtype=np.float64))",
        "np.mean(np.abs(values - data.truth), dtype=np.float64)",
        MEASURED,
    ),
    Fault(
        "labels are shifted in 2 % of the training images",
        "harness/data/mnist.py",
        "return Data(flat(x_train), one_hot(y_train, 10),",
        "shifted = np.where(np.arange(len(y_train)) % 50, y_train, (y_train + 1) % 10)\n"
        "    return Data(flat(x_train), one_hot(shifted, 10),",
        DATA,
    ),
    Fault(
        "labels are shifted in 2 % of the examples that are trained on",
        TRAINER + "trainer.py",
        "self.train_set = _tensors(data.x_train, data.y_train)",
        "wrong = np.arange(len(data.y_train)) % 50 == 0\n"
        "        self.train_set = _tensors(\n"
        "            data.x_train, np.where(wrong[:, None], np.roll(data.y_train, 1, axis=1), data.y_train)\n"
        "        )",
        KERAS,
    ),
    Fault(
        "test images are among the training images",
        "harness/data/split.py",
        "return order[~tested], order[tested]",
        "return order[~tested], order[np.roll(tested, 1)]",
        DATA,
    ),
    Fault(
        "the test part is standardized by its own mean",
        "harness/data/arrays.py",
        "x_train, x_test = (((x - mean) / deviation).astype(np.float32) for x in (self.x_train, self.x_test))",
        "x_train, x_test = (\n"
        "            ((x - x.mean(axis=0)) / deviation).astype(np.float32) for x in (self.x_train, self.x_test)\n"
        "        )",
        DATA,
    ),
    Fault(
        "label noise may leave a label as it is",
        "harness/data/arrays.py",
        "shift = rng.integers(1, y.shape[1], size=len(wrong))",
        "shift = rng.integers(0, y.shape[1], size=len(wrong))",
        DATA,
    ),
    Fault(
        "a tie counts as a yes",
        "harness/declare/questions/lead.py",
        "return effect > self.by + TIE",
        "return effect >= self.by - TIE",
        DECLARED,
    ),
    Fault(
        "the arms are swapped",
        "harness/declare/questions/superiority.py",
        "first, second = values",
        "second, first = values",
        DECLARED,
    ),
    Fault(
        "a run that diverged has the best value",
        "harness/declare/metrics.py",
        "return -math.inf if self.higher_is_better else math.inf",
        "return math.inf if self.higher_is_better else -math.inf",
        DECLARED,
    ),
    Fault(
        "the bound is off by one",
        "harness/judge/bounds.py",
        "bounds.append(bound if tail else None)",
        "bounds.append(bound - 1 if tail else None)",
        JUDGE,
    ),
    Fault(
        "all of alpha is spent again at every look",
        "harness/judge/bounds.py",
        "left = (allowed - spent) * scale",
        "left = allowed * scale",
        JUDGE,
    ),
    Fault(
        "the median's interval is one rank too narrow",
        "harness/judge/estimates.py",
        "return Ranks(rank, seeds + 1 - rank, ",
        "return Ranks(rank + 1, seeds - rank, ",
        JUDGE,
    ),
    Fault(
        "arms are compared with other seeds than each other's",
        "harness/campaign/evidence.py",
        "runs = [self.run_of(arm, seed) for arm in question.arms]",
        "runs = [self.run_of(arm, seed ^ (place & 1)) for place, arm in enumerate(question.arms)]",
        EVIDENCE,
    ),
    Fault(
        "in the comparison with a reference a gain counts as a loss",
        "harness/results/compared_arms.py",
        "sign = 1 if higher_is_better else -1",
        "sign = -1 if higher_is_better else 1",
        COMPARED,
    ),
)
