"""The file results.json: its content, how it is read and written, and how two of them compare."""
