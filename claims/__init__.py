"""The tutorial's claims, one file per section: what is compared, on which figure, by how much."""
