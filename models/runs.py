"""Which job ran for which period: begun under a mark of its own, done in the transaction that writes the result."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import peewee

from .kit.clock import now, start_of
from .kit.declare.access import Who
from .kit.declare.area import HEADS
from .kit.server.database import untold, writing
from .kit.text import Refusals, Refused, Text, join
from .system import JobRun

BEGUN, BEGUN_AGAIN = Text("开始", "Begun"), Text("第 {tries} 次开始", "Begun, try {tries}")
TAKEN_OVER = Text("上次运行中断，接手重来", "The run before broke off; taken over and begun anew")
FAILED = Text("失败：{why}", "Failed: {why}")
ENDED = Text("完成：{result}（用时 {seconds} 秒）", "Done: {result} ({seconds} s)")
ASKED = Text("{name} 要求运行", "{name} asked for a run")
TAKEN_BACK = Text("{name} 取消了排队", "{name} took it out of the line")
RUNNING = Text("正在运行，不能重复启动", "It is running and can't be started twice")
SILENT = 50  # seconds without a word after which a run is shown as hanging
MOST_LINES, LONGEST = 200, 1000
KEEP_DAYS, KEEP_SLOT_DAYS = 400, 30


class Taken(Exception):
    """Somebody else has begun this run anew: what was done under the old mark must not be saved."""


def begin(job: str, period: str, runner: str, *, lost: Callable[[JobRun], bool], by: str | None = None) -> int | str:
    """Mark a period as running, in a transaction of its own. Returns which try it is, or why not: "done" or "busy".

    lost: whether the runner of a mark that is there is gone, so that it may be taken over.
    """
    try:
        with writing():
            run = _run(job, period)
            if run is None:
                line = _line(BEGUN)
                JobRun.insert(
                    job=job, period=period, state="running", started_at=now(), tries=1, runner=runner, by=by, log=line
                ).execute()
                return 1
            if run.state == "done":
                return "done"
            if run.state == "running" and not lost(run):
                return "busy"
            said = TAKEN_OVER if run.state == "running" else BEGUN_AGAIN(tries=run.tries + 1)
            fresh = {"state": "running", "started_at": now(), "finished_at": None, "runner": runner, "progress": None}
            same = (JobRun.id == run.id) & (JobRun.state == run.state) & (JobRun.tries == run.tries)
            values = {**fresh, "tries": run.tries + 1, "log": _longer(run.log, said)}
            return run.tries + 1 if JobRun.update(**values).where(same).execute() else "busy"
    except peewee.IntegrityError:  # two processes, one mark
        return "busy"


def finish(job: str, period: str, runner: str, result: Any, seconds: float) -> None:
    """Turn exactly this runner's mark to done, in the transaction that writes the result. Raises Taken without it."""
    run = _run(job, period)
    if run is None or not _close(
        run, runner, "done", result, ENDED(result=as_text(result), seconds=round(seconds, 1)), seconds
    ):
        raise Taken(f"{job} {period}")


def fail(job: str, period: str, runner: str, error: BaseException, seconds: float) -> bool:
    """Put a red mark on a run, with the reason; nothing when the mark is no longer this runner's."""
    with writing():
        run, why = _run(job, period), reason_of(error)
        return run is not None and _close(run, runner, "failed", why, FAILED(why=why), seconds)


def left_by(runner: str) -> list[JobRun]:
    """The runs that are marked as running under tokens that begin so: when their process is gone, what it broke off."""
    return list(JobRun.select().where(JobRun.state == "running", JobRun.runner.startswith(runner)))


def hear(job: str, period: str, runner: str, share: float | None, text: Text | str | None = None) -> None:
    """Note how far a run is and what it says; call it inside `writing()`."""
    run = _run(job, period)
    if run is None or run.runner != runner or run.state != "running":
        raise Taken(f"{job} {period}")
    values: dict[str, Any] = {"finished_at": now()}
    if share is not None:
        values["progress"] = min(99, max(0, round(share)))  # all of it is said by its end
    if text:
        values["log"] = _longer(run.log, text)
    JobRun.update(**values).where(JobRun.id == run.id).execute()


def ask_again(job: str, period: str, name: str) -> None:
    """A person wants this period run (once more); noted with the name. Refused while it runs. Call inside `writing()`."""
    run, said = _run(job, period), ASKED(name=name)
    if run is None:
        JobRun.insert(
            job=job, period=period, state="asked", started_at=now(), tries=0, by=name, log=_line(said)
        ).execute()
        return
    if run.state == "running" and not is_silent(run):
        raise Refused(RUNNING)
    JobRun.update(state="asked", log=_longer(run.log, said)).where(JobRun.id == run.id).execute()


def take_back(job: str, name: str) -> None:
    """Nobody wants what was asked for any more: each run is what it was before, noted with the name. Inside `writing()`."""
    for run in JobRun.select().where(JobRun.job == job, JobRun.state == "asked"):
        if run.tries == 0:
            run.delete_instance()
            continue
        state = "done" if run.progress == 100 else "failed"
        log = _longer(run.log, TAKEN_BACK(name=name))
        JobRun.update(state=state, log=log).where(JobRun.id == run.id, JobRun.state == "asked").execute()


# What is due ---------------------------------------------------------------------------------------------------------


def last_done(job: str, until: str) -> str | None:
    """The last period this job was done for; what a clock that stood days ahead had done later says nothing."""
    done = (JobRun.job == job) & (JobRun.state == "done") & (JobRun.period <= until)
    return JobRun.select(peewee.fn.MAX(JobRun.period)).where(done).scalar()


def kept_up_since(job: str) -> tuple[str | None, set[str]]:
    """Where the clock began with this job (what people asked for by hand aside), and every period it was done for."""
    done = JobRun.select(JobRun.period, JobRun.by).where(JobRun.job == job, JobRun.state == "done").tuples()
    rows = list(done)
    return min((period for period, by in rows if by is None), default=None), {period for period, _ in rows}


def unfinished(job: str, *, begun: bool) -> list[str]:
    """Periods that somebody asked for and, with `begun`, those that are marked as running; oldest first."""
    states = ("asked", "running") if begun else ("asked",)
    query = JobRun.select(JobRun.period).where(JobRun.job == job, JobRun.state.in_(states)).order_by(JobRun.period)
    return [period for (period,) in query.tuples()]


def prune_runs(day: date) -> int:
    """Forget what ran long ago: 400 days, slots of a day 30; the newest done run of each job stays. Inside `writing()`."""
    newest = {
        row
        for (row,) in JobRun.select(peewee.fn.MAX(JobRun.id))
        .where(JobRun.state == "done")
        .group_by(JobRun.job)
        .tuples()
    }
    old = (JobRun.started_at < start_of(day - timedelta(days=KEEP_DAYS))) | (
        (JobRun.started_at < start_of(day - timedelta(days=KEEP_SLOT_DAYS))) & JobRun.period.contains(":")
    )
    return JobRun.delete().where(old, JobRun.id.not_in(newest)).execute()


def latest_runs() -> dict[str, JobRun]:
    """By job: the run that is at work or waits for its turn, else the one that began last."""
    newest = JobRun.select(peewee.fn.MAX(JobRun.id)).group_by(JobRun.job)
    runs = JobRun.select().where(JobRun.id.in_(newest) | JobRun.state.in_(("running", "asked", "failed")))
    order = sorted(runs, key=lambda run: (run.state in ("running", "asked"), run.started_at, run.id))
    return {run.job: run for run in order}


def runs_of(job: str, count: int = 20) -> list[JobRun]:
    """The runs of a job that began last, the newest first."""
    return list(
        JobRun.select().where(JobRun.job == job).order_by(JobRun.started_at.desc(), JobRun.id.desc()).limit(count)
    )


# What people read of it ------------------------------------------------------------------------------------------------


def runs_jobs(who: Who) -> bool:
    """Who may look at the jobs and ask for a run: whoever leads the department or looks after the server."""
    return who.all_rights or who.role in HEADS


def heard_at(run: JobRun) -> datetime:
    """When a running job last gave a sign."""
    return max(run.started_at, run.finished_at or run.started_at)


def is_silent(run: JobRun) -> bool:
    """Whether a running job gave no sign for so long that it must be taken for hanging (or its process for dead)."""
    return run.state == "running" and abs((now() - heard_at(run)).total_seconds()) > SILENT


def spoken(kept: str | None, lang: str) -> str:
    """A result as it is kept: one sentence, or one in each language on two lines."""
    lines = (kept or "").split("\n")
    return lines[lang == "en"] if len(lines) == 2 else " ".join(lines)


def log_of(run: JobRun, lang: str) -> list[tuple[datetime, str]]:
    """What was said on the way: moments and sentences, oldest first."""
    lines = [json.loads(line) for line in (run.log or "").split("\n") if line]
    return [(datetime.fromisoformat(at), en if lang == "en" else zh) for at, zh, en in lines]


def as_text(result: Any) -> Text:
    """Where on the machine things lie is nobody's business who reads it on a page."""
    said = result if isinstance(result, Text) else Text(str(result), str(result))
    return Text(untold(said.zh), untold(said.en))


def reason_of(error: BaseException) -> Text:
    """Why it failed: a refusal in both languages, a bug by its kind and its words."""
    if isinstance(error, Refused):
        return as_text(error.text)
    if isinstance(error, Refusals):
        return join([refusal.text for refusal in error.refusals[:3]])
    return as_text(f"{type(error).__name__}: {error}")


def _run(job: str, period: str) -> JobRun | None:
    return JobRun.get_or_none(JobRun.job == job, JobRun.period == period)


def _close(run: JobRun, runner: str, state: str, result: Any, said: Text, seconds: float) -> bool:
    """End the run under this runner's mark; how long it took is by the steady clock, whatever the wall clock did."""
    text = as_text(result)
    short = [" ".join(sentence.split())[:LONGEST] for sentence in (text.zh, text.en)]
    values = {
        "state": state,
        "finished_at": run.started_at + timedelta(seconds=round(seconds)),
        "result": short[0] if short[0] == short[1] else "\n".join(short),
        "progress": 100 if state == "done" else run.progress,
        "log": _longer(run.log, said),
    }
    mine = (JobRun.id == run.id) & (JobRun.state == "running") & (JobRun.runner == runner)
    return JobRun.update(**values).where(mine).execute() == 1


def _line(text: Text | str) -> str:
    said = as_text(text)
    return json.dumps([now().isoformat(), said.zh[:LONGEST], said.en[:LONGEST]], ensure_ascii=False)


def _longer(log: str | None, text: Text | str) -> str:
    return "\n".join([*(log or "").split("\n")[1 - MOST_LINES :], _line(text)])
