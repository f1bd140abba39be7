"""Judges a deep-learning tutorial's claims by training the networks they speak of.

The pipeline, in the order of its imports: `experiment` (what is trained) -> `claim` (what is asked) ->
`datasets` -> `plan` (which runs that takes) -> `execute` with `store` (train what is missing) -> `judge`
(answers to verdicts) -> `results` (results.json) -> `report` (HTML). `plugin` ties it to pytest.
"""

__version__ = "0.1.0"
