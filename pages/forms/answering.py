"""Where forms are answered: by a public link, or by whoever is signed in; pictures come before the answer they go with."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from nicegui import app
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from exports import attachments, waiting
from models.design.forms.answering import Reused, Sent, Wrong, answer
from models.design.forms.forms import titled
from models.design.forms.paper import UNKNOWN, Finding, Shut, by_id, by_token, drawn, open_paper
from models.kit.declare.access import Who
from models.kit.declare.record import Row
from models.kit.server.database import folder_of, reading
from models.kit.server.standing import house, pinned
from models.kit.text import Refused, Text

from ..guard.crowd import Bucket, address_of
from ..guard.seats import seat_of
from ..parts.outside import given_of, lang_of
from . import words
from .drawing import form_page, sent_page, word_page

AT_ONCE, PER_SECOND = 30, 0.5  # answers from one address: a store's people share its network
FILES_AT_ONCE, FILES_PER_SECOND = 40, 0.2
DEVICE, YEAR = "ops_form", 365 * 24 * 3600
SHORTEST_OP, LONGEST_OP = 16, 64


def mount() -> None:
    app.state.form_pace = Bucket(AT_ONCE, PER_SECOND)
    app.state.file_pace = Bucket(FILES_AT_ONCE, FILES_PER_SECOND)
    # What strangers send keeps nobody waiting who is asking for a page: it has threads of its own.
    app.state.form_answers, app.state.form_files = (ThreadPoolExecutor(2, name) for name in ("forms", "form files"))
    app.on_shutdown(app.state.form_answers.shutdown)
    app.on_shutdown(partial(app.state.form_files.shutdown, wait=False, cancel_futures=True))
    for path in ("/f/{token}", "/form/{id:int}"):
        app.add_route(path, shown, methods=["GET"], include_in_schema=False)
        app.add_route(path, taken, methods=["POST"], include_in_schema=False)
        app.add_route(path + "/files", brought, methods=["POST"], include_in_schema=False)
        app.add_route(path + "/files/off", taken_off, methods=["POST"], include_in_schema=False)


async def shown(request: Request) -> Response:
    """The questions, or the word why there is nothing to answer."""
    find, person, lang = _asked(request)
    device = _device(request, person)
    try:
        paper = await _read(request, lambda: open_paper(find(), device))
    except Shut as shut:
        return word_page(shut.text, lang, 404 if shut.text is UNKNOWN else 410)
    response = form_page(paper, lang, op=secrets.token_urlsafe(18), nonce=_nonce(request))
    if person is None and paper.form.once and not device:
        response.set_cookie(
            DEVICE,
            secrets.token_urlsafe(18),
            max_age=YEAR,
            path="/f/",
            httponly=True,
            samesite="lax",
            secure=request.scope["scheme"] == "https",
        )
    return response


async def taken(request: Request) -> Response:
    """Keep an answer once; what is wrong is said at its question, and nothing typed or brought is lost."""
    find, person, lang = _asked(request)
    if not request.app.state.form_pace.take(_pace(request, person)):
        return _too_fast(lang)
    sent = await given_of(request)
    op = "".join(sent.get("op", [])[:1]) if sent else ""
    if sent is None or not SHORTEST_OP <= len(op) <= LONGEST_OP:
        return word_page(words.MALFORMED, lang, 400)
    given = {name.removeprefix("q-"): values for name, values in sent.items() if name.startswith("q-")}
    device = _device(request, person)
    try:
        form = await _read(request, find)
        if form.once and not device:
            raise Wrong({"": words.NO_COOKIE})
        work = partial(_kept, find, given, op, device, person)
        kept = await _run(request.app.state.form_answers, work)
        label = await _read(request, lambda: _number_label(form, kept))
    except Shut as shut:
        return word_page(shut.text, lang, 404 if shut.text is UNKNOWN else 410)
    except Wrong as wrong:
        faults, op = wrong.faults, secrets.token_urlsafe(18) if isinstance(wrong, Reused) else op
        paper, files = await _read(request, lambda: (drawn(find()), waiting.waiting(folder_of("uploads"), op)))
        return form_page(paper, lang, op=op, nonce=_nonce(request), given=given, files=files, wrong=faults, status=400)
    return sent_page(titled(form), kept, label, lang, not form.once, _nonce(request))


def _kept(find: Finding, given: dict, op: str, device: str, person: Who | None) -> Sent:
    """The answer with its files: these are among the attachments once the row is there, and wait on where it was refused."""
    uploads, folder = folder_of("uploads"), folder_of("attachments")
    files = waiting.copied(waiting.waiting(uploads, op), folder)
    there = False
    try:
        sent = answer(find, given, files, op=op, device=device, person=person)
        there = not sent.again
    finally:
        for file in (file for several in files.values() for file in several):
            attachments.settle(folder, file["stored"], there)
    waiting.drop(uploads, op)
    return sent


def _number_label(form: Row, sent: Sent) -> Text | None:
    item = house().records[form.record_type].fields().get(sent.body.number or "")
    return item.label if item is not None else None


async def brought(request: Request) -> Response:
    """A picture or file that goes with an answer which isn't sent yet → {key, name}."""
    find, person, lang = _asked(request)
    if not request.app.state.file_pace.take(_pace(request, person)):
        return _json(words.TOO_FAST, lang, 429)
    op, field = (request.query_params.get(name, "") for name in ("op", "field"))
    try:
        paper = await _read(request, lambda: open_paper(find(), _device(request, person)))
        item = next((asked.item for asked in paper.asked if asked.name == field and asked.item.uploaded), None)
        if item is None or not SHORTEST_OP <= len(op) <= LONGEST_OP:
            return _json(words.NO_FIELD, lang, 404)
        async with request.form(max_files=1, max_fields=2) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                return _json(words.MALFORMED, lang, 400)
            data, name = await file.read(attachments.MOST_BYTES + 1), file.filename or ""
        put = partial(waiting.put, data, name, folder_of("uploads"), op, field, item.pictures)
        made = await _run(request.app.state.form_files, put)
    except (Refused, Shut) as refused:
        return _json(refused.text, lang, 400)
    except (ValueError, HTTPException, MultiPartException):
        return _json(words.MALFORMED, lang, 400)
    return JSONResponse({"key": made.key, "name": made.name})


async def taken_off(request: Request) -> Response:
    """One that was brought is taken back by whoever brought it: nobody else knows under which op it waits."""
    _, _, lang = _asked(request)
    sent = await given_of(request) or {}
    op, key = ("".join(sent.get(name, [])[:1]) for name in ("op", "key"))
    if not SHORTEST_OP <= len(op) <= LONGEST_OP or not key:
        return _json(words.MALFORMED, lang, 400)
    await _read(request, partial(waiting.drop, folder_of("uploads"), op, key))
    return JSONResponse({"ok": True})


def _asked(request: Request) -> tuple[Finding, Who | None, str]:
    """Which form, by whom, in which language; the guard let in nobody to the second kind who isn't signed in."""
    token = request.path_params.get("token")
    if token is not None:
        return partial(by_token, token), None, lang_of(request)
    who = seat_of(request.scope).who
    chosen = request.query_params.get("lang")
    return partial(by_id, request.path_params["id"]), who, chosen if chosen in ("zh", "en") else who.lang


def _device(request: Request, person: Who | None) -> str:
    return request.cookies.get(DEVICE, "")[:64] if person is None else f"user {person.user_id}"


def _pace(request: Request, person: Who | None) -> Any:
    return address_of(request.scope) if person is None else person.user_id


def _nonce(request: Request) -> str:
    return request.scope.get("ops.nonce", "")


def _too_fast(lang: str) -> Response:
    response = word_page(words.TOO_FAST, lang, 429)
    response.headers["Retry-After"] = "10"
    return response


def _json(text: Text, lang: str, status: int) -> Response:
    return JSONResponse({"message": text.say(lang)}, status)


async def _read(request: Request, work: Callable[[], Any]) -> Any:
    return await request.app.state.guard.read(_pinned, house(), partial(_with_connection, work))


async def _run(pool: ThreadPoolExecutor, work: Callable[[], Any]) -> Any:
    return await asyncio.get_running_loop().run_in_executor(pool, _pinned, house(), work)


def _with_connection(work: Callable[[], Any]) -> Any:
    with reading():
        return work()


def _pinned(held: Any, work: Callable[[], Any]) -> Any:
    with pinned(held):
        return work()
