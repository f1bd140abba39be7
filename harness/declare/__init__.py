"""What a person writes down: experiments, metrics, questions about them, and claims.

Declarations are frozen and checked when they are made; nothing here trains, judges, or touches pytest's session.
"""
