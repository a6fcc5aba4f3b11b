"""Jobs 后台任务: what runs unattended, when it ran last and will run next, what came of it, and a way to run it now."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from nicegui import app, ui
from starlette.exceptions import HTTPException

from models.kit.clock import local, now
from models.kit.declare.access import Who, only_reads
from models.kit.server.database import writing
from models.kit.text import Refused, Text, size_of
from models.kit.write import history
from models.runs import ask_again, latest_runs, runs_jobs, runs_of, take_back
from models.system import backup_state

from .frame import page
from .job_lines import STATES, Line, Rows, age_of, badge, line_of, moment, span_of
from .parts.dialogs import confirm
from .parts.pieces import button, card, empty, link, notice, span, tag
from .parts.session import ask, viewer

TITLE = Text("后台任务", "Jobs")
NOTE = Text(
    "到点自动运行；停机期间错过的，开机后从最早的一期补起，每期只算一次。",
    "They run by themselves; what was missed while the app was off is made up, oldest first, each period once.",
)
WHAT, WHEN, NEXT, LAST = Text("任务", "Job"), Text("时间", "Schedule"), Text("下次", "Next"), Text("上次", "Last run")
STATE, RESULT, PERIOD, BEGAN = (
    Text("状态", "State"),
    Text("结果", "Result"),
    Text("期间", "Period"),
    Text("开始", "Began"),
)
TOOK, TRIES, LOG = Text("用时", "Took"), Text("次数", "Tries"), Text("运行日志", "Log")
RUN_NOW, RUN_AGAIN, BACK = Text("立即运行", "Run now"), Text("重新运行", "Run again"), Text("全部任务", "All jobs")
NEVER, NOTHING = Text("还没有运行过", "Not run yet"), Text("还没有运行记录。", "No runs yet.")
AGAIN_SURE = Text(
    "{period} 已经完成。再运行一次会按现在的数据重做这一期，并记下是你要求的。",
    "{period} is done. Running it again does this period over with the data of now and notes that you asked.",
)
SENT = Text("已安排运行：{job} {period}", "{job} {period} will run now")
LEAVE = Text("取消排队", "Leave the line")
LEFT = Text(
    "{job} 已取消排队；到点的任务一小时后会再试，也可随时立即运行",
    "{job} has left the line; what is due is tried again in an hour, or run now",
)
BEGUN_NOW = Text("{job} 已经开始运行，不能再取消排队", "{job} has begun and is in no line any more")
COPY = Text("最近备份", "Newest copy")
COPY_OF = Text("{name}，{size}，{age}前，共 {copies} 份 {total}", "{name}, {size}, {age} ago; {copies} copies, {total}")
GOOD, TOO_OLD, DAMAGED = Text("正常", "Good"), Text("过旧", "Too old"), Text("有问题", "In trouble")
NO_COPY = Text("还没有备份", "No copy yet")
OLD = 26 * 3600  # a copy of last night is never older than this at the next
EVERY = 3.0


def mount() -> None:
    @ui.page("/jobs")
    async def jobs_page() -> None:
        _only_heads()
        await JobsPage().refresh()

    @ui.page("/jobs/{name}")
    async def job_page(name: str) -> None:
        _only_heads()
        job = declared().get(name)
        if job is None:
            raise HTTPException(404)
        await JobPage(job).refresh()


def _only_heads() -> None:
    if not runs_jobs(viewer()):
        raise HTTPException(404)


def declared() -> dict[str, Any]:
    """The jobs of the clocks this app was started with; `main` hands them over."""
    return {job.name: job for clock in app.state.clocks for job in clock.jobs}


def in_line() -> dict[str, int]:
    """The jobs that wait for their turn at heavy work, and how many are before each."""
    return {name: before for clock in app.state.clocks for name, before in clock.waiting().items()}


# Reading and asking (in a thread) -----------------------------------------------------------------------------------------


def read_jobs(who: Who) -> tuple[list[Line], dict[str, Any] | None]:
    latest, waiting = latest_runs(), in_line()
    lines = [
        line_of(latest.get(job.name), who, job.name, job.next()).behind(waiting.get(job.name), who)
        for job in declared().values()
    ]
    return lines, backup_state()


def read_runs(who: Who, job: Any) -> list[Line]:
    before = in_line().get(job.name)
    lines = [line_of(run, who, job.name, None, log=True) for run in runs_of(job.name)]
    return [line.behind(before, who) if line.state == "asked" else line for line in lines]


def send(who: Who, job: Any, period: str | None) -> Text | str:
    """Ask for a run in this person's name; the clock does it. Returns the period, or why not."""
    if not runs_jobs(who):
        raise HTTPException(404)
    if why := only_reads(who):
        return why
    period = period or job.newest()
    try:
        with writing():
            ask_again(job.name, period, who.name)
            history.note(who, "run_job", job=job.name, period=period)
    except Refused as refused:
        return refused.text
    for clock in app.state.clocks:
        clock.wake(job.name)
    return period


def unsend(who: Who, job: Any) -> bool:
    """Take a job that waits for its turn out of the line again. Returns whether it waited."""
    if not runs_jobs(who) or who.reads_only:
        raise HTTPException(404)
    if True not in [clock.leave(job.name) for clock in app.state.clocks]:
        return False
    with writing():
        take_back(job.name, who.name)
        history.note(who, "leave_line", job=job.name)
    return True


# The pages ----------------------------------------------------------------------------------------------------------------


class JobsPage:
    """All jobs, one line each; a line is drawn anew when it has changed, its button only when what it does has."""

    def __init__(self):
        who = viewer()
        with page(TITLE.say(who.lang), "jobs"):
            tag("h1", "o-h1", TITLE.say(who.lang))
            tag("div", "o-faint", NOTE.say(who.lang))
            self.above, self.said = tag("div", "o-stack"), None
            with card(flush=True):
                self.rows = Rows((WHAT, WHEN, NEXT, LAST, STATE, RESULT, None), tight=(WHEN, NEXT, LAST, STATE))
        ui.timer(EVERY, self.refresh, immediate=False)

    async def refresh(self) -> None:
        who, jobs = viewer(), declared()
        lines, copy = await ask(read_jobs, who)
        bad = [line for line in lines if line.in_trouble]
        said = [(line.job, line.state) for line in bad], copy, now().replace(second=0)
        if said != self.said:
            self.said = said
            self.above.clear()
            with self.above:
                backups(copy, who)
                troubles(bad, jobs, who)
        self.rows.show([(line.job, line, job_cells(jobs[line.job], line, who, self.refresh)) for line in lines])


class JobPage:
    """One job: its schedule and its last runs with their logs."""

    def __init__(self, job: Any):
        self.job, who = job, viewer()
        with page(job.label.say(who.lang), "jobs"):
            with tag("div", "o-crumbs"):
                link(BACK.say(who.lang), "/jobs")
            with tag("div", "o-line"):
                tag("h1", "o-h1", job.label.say(who.lang))
                tag("div", "o-gap")
                button(
                    RUN_NOW.say(who.lang),
                    lambda: run(job, None, self.refresh),
                    icon="play_arrow",
                    kind="o-go",
                    mark="run-now",
                )
            tag("div", "o-soft", job.schedule.say(who.lang))
            self.none = tag("div")
            with card(flush=True):
                self.rows = Rows(
                    (PERIOD, BEGAN, TOOK, STATE, TRIES, RESULT, None), tight=(PERIOD, BEGAN, TOOK, STATE, TRIES)
                )
        ui.timer(EVERY, self.refresh, immediate=False)

    async def refresh(self) -> None:
        who = viewer()
        lines = await ask(read_runs, who, self.job)
        self.none.clear()
        if not lines:
            with self.none:
                empty(NOTHING.say(who.lang), "schedule")
        self.rows.show([(line.period, line, run_cells(self.job, line, who, self.refresh)) for line in lines])


def job_cells(job: Any, line: Line, who: Who, done: Callable) -> list[Callable[[], Any]]:
    return [
        lambda: link(job.label.say(who.lang), f"/jobs/{job.name}"),
        lambda: span(job.schedule.say(who.lang)),
        lambda: span(moment(line.next)),
        lambda: last(line, who),
        lambda: badge(line, who),
        lambda: span(line.result, "o-fault" if line.in_trouble else "o-soft"),
        lambda: go(job, None, RUN_NOW, line, who, done),
    ]


def last(line: Line, who: Who) -> None:
    """Which period ran last, when, and for how long."""
    with tag("div"):
        if line.began is None:
            span(NEVER.say(who.lang), "o-faint")
            return
        span(line.period)
        took = f" · {span_of(line.took).say(who.lang)}" if line.took is not None else ""
        tag("div", "o-faint", moment(line.began) + took)


def run_cells(job: Any, line: Line, who: Who, done: Callable) -> list[Callable[[], Any]]:
    return [
        lambda: span(line.period),
        lambda: span(f"{local(line.began):%Y-%m-%d %H:%M:%S}"),
        lambda: span(span_of(line.took).say(who.lang) if line.took is not None else ""),
        lambda: badge(line, who),
        lambda: span(str(line.tries)),
        lambda: outcome(line, who),
        lambda: go(job, line.period, RUN_AGAIN, line, who, done),
    ]


def outcome(line: Line, who: Who) -> None:
    """The result, and the log to unfold; of a run at work it lies open."""
    with tag("div"):
        if line.result:
            tag("div", "o-fault" if line.in_trouble else "", line.result)
        with tag("details", "o-more") as log:
            if line.at_work:
                log.props["open"] = True
            tag("summary", "", f"{LOG.say(who.lang)} ({len(line.log)})")
            for at, text in line.log:
                tag("div", "o-faint", f"{local(at):%m-%d %H:%M:%S}  {text}")


def go(job: Any, period: str | None, label: Text, line: Line, who: Who, done: Callable) -> None:
    if line.state == "queued":
        button(LEAVE.say(who.lang), lambda: leave(job, done), kind="o-small", mark=f"leave {job.name}")
    elif not line.at_work:
        made = button(
            label.say(who.lang),
            lambda: run(job, period, done, sure=line.state == "done" and period is not None),
            kind="o-small",
        )
        made.mark(f"run {job.name}" if period is None else f"again {period}")


async def run(job: Any, period: str | None, done: Callable, *, sure: bool = False) -> None:
    """Ask for the run; for a period that is done, ask the person first."""
    who = viewer()

    async def begin() -> Text | None:
        answer = await ask(send, viewer(), job, period)
        if isinstance(answer, Text):
            return answer
        notice(SENT(job=job.label, period=answer).say(who.lang))
        await done()
        return None

    if sure:
        confirm(
            RUN_AGAIN.say(who.lang),
            AGAIN_SURE(period=period).say(who.lang),
            RUN_AGAIN.say(who.lang),
            begin,
            danger=False,
        )
    elif why := await begin():
        notice(why.say(who.lang), bad=True)


async def leave(job: Any, done: Callable) -> None:
    waited = await ask(unsend, viewer(), job)
    notice((LEFT if waited else BEGUN_NOW)(job=job.label).say(viewer().lang), bad=not waited)
    await done()


def troubles(bad: list[Line], jobs: dict[str, Any], who: Who) -> None:
    """What fails or hangs, said before the long list."""
    if bad:
        with tag("div", "o-line o-alert").props("role=alert"):
            ui.icon("error_outline")
            for line in bad:
                link(jobs[line.job].label.say(who.lang), f"/jobs/{line.job}")
                span(STATES[line.state][0].say(who.lang), "o-pill negative")


def backups(copy: dict[str, Any] | None, who: Who) -> None:
    """How old and how large the newest copy of the database is; red when there is none of the last night."""
    with tag("div", "o-line"):
        span(COPY.say(who.lang), "o-soft")
        if copy is None or not copy["made_at"]:
            span(NO_COPY.say(who.lang), "o-pill negative")
            return
        age = (now() - datetime.fromisoformat(copy["made_at"].removesuffix("Z"))).total_seconds()
        state, tone = (
            (DAMAGED, "negative") if not copy["ok"] else (TOO_OLD, "negative") if age > OLD else (GOOD, "positive")
        )
        span(state.say(who.lang), f"o-pill {tone}")
        size, total = size_of(copy["bytes"]), size_of(copy["total"])
        sentence = COPY_OF(name=copy["name"], size=size, age=age_of(age), copies=copy["copies"], total=total)
        span(sentence.say(who.lang), "o-soft")
        if not copy["ok"] and copy["why"]:
            span(Text(*copy["why"]).say(who.lang), "o-fault")
