"""What happens unattended, and the commands that are run on the server."""

from models import house
from models.kit.declare.job import Job

from . import backup, housekeeping, outbox

# What the app does for itself; what an area's work needs is declared by the area.
OWN = (
    Job(
        "backup",
        backup.copy,
        at="00:10",
        words=("备份数据库", "Back up the database"),
        outside=True,
        limit=1800,
        catch_up=False,
    ),
    Job(
        "backup_often",
        backup.copy_often,
        at="00:00",
        every=15,
        words=("随时备份", "Copy what is new"),
        outside=True,
        limit=1800,
        catch_up=False,
    ),
    Job(
        "backup_watch",
        backup.watch,
        at="00:25",
        every=60,
        words=("检查备份", "Look at the copies"),
        outside=True,
        limit=1800,
        catch_up=False,
    ),
    Job(
        "remains",
        housekeeping.clear_remains,
        at="00:50",
        every=60,
        words=("清理临时文件", "Clear temporary files"),
        outside=True,
        catch_up=False,
    ),
    Job(
        "tidy",
        housekeeping.tidy,
        at="02:00",
        words=("清理过期数据", "Tidy what is past its time"),
        outside=True,
        catch_up=False,
    ),
    Job("digest", outbox.digest, at="08:30", words=("发送每日待办摘要", "Send the daily digest"), catch_up=False),
)


def all_jobs() -> tuple[Job, ...]:
    """The app's own, then those of the areas by their hour."""
    return (*OWN, *house().jobs)
