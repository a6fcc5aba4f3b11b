"""The page of jobs: what runs, ran and failed, seen by those who lead, and run once more on request."""

from datetime import timedelta

import pytest
from nicegui import app
from nicegui.testing import User

from jobs.clock import Clock
from models.kit.clock import now
from models.kit.server.database import reading, writing
from models.kit.write.history import Event
from models.runs import runs_jobs
from models.system import JobRun, keep_analysis
from tests.conftest import person
from tests.helpers import desk
from tests.helpers.desk import hire, sign_in

folder = pytest.fixture(desk.folder)


def ran(job: str, state: str, seconds_ago: int = 100, **more) -> None:
    at = now() - timedelta(seconds=seconds_ago)
    with writing():
        JobRun.insert(job=job, state=state, started_at=at, **{"period": "2026-11-22", "tries": 1, **more}).execute()


def the_run(job: str) -> JobRun:
    with reading():
        return JobRun.get(JobRun.job == job)


@pytest.mark.parametrize(
    ("role", "seen"),
    [("administrator", True), ("operations_manager", True), ("viewer", False), ("store_manager", False)],
)
def test_those_who_lead_may_see_and_start_jobs(db, role, seen):
    assert runs_jobs(person("P", role, 5)) is seen


async def test_others_find_no_page_and_no_entry_in_the_menu(folder, user: User):
    await user.http_client.get("/healthz")
    hire("bo")
    await sign_in(user, "bo")
    assert [(await user.http_client.get(path)).status_code for path in ("/jobs", "/jobs/backup")] == [404, 404]
    assert "/jobs" not in (await user.http_client.get("/todo")).text


async def test_each_job_says_when_it_runs_what_came_of_it_and_what_is_wrong(folder, user: User):
    await sign_in(user)
    with writing():
        stand = {
            "name": "ops-2026-11-23.db",
            "bytes": 12_300_000,
            "made_at": f"{now():%Y-%m-%dT%H:%M:%SZ}",
            "ok": True,
            "why": None,
            "copies": 3,
            "total": 40_000_000,
        }
        keep_analysis("backup", stand, now())
    ran("backup", "done", finished_at=now(), result="第一行\nfirst line")
    ran("tiers", "failed", finished_at=now(), result="ValueError: no luck")
    ran("weekly", "running", 70, finished_at=now(), progress=42, period="2026-W47")
    ran("segments", "running", 70)
    await user.open("/jobs")
    for text in (
        "每天 00:10",
        "每周一 06:00",
        "每 15 分钟",
        "第一行",
        "1 分 40 秒",
        "ValueError: no luck",
        "失败",
        "运行中 42%",
        "没有响应",
        "12.3 MB",
    ):
        await user.should_see(text, retries=20)
    await sign_in(user, lang="en")
    await user.open("/jobs")
    for text in ("Mondays at 06:00", "first line", "Running 42%", "Not responding", "3 copies"):
        await user.should_see(text, retries=20)


async def test_a_job_s_own_page_lists_its_runs_with_their_logs(folder, user: User):
    await sign_in(user)
    ran(
        "tiers",
        "failed",
        result="no luck",
        log='["2026-11-23T01:00:00", "开始", "Begun"]\n["2026-11-23T01:00:05", "失败：没有等级", "Failed"]',
    )
    await user.open("/jobs/tiers")
    for text in ("等级到期评定", "每天 01:30", "2026-11-22", "运行日志 (2)", "11-23 09:00:05  失败：没有等级"):
        await user.should_see(text, retries=20)
    assert (await user.http_client.get("/jobs/nonsense")).status_code == 404


@pytest.fixture
def one_job():
    """A clock with one job, at work beside the app."""
    made = []

    def start() -> Clock:
        made.append(Clock("tests.helpers.slow_jobs:counting"))
        made[0].thread.start()
        app.state.clocks = made
        return made[0]

    yield start
    for clock in made:
        clock.close()


async def test_a_run_asked_for_on_the_page_is_done_by_the_clock_and_says_who_asked(folder, user: User, one_job):
    await sign_in(user)
    one_job()
    await user.open("/jobs")
    await user.should_see("数了 1 次", retries=300)
    user.find(marker="run count").click()
    await user.should_see("已安排运行", retries=20)
    await user.should_see("数了 2 次", retries=300)
    run = the_run("count")
    assert (run.state, run.tries) == ("done", 2)
    with reading():
        assert Event.select().where(Event.kind == "run_job").count() == 1
    period = str(run.period)
    await user.open("/jobs/count")
    await user.should_see("系统管理员 要求运行", retries=20)
    user.find(marker=f"again {period}").click()
    await user.should_see("已经完成", retries=20)
    assert the_run("count").tries == 2, "what is done is asked about first"


async def test_a_job_that_waits_in_the_line_says_so_and_is_taken_out_on_the_page(
    folder, user: User, one_job, monkeypatch
):
    await sign_in(user)
    clock, line = one_job(), {"count": 2}
    monkeypatch.setattr(clock, "waiting", lambda: line)
    monkeypatch.setattr(clock, "leave", lambda name: line.pop(name, None) is not None)
    await user.open("/jobs")
    await user.should_see("正在排队，前面还有 2 项", retries=20)
    user.find(marker="leave count").click()
    await user.should_see("已取消排队", retries=20)
    await user.should_see(marker="run count", retries=20)
    with reading():
        assert Event.select().where(Event.kind == "leave_line").count() == 1


async def test_what_is_running_is_not_started_again(folder, user: User):
    await sign_in(user)
    period = next(job for job in app.state.clocks[0].jobs if job.name == "tiers").newest()
    ran("tiers", "running", 1, period=period)
    await user.open("/jobs/tiers")
    await user.should_see("运行中", retries=20)
    user.find(marker="run-now").click()
    await user.should_see("不能重复启动", retries=20)
    assert the_run("tiers").state == "running"
