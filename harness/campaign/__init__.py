"""Gathering evidence: plan the runs, train what the store lacks, and go on until every question is decided."""
