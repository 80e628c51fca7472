"""Two files, an async router, profiles changed in place by setattr, a change model whose validator refuses null."""

from fastapi import FastAPI
from routes import router

app = FastAPI()
app.include_router(router, prefix="/profiles")
