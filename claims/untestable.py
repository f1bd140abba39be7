"""What the tutorial says that no run can test, and why; with the claims, this accounts for its whole text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Untestable:
    """One statement of the tutorial, or several of one kind, without a test."""

    section: str
    """A heading of the tutorial, as in `claims.sections`."""
    says: str
    """The statement in our own words."""
    reason: str
    """Why no run can speak for or against it; names the claims that test what does follow from it."""


_ADVICE = "Advice: it can be followed or not, but not be true or false."
_NAME = "A definition: a name is agreed upon, not measured."
_USAGE = "About what people use: a matter of surveys, not of runs."

UNTESTABLE = (
    Untestable(
        "Hyperparameters",
        "What has to be adjusted when a network is set up is called a hyperparameter.",
        _NAME,
    ),
    Untestable(
        "Hyperparameters",
        "There are many hyperparameters.",
        "It states no number that could be wrong; the nine that the listing marks are each put to the test in HP1.",
    ),
    Untestable(
        "Hyperparameters",
        "A new model needs its optimal hyperparameters designed.",
        f"{_ADVICE} That a bad value of any of them spoils the training is HP1.",
    ),
    Untestable(
        "Network structure settings",
        "Hidden layers and their units can be set freely.",
        "Describes the interface: any number can be typed in. What comes of it is NS1 to NS5.",
    ),
    Untestable(
        "Network structure settings",
        "Many units overfit because they pick up unimportant features.",
        "A learned feature's importance has no agreed measure. The overfitting itself is NS3.",
    ),
    Untestable(
        "Network structure settings",
        "Orient the structure by precedents, such as similar implementations.",
        _ADVICE,
    ),
    Untestable(
        "Drop out",
        "With dropout the network learns more general features.",
        "A feature's generality has no agreed measure. What should follow from it, less overfitting and less "
        "dependence on single neurons, is DO2 and DO5.",
    ),
    Untestable(
        "Drop out",
        "The rate and the position of dropout are hyperparameters.",
        f"{_NAME} That both make a difference is DO6.",
    ),
    Untestable(
        "Activation function",
        "An activation function is applied behind a layer such as a fully connected one.",
        f"{_NAME} What it adds there is AC1.",
    ),
    Untestable(
        "Activation function",
        "The activation corresponds to the firing of a neuron.",
        "An analogy with biology; no run of a network on a computer can confirm it.",
    ),
    Untestable(
        "Activation function",
        "There are several activation functions; choose a suitable one.",
        f"{_ADVICE} That the choice matters is AC6.",
    ),
    Untestable("Activation function", "ReLU is used often.", _USAGE),
    Untestable(
        "Loss function",
        "The function that measures outputs against teacher data is called loss or error function.",
        _NAME,
    ),
    Untestable(
        "Loss function", "Of the many loss functions, squared error and cross-entropy are the common ones.", _USAGE
    ),
    Untestable(
        "Loss function",
        "Squared error is frequent in statistics and the main loss of regression models.",
        f"{_USAGE} Whether it suits regression is LO5.",
    ),
    Untestable(
        "Loss function",
        "Cross-entropy is the main loss of classification models, often in its one-hot form.",
        f"{_USAGE} Whether it suits classification is LO6, what its one-hot form does is LO7.",
    ),
    Untestable(
        "Optimization function",
        "There are several optimizers, and a person has to choose one.",
        "Describes the interface: none is chosen for you. What a wrong choice costs is OP1.",
    ),
    Untestable(
        "Learning rate",
        "The learning rate is a hyperparameter and has to be set to suit the loss function.",
        f"{_ADVICE} What unsuitable rates do is LR2 to LR5.",
    ),
    Untestable(
        "Mini batch learning",
        "The number of examples given to the model at once is called batch size, and its three ranges online, "
        "mini-batch and batch learning, or stochastic gradient and steepest descent.",
        f"{_NAME} That the three are one method is MB8.",
    ),
    Untestable(
        "Mini batch learning",
        "Adjust the batch size to the data.",
        f"{_ADVICE} Which way it should go for irregular data is MB6.",
    ),
    Untestable(
        "Iterative learning",
        "Deep learning commonly repeats its training on the same data.",
        f"{_USAGE} What repeating does is EP1 to EP3.",
    ),
    Untestable(
        "Iterative learning",
        "The number of repetitions is called the number of epochs, and is a hyperparameter.",
        _NAME,
    ),
    Untestable(
        "Iterative learning",
        "It is important to set a suitable number of epochs.",
        f"{_ADVICE} What too few and too many do is EP2 and EP3; that stopping in time is worth it is EP4.",
    ),
)
