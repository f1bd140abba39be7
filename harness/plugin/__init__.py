"""The pytest plugin: options, collection, the session and its fixtures. `hooks` is what pytest loads."""
