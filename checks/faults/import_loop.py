"""A module that imports itself before it has what is asked of it."""

from main import app

print(app)
