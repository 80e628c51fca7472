"""Postman's collections: read one, play it with newman, the real runner, and bring newman where it is missing.

A newer newman: in this folder, `npm install --package-lock-only --ignore-scripts --no-audit newman@latest`.
"""
