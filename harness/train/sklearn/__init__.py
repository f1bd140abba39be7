"""scikit-learn's MLPClassifier, the baseline."""
