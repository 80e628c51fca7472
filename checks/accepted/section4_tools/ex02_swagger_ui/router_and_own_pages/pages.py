from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
def document(request: Request):
    return request.app.openapi()


@router.get("/docs")
def docs():
    return get_swagger_ui_html(openapi_url="openapi.json", title="Try the notes")


@router.get("/redoc")
def redoc():
    return get_redoc_html(openapi_url="/internal/openapi.json", title="Read about the notes", with_google_fonts=False)
