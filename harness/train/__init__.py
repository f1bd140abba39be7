"""From an experiment and a seed to a result: Keras and scikit-learn, each imported only where it trains.

The code in this room and in the room of the data decides a run's numbers; whoever changes it retrains (`versions`).
"""
