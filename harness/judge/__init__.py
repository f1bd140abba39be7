"""The statistics: exact group-sequential bounds, the decision, estimates, A/A controls, and their calibration.

Sees numbers only: yes/no answers and effects, one per seed. docs/method.md explains it from the start.
"""
