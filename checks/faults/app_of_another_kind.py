"""Something else under the name of the application."""

app = {"one": 1}
