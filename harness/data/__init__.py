"""Arrays to train and test on, data sets by name, and those that come with the harness."""
