"""What a server is told when it starts: flags first, then the environment, then what suits a first try."""

import argparse
import difflib
import ipaddress
import os
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import surroundings
from .surroundings import Surroundings

VERSION = "1.0"
ADMIN_PASSWORD, SMTP, PROXIES, INNER = "OPS_ADMIN_PASSWORD", "OPS_SMTP", "OPS_PROXIES", "OPS_INNER_HOOKS"
AT_ONCE, MOST_AT_ONCE = "OPS_AT_ONCE", 64
EPILOG = """
commands:
  (none)                    serve the app
  --demo [small]            fill an empty database with a believable company, say how to sign in, then serve
  password USER [--without-code]
                            print a one-time password for a user, also when no administrator can sign in any more;
                            --without-code takes the second step away as well, where phone and recovery codes are lost
  token USER                print an API token for a user
  import FILE --record TYPE [--sheet NAME] [--create-links] [--set FIELD=VALUE] [--placeholders empty|keep] [--clear] [--guesses take|leave]
         [--again leave|add] [--arrange take|leave|KINDS] [--dry-run]
                            read a workbook or csv into a record type (member, gift, store, ...)
  weekly [WEEK] [--recompute] [--reason TEXT] [--back N]
                            close a week (2026-W46), count it again, or fill in the N weeks before it
  backup                    copy the database, check the copy and say where it is
  restore FILE [--without-files]
                            put a checked copy in the place of the database, which is kept aside; the app must not run.
                            FILE: a path, or the name of a file in the backups folder
  check                     look through database, history, files, copies, settings, disk and clock, a line each; changes nothing
                            and may run beside the app. It ends with 0, with 1 where something is to be minded, 2 where it is wrong
  move DATABASE_URL         copy everything into an empty other database, PostgreSQL or SQLite, and look through both; the
                            app must not run. After a break it is run again
  design export | import FILE | eject TYPE [TYPE ...]
                            what was made in the browser: as a file, taken over from one, or as source with its migration
  migrate NAME              write the next migration from the declarations (for developers)

environment:
  OPS_HOST, OPS_PORT, OPS_DATA    as the flags
  DATABASE_URL                    sqlite:////path/file.db or postgresql://user:password@host/name
                                  (default: ops.db in the data folder)
  OPS_ADMIN_PASSWORD              the first administrator's password; without it a one-time password is printed
  OPS_SMTP                        where e-mail leaves from: smtp://user:password@host:587/sender@example.com
                                  (smtps:// for TLS at once); without it no e-mail is sent
  OPS_PROXIES                     addresses or networks of reverse proxies that are believed about whom a request comes
                                  from and whether it came by https, separated by commas (default: 127.0.0.1)
  OPS_AT_ONCE                     how many heavy pieces of work (exports, imports, the counting of weeks) run side by side,
                                  the others wait in a line (default: 2)
  OPS_URL                         the address people type, as https://ops.example.com, for what the app prints and sends
  OPS_CERT, OPS_KEY               certificate (with its chain) and private key as PEM files: serves https itself; renewed
                                  files are taken up without a restart
  OPS_BACKUP_TO                   where copies also go: a folder on another disk, or a remote of rclone as store:folder;
                                  what went there is looked at there, and a failure told to the administrators
  OPS_LOG                         a file that messages also go to, turned over at OPS_LOG_MB (default: 10) megabytes;
                                  OPS_LOG_KEEP (default: 5) older ones stay
  OPS_METRICS_TOKEN               whoever shows it as a bearer token reads /metrics; without it only this machine may
  OPS_OIDC                        the issuer of an OpenID Connect provider, or wecom, dingtalk or feishu, at which people may
                                  sign in as well, with OPS_OIDC_CLIENT, OPS_OIDC_SECRET, OPS_URL and, for wecom,
                                  OPS_OIDC_AGENT; OPS_OIDC_NAME is what the button says, OPS_OIDC_CLAIM which claim names the
                                  login here (default: preferred_username; userid at wecom, mobile at dingtalk and feishu)
  OPS_TRIAL                       1 says of a server that it is a company to try things on; set by the server that began it
  OPS_INNER_HOOKS                 1 lets notices go to robots at inner addresses (127.*, 10.*, 192.168.*, ...)
"""


@dataclass(frozen=True)
class Settings:
    """Where to listen, where everything is kept, and which command was asked for."""

    host: str
    port: int
    data: Path
    database: str
    command: str
    arguments: argparse.Namespace
    demo: str = ""  # how large a company to fill an empty database with: whole or small
    proxies: str = "127.0.0.1"
    at_once: int = 2
    around: Surroundings = Surroundings()

    @property
    def file(self) -> Path | None:
        """The embedded database; None for a server's."""
        return Path(self.database.removeprefix("sqlite:///")) if self.database.startswith("sqlite:///") else None

    @property
    def folders(self) -> dict[str, Path]:
        return {name: self.data / name for name in ("attachments", "exports", "backups", "uploads")}


def parse(arguments: Sequence[str]) -> Settings:
    """The settings of a command line. A bad one is one clear line on stderr and exit code 2."""
    parser = _parser()
    if (unknown := _unknown_option(parser, arguments)) is not None:
        parser.exit(2, f"opsdesk: {unknown}\n")
    given = parser.parse_args(list(arguments))
    port = given.port if given.port is not None else os.environ.get("OPS_PORT") or "8080"
    data = Path(given.data or os.environ.get("OPS_DATA") or "./data").expanduser().resolve()
    try:
        number = int(port)
    except ValueError:
        number = 0
    if not 1 <= number <= 65535:
        parser.exit(2, f"opsdesk: the port must be a number from 1 to 65535, not {port!r}\n")
    host = given.host or os.environ.get("OPS_HOST") or "127.0.0.1"
    if not host.strip() or any(character.isspace() for character in host):
        parser.exit(2, f"opsdesk: {host!r} is not a host to listen on\n")
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{data / 'ops.db'}"
    if not url.startswith(("sqlite:///", "postgresql://")):
        parser.exit(2, "opsdesk: DATABASE_URL must begin with sqlite:/// or postgresql://\n")
    proxies = os.environ.get(PROXIES) or "127.0.0.1"
    if (wrong := _wrong_mail(os.environ.get(SMTP, "")) or _wrong_proxies(proxies)) is not None:
        parser.exit(2, f"opsdesk: {wrong}\n")
    at_once = os.environ.get(AT_ONCE) or "2"
    if not (at_once.isascii() and at_once.isdigit() and 1 <= int(at_once) <= MOST_AT_ONCE):
        parser.exit(2, f"opsdesk: {AT_ONCE} must be a number from 1 to {MOST_AT_ONCE}, not {at_once!r}\n")
    try:
        around = surroundings.read()
    except ValueError as wrong:
        parser.exit(2, f"opsdesk: {wrong}\n")
    command = given.command or "serve"
    settings = Settings(host, number, data, url, command, given, given.demo, proxies, int(at_once), around)
    try:
        if settings.command != "check":
            prepare(settings)
    except OSError as error:
        parser.exit(2, f"opsdesk: can't use the data folder {data}: {error.strerror}\n")
    return settings


def prepare(settings: Settings) -> None:
    """Make the data folder, for this user's eyes only. Raises OSError where nothing can be written."""
    for folder in (settings.data, *settings.folders.values()):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(stat.S_IRWXU)
        trial = folder / f".trial-{os.getpid()}"
        trial.touch()
        trial.unlink(missing_ok=True)


def _unknown_option(parser: Any, arguments: Sequence[str]) -> str | None:
    """argparse would take the value of a misspelt option for a command, and complain about that."""
    parsers = [parser, *parser.commands.choices.values()]
    known = {option for parser in parsers for option in parser._option_string_actions}
    for argument in arguments:
        name = argument.partition("=")[0]
        if argument == "--":
            break
        if name.startswith("--") and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            return f"there is no option {name}" + (f"; did you mean {near[0]}?" if near else "; see --help")
    return None


def _wrong_mail(address: str) -> str | None:
    """What is wrong with OPS_SMTP; its password is not told."""
    if not address:
        return None
    try:
        url = urlsplit(address)
        right = url.scheme in ("smtp", "smtps") and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        right = False
    return None if right else f"{SMTP} must look like smtp://user:password@host:587/sender@example.com"


def _wrong_proxies(addresses: str) -> str | None:
    for address in addresses.split(","):
        try:
            ipaddress.ip_network(address.strip(), strict=False)
        except ValueError:
            return f"{PROXIES} must be addresses or networks separated by commas, not {address.strip()!r}"
    return None


def secret(settings: Settings) -> str:
    return secret_in(settings.data)


def secret_in(data: Path) -> str:
    """The server's own secret, made at the first start; 0600. Raises ValueError for one that is too short."""
    path = data / "secret"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    kept = path.read_text().strip()
    if len(kept) < 32:
        raise ValueError(f"the secret in {path} is too short; delete the file and start again")
    path.chmod(0o600)
    return kept


def _parser() -> Any:
    parser: Any = argparse.ArgumentParser(
        prog="main.py",
        description="运营台 OpsDesk: the operations desk of a chain of stores, in one process.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    for target, default in ((parser, None), (common, argparse.SUPPRESS)):
        target.add_argument("--data", default=default, help="folder for database, files and backups [OPS_DATA, ./data]")
    parser.add_argument("--host", help="address to listen on [OPS_HOST, 127.0.0.1]")
    parser.add_argument("--port", help="port to listen on [OPS_PORT, 8080]")
    parser.add_argument(
        "--demo",
        nargs="?",
        const="whole",
        default="",
        choices=("whole", "small"),
        help="fill an empty database with a believable company first; small: 2,000 members and 12 weeks, in less time",
    )
    parser.commands = commands = parser.add_subparsers(dest="command", metavar="command")
    password = commands.add_parser("password", parents=[common], help="print a one-time password for a user")
    password.add_argument("user")
    password.add_argument("--without-code", action="store_true", help="take the second step away as well")
    token = commands.add_parser("token", parents=[common], help="print an API token for a user")
    token.add_argument("user")
    _import_options(commands.add_parser("import", parents=[common], help="read a workbook into a record type"))
    weekly = commands.add_parser("weekly", parents=[common], help="close a week, or count a closed one again")
    weekly.add_argument("week", nargs="?", help="as 2026-W46 [the last whole week]")
    weekly.add_argument("--recompute", action="store_true", help="count it again; a new revision where a figure moved")
    weekly.add_argument("--reason", help="why, for the revision")
    weekly.add_argument("--back", type=int, default=0, metavar="N", help="fill in N weeks before it that nobody closed")
    commands.add_parser("backup", parents=[common], help="copy the database and check the copy")
    restore = commands.add_parser("restore", parents=[common], help="put a copy in the place of the database")
    restore.add_argument("file")
    restore.add_argument("--without-files", action="store_true", help="also when attachments' bytes are missing")
    commands.add_parser("check", parents=[common], help="look everything over; changes nothing")
    move = commands.add_parser("move", parents=[common], help="copy everything into another, empty database")
    move.add_argument("address", metavar="DATABASE_URL")
    _designs(
        commands.add_parser("design", help="what was made in the browser, as a file, or taken over from one"), common
    )
    migrate = commands.add_parser("migrate", parents=[common], help="write the next migration from the declarations")
    migrate.add_argument("name")
    return parser


def _import_options(reading: Any) -> None:
    reading.add_argument("file")
    reading.add_argument("--record", required=True)
    reading.add_argument("--sheet")
    reading.add_argument("--create-links", action="store_true")
    reading.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="one value for all rows")
    placeholders = ("ask", "empty", "keep")
    reading.add_argument(
        "--placeholders", choices=placeholders, default="ask", help="what -, / and NULL mean [a fault]"
    )
    reading.add_argument(
        "--again",
        choices=("ask", "leave", "add"),
        default="ask",
        help="rows without a key that are here already, word for word [faults]",
    )
    reading.add_argument(
        "--guesses",
        choices=("ask", "take", "leave"),
        default="ask",
        help="columns that only seem to be a field [only shown]",
    )
    reading.add_argument(
        "--conflicts",
        choices=("ask", "mine", "theirs"),
        default="ask",
        help="of a file exported to be edited: cells changed on both sides take the file's or what is here [nothing is written]",
    )
    reading.add_argument(
        "--arrange",
        default="ask",
        metavar="ask|take|leave|KINDS",
        help="reading it otherwise than row by row: all, none, or some of across,sheets,lines,blocks,fill,headings [only shown]",
    )
    reading.add_argument("--clear", action="store_true", help="empty cells clear the stored value [they keep it]")
    reading.add_argument("--dry-run", action="store_true")


def _designs(design: Any, common: Any) -> None:
    designs = design.add_subparsers(dest="design", metavar="export|import|eject", required=True)
    out = designs.add_parser("export", parents=[common], help="write the design as YAML")
    out.add_argument("--area", action="append", default=[], help="only of this area's types")
    taking = designs.add_parser("import", parents=[common], help="take a design over, as one batch")
    taking.add_argument("file")
    taking.add_argument("--dry-run", action="store_true", help="only tell the difference")
    leaving = designs.add_parser("eject", parents=[common], help="write it into models/ as source, with its migration")
    leaving.add_argument(
        "types", nargs="+", metavar="TYPE", help="the type whose columns are written, as store, or made tables"
    )
    leaving.add_argument("--dry-run", action="store_true", help="only print the difference")


def admin_password() -> str | None:
    return os.environ.get(ADMIN_PASSWORD) or None
