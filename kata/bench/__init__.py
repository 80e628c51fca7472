"""What `nox -s bench` measures from a save on: the guide, and pytest-watcher beside it."""
