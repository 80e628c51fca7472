"""What a token is, apart from HTTP: signature by python-jose's `jws`, claims by a model of our own."""

import json
import time
from dataclasses import dataclass

from jose import jws, jwt
from jose.exceptions import JOSEError
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class RefusedError(Exception):
    pass


class Claims(BaseModel):
    model_config = ConfigDict(extra="allow")

    sub: str = Field(min_length=1, strict=True)
    exp: int


@dataclass(frozen=True)
class Tokens:
    secret: bytes
    lifetime: int = 900

    def issue(self, **claims: str) -> str:
        now = int(time.time())
        text = json.dumps({**claims, "iat": now, "nbf": now, "exp": now + self.lifetime}).encode()
        return jws.sign(text, self.secret, headers={"kid": "current"}, algorithm="HS256")

    def verify(self, text: str) -> dict[str, object]:
        try:
            claims = Claims.model_validate_json(jws.verify(text, self.secret, "HS256"))
        except (JOSEError, ValidationError) as error:
            raise RefusedError from error
        if claims.exp + 5 <= time.time():
            raise RefusedError
        return claims.model_dump(exclude_unset=True)

    @staticmethod
    def read(text: str) -> dict[str, object]:
        try:
            return {"header": jwt.get_unverified_header(text), "claims": jwt.get_unverified_claims(text)}
        except JOSEError as error:
            raise RefusedError from error
