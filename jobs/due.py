"""For which periods a job has yet to run."""

from datetime import timedelta

from models.kit.declare.job import Job
from models.runs import kept_up_since, last_done, unfinished


def due(job: Job) -> list[str]:
    """The periods to run now, oldest first: whatever was missed, broke off or was asked for; the first time only the latest."""
    newest = job.newest()
    made_up = job.catch_up and job.every is None
    waiting = unfinished(job.name, begun=made_up)
    if not made_up:
        done = last_done(job.name, job.period_at(job.latest() + timedelta(days=1)))
        return sorted({*waiting, *([newest] if done is None or newest > done else [])})
    since, done = kept_up_since(job.name)
    missed = set(job.periods(since or newest, newest)) - done
    return sorted({*waiting, *missed})
