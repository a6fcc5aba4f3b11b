"""What is asked of a provider of OpenID Connect, and when its answer is believed; loaded by whoever first signs in there."""

import hmac
import time
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from models.kit.server import surroundings
from models.kit.server.surroundings import PLATFORMS, Provider

from . import platforms

BACK = "/auth/elsewhere/back"
PATIENCE, LEEWAY, KEPT = 10, 60, 3600  # seconds
SIGNED = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)  # never by a secret that both know, never "none"
UNREACHED = httpx2.HTTPError
NOT_BELIEVED = (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError)
_known: dict[str, tuple[float, dict[str, Any]]] = {}


async def address(named: Provider, state: str, nonce: str, verifier: str) -> str:
    """Where the browser is sent, with what must come back."""
    if named.issuer in PLATFORMS:
        return platforms.address(named, state, back())
    async with client(named) as asking:
        places = await doors(asking, named)
        there, _ = asking.create_authorization_url(
            places["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
        )
    return there


def back() -> str:
    return f"{surroundings.read().url}{BACK}"


def client(named: Provider) -> AsyncOAuth2Client:
    """Asks there in our name, and proves that it is the one who asked before (PKCE)."""
    return AsyncOAuth2Client(
        client_id=named.client,
        client_secret=named.secret,
        scope="openid profile email",
        redirect_uri=back(),
        code_challenge_method="S256",
        timeout=PATIENCE,
    )


async def doors(client: AsyncOAuth2Client, named: Provider) -> dict[str, Any]:
    """Where the provider's doors are, asked once an hour. Raises ValueError for one who isn't who was named."""
    at, places = _known.get(named.issuer, (0.0, {}))
    if time.monotonic() - at > KEPT or not places:
        places = await _json(client, f"{named.issuer}/.well-known/openid-configuration")
        if places.get("issuer", "").rstrip("/") != named.issuer:
            raise ValueError(f"it calls itself {places.get('issuer')}")
        _known[named.issuer] = (time.monotonic(), places)
    return places


async def _json(client: AsyncOAuth2Client, address: str) -> Any:
    return (await client.request("GET", address, withhold_token=True)).raise_for_status().json()


async def claims_of(named: Provider, code: str, nonce: str, verifier: str) -> dict[str, Any]:
    """What the provider says of the person, once every proof holds."""
    if named.issuer in PLATFORMS:
        return await platforms.claims_of(named, code, back())
    async with client(named) as asking:
        places = await doors(asking, named)
        given = await asking.fetch_token(places["token_endpoint"], code=code, code_verifier=verifier)
        keys = KeySet.import_key_set(await _json(asking, places["jwks_uri"]))
    claims = jwt.decode(given["id_token"], keys, algorithms=SIGNED).claims
    rules = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": places["issuer"]},
        aud={"essential": True, "value": named.client},
        exp={"essential": True},
        iat={"essential": True},
    )
    rules.validate(claims)
    if not same(str(claims.get("nonce", "")), nonce):
        raise ValueError("the answer is to another question")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if several and claims.get("azp") != named.client:
        raise ValueError("it was given to somebody else")
    return claims


def same(given: str, wanted: str) -> bool:
    """Told in the same time however much of it agrees."""
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
