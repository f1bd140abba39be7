"""The tutorial's sections, by its own headings and in its order."""

SECTIONS = (
    "Hyperparameters",
    "Network structure settings",
    "Drop out",
    "Activation function",
    "Loss function",
    "Optimization function",
    "Learning rate",
    "Mini batch learning",
    "Iterative learning",
)
