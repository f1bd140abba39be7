"""What people call the tutorial's settings, and the questions about them, in the report."""

OPTIMIZERS = {"sgd": "SGD", "momentum": "momentum", "adagrad": "AdaGrad", "rmsprop": "RMSprop", "adam": "Adam"}

SETTINGS = {
    "hidden 256-128": "A (256-128 units)",
    "hidden 256-128-128-128": "B (256-128-128-128 units)",
    "hidden 256-1568": "C (256-1568 units)",
    "dropout 0": "no dropout",
    "dropout at output": "dropout before the output",
    "dropout at input": "dropout on the input",
    "activation relu": "ReLU",
    "activation sigmoid": "sigmoid",
    "loss categorical_crossentropy": "cross-entropy",
    "loss mean_squared_error": "squared error",
    "data diabetes, loss mean_squared_error": "squared error",
    "data diabetes-binned, loss categorical_crossentropy": "cross-entropy on bins",
    "data xor": "XOR",
    "data two-circles": "two circles",
    "label noise 0": "right labels",
    "label noise 0.4": "40 % of the labels wrong",
    "batch size all": "all images at once",
    "batch size all, epochs 141, evaluate every 141": "all images at once",
    "batch size 32, epochs 3, evaluate every 1": "batches of 32",
    "hidden 256-128, activation sigmoid, dropout 0.5, optimizer sgd, loss categorical_crossentropy, dropout at output, "
    "library keras": "the first listing",
    "model softmax_regression, callbacks average_of_last_epoch": "a linear classifier",
    **{f"hidden {units}": f"{units} units" for units in (2, 4, 8, 16, 32, 125)},
    **{f"hidden {units}": f"{units} units" for units in ("4-4", "16-16-16", "256-32", "256-2048", "256-128-128")},
    "hidden 256-128-128-128-128": "five layers (256-128-128-128-128)",
    "hidden 256-128-128-128-128-128": "six layers (256 and five of 128)",
    **{f"epochs {number}": f"{number} epochs" for number in (3, 5, 10, 60)},
    "epochs 1": "1 epoch",
    **{f"batch size {size}": f"batches of {size}" for size in (16, 32, 64, 128, 256, 1024)},
    "batch size 1": "single images",
    **{f"learning rate {rate:g}": f"rate {rate:g}" for rate in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 10, 100)},
    **{f"optimizer {name}": text for name, text in OPTIMIZERS.items()},
    "dataset mnist5k": "5000 images of MNIST",
    "dataset mnist": "MNIST in the tutorial's sizes",
    "split draw": "drawn anew for every seed",
    "split listing": "the tutorial's first images",
}

QUESTIONS = {
    "NS1[units]": "2 against 32 units",
    "NS1[layers]": "three layers against one",
    "NS3[C]": "A against C",
    "NS3[widths]": "32 against 2048 units",
    "NS4[B]": "A against B",
    "NS4[C]": "A against C",
    "NS5[widths]": "the widest",
    "NS5[depths]": "the deepest",
    "DO2[listing]": "the listing's five epochs",
    "DO2[best-epoch]": "the best epoch of each",
    "DO2[equal-training]": "the same training accuracy",
    "DO4[listing]": "the listing's five epochs",
    "DO4[best-epoch]": "the best epoch of each",
    "HP2[chance]": "the comparison with chance",
    "HP2[linear]": "the comparison with a linear classifier",
    "LR3[0.01]": "rate 0.1 against 0.01",
    "LR3[1.0]": "rate 0.1 against 1",
    **{f"LR5[{rate}]": f"rate {rate}" for rate in (1, 10, 100)},
    "MB5[epochs]": "the comparison after as many epochs",
    "MB5[updates]": "the comparison after as many updates",
    "MB5[minima]": "the escape from a bad minimum",
    "MB7[16]": "64 against 16",
    "MB7[32]": "64 against 32",
    **{f"OP1[rate-0.1-{name}]": f"{text} at SGD's rate" for name, text in OPTIMIZERS.items() if name != "sgd"},
    **{
        f"OP1[best-rate-{name}]": f"RMSprop against {text}, both tuned"
        for name, text in OPTIMIZERS.items()
        if name != "rmsprop"
    },
    **{
        f"{claim}[{name}-{on}]": f"{text} {pixels}"
        for claim, names in (
            ("EP3", {"loss": "the loss", "gap": "the gap"}),
            ("EP4", {"cost": "the accuracy", "epochs": "the epochs"}),
        )
        for name, text in names.items()
        for on, pixels in (("listing", "on raw pixels"), ("scaled", "on scaled pixels"))
    },
    **{f"NS1[{units}-units]": f"{units} against {units // 2} units" for units in (4, 8, 16, 32)},
    "NS2[loss]": "the loss at the end",
    "NS2[epochs]": "the epochs until half are right",
    "DO5[plain]": "half of a layer silenced",
    "DO5[rescaled]": "half silenced, the rest doubled",
    "DO6[rate]": "the rate",
    "DO6[position]": "the position",
    "AC6[raw]": "raw pixels",
    "AC6[scaled]": "scaled pixels",
    **{
        f"AC3[{data}-{name}]": f"{text} with {SETTINGS.get(f'activation {name}', name)}"
        for data, text in (("xor", "XOR"), ("circles", "two circles"))
        for name in ("sigmoid", "relu", "tanh")
    },
    "AC2[xor]": "XOR",
    "AC2[circles]": "two circles",
    "LO3[before]": "a step before training",
    "LO3[after]": "a step after training",
    "LO6[rate-0.1]": "a rate of 0.1 for both",
    "MB4[p99]": "the largest updates",
    "MB4[distance]": "the way that the weights travel",
    "EP1[best]": "the epochs since the best one",
    "EP1[late]": "the second half of the epochs",
    "HP1[epochs]": "the number of epochs",
    "HP1[layers]": "the number of layers",
    "HP1[units]": "the number of units",
    "HP1[learning-rate]": "the learning rate",
    "HP1[batch-size]": "the batch size",
    "EP3[loss-longest]": "the loss in the longest training",
    "EP3[gap-longest]": "the gap in the longest training",
    "LO5[most-probable]": "the most probable bin",
    "LO5[expected-value]": "the bins' expected value",
    "LO6[best-rate]": "the best rate of each",
}

NAMES = SETTINGS | QUESTIONS

LESSON = (
    "The tutorial leaves the pixels at 0 to 255, uses sigmoid units and mostly trains for three epochs, and many "
    "verdicts are about just that. On such pixels ReLU is behind sigmoid in {AC6[raw].yes} of {AC6[raw].seeds} "
    "seeds; on pixels scaled to 0..1 it is ahead, by {AC6[scaled].above}. "
    "Two more layers of sigmoid units cost {NS4[B].above}, because three epochs are not "
    "enough to get them going. Ten epochs instead of five bring {EP2[5].above}."
)
"""What shapes most verdicts; the figures come from the results."""
