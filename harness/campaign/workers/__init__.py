"""What trains: processes on this machine, or a Dask cluster."""
