"""Arrays to train and test on, and the readers of MNIST."""
