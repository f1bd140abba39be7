"""The report, made from results.json alone: the page, the terminal's summary and the Markdown of a CI job."""
