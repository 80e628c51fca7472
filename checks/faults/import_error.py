"""A module that is not there."""

import fastapy

app = fastapy.FastAPI()
