"""Faults that are planted in the project, one at a time, to see which test catches each (`make detection`)."""
