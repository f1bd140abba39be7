"""What belongs to the tutorial: its sections, its cuts of MNIST, and the small data sets of its claims."""
