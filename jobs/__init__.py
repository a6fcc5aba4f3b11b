"""What happens unattended, and the commands that are run on the server."""

from . import backup, expiry, housekeeping
from .clock import Job

JOBS = [
    Job("backup", backup.copy, at="01:00", words=("备份数据库", "Back up the database"), outside=True, catch_up=False),
    Job("expire_points", expiry.expire, at="01:10", words=("积分到期清零", "Expire points")),
    Job("birthday_points", expiry.greet, at="01:20", words=("生日送积分", "Birthday points")),
    Job("tiers", expiry.settle_tiers, at="01:30", words=("等级到期评定", "Settle tiers")),
    Job("dormant", expiry.rest, at="01:40", words=("标记休眠会员", "Mark dormant members")),
    Job("segments", expiry.score, at="01:50", words=("会员分层", "Member segments")),
    Job(
        "tidy",
        housekeeping.tidy,
        at="02:00",
        words=("清理过期会话", "Tidy ended sessions"),
        outside=True,
        catch_up=False,
    ),
]
