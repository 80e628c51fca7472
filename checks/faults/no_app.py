"""The application under another name."""

from fastapi import FastAPI

application = FastAPI()
