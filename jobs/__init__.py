"""What happens unattended, and the commands that are run on the server."""

from . import expiry
from .clock import Job

JOBS = [
    Job("expire_points", expiry.expire, at="01:10", words=("积分到期清零", "Expire points")),
    Job("birthday_points", expiry.greet, at="01:20", words=("生日送积分", "Birthday points")),
    Job("tiers", expiry.settle_tiers, at="01:30", words=("等级到期评定", "Settle tiers")),
]
