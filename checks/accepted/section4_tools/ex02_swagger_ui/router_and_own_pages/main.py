"""Own routes serve the pages and the document, included outside of production only."""

import os

import notes
import pages
from fastapi import FastAPI

app = FastAPI(title="Notes", openapi_url=None, servers=[{"url": "/"}])
app.include_router(notes.router)
if os.environ.get("ENVIRONMENT") != "production":
    app.include_router(pages.router, prefix="/internal")
