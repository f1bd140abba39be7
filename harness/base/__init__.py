"""What every other room stands on: errors of one line, text fit to be shown, atomic files, numbers in JSON.

Imports nothing else of the harness.
"""
