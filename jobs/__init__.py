"""What happens unattended, and the commands that are run on the server."""

from . import (
    backup,
    department_daily,
    ecommerce_daily,
    expiry,
    franchise_daily,
    housekeeping,
    key_accounts_daily,
    logistics_daily,
    outbox,
    promotions_daily,
    quality_daily,
    service_daily,
    stores_daily,
    training_daily,
)
from .clock import Job

JOBS = [
    Job("backup", backup.copy, at="01:00", words=("备份数据库", "Back up the database"), outside=True, catch_up=False),
    Job("training_needs", training_daily.renew_needs, at="02:20", words=("更新应训清单", "Renew the training needs")),
    Job(
        "policy_readings",
        department_daily.hand_out_policies,
        at="02:25",
        words=("新员工待读制度", "Policies for newcomers"),
    ),
    Job("rents", department_daily.enter_rents, at="02:30", words=("登记当月租金", "Enter the month's rents")),
    Job(
        "royalties",
        franchise_daily.settle_royalties,
        at="02:35",
        words=("管理费出账与逾期", "Royalty bills and what is overdue"),
    ),
    Job("key_accounts", key_accounts_daily.refresh, at="02:40", words=("更新大客户账款与级别", "Refresh key accounts")),
    Job("campaigns", ecommerce_daily.campaigns, at="00:40", words=("推广按日期开始与结束", "Campaigns follow their dates")),
    *(
        Job(f"online_clocks_{at}", ecommerce_daily.watch, at=f"{at}:05", words=("网店时效检查", "Online clocks"), catch_up=False)
        for at in ("03", "08", "11", "14", "17", "20")
    ),
    Job("stock_age", logistics_daily.age_stock, at="00:20", words=("更新库存效期", "Age the stock")),
    Job("openings", stores_daily.settle_openings, at="00:30", words=("更新新店筹备进度", "Settle store openings")),
    Job("staff_moves", stores_daily.move_staff, at="00:35", words=("人员调动生效", "Staff moves take effect")),
    Job("store_days", stores_daily.ask_for_days, at="10:00", words=("催报门店日销售", "Ask for missing store days")),
    Job("report_expiry", quality_daily.expire_reports, at="02:05", words=("检验报告到期", "Inspection reports expire")),
    Job("digest", outbox.digest, at="08:30", words=("发送每日待办摘要", "Send the daily digest"), catch_up=False),
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
    Job("promotions", promotions_daily.move, at="01:05", words=("促销按日期开始和结束", "Promotions begin and end")),
    Job("promotion_results", promotions_daily.take_results, at="10:30", words=("促销成果取数", "Promotion results"), catch_up=False),
    Job("surveys", service_daily.close_surveys, at="02:05", words=("问卷到期结束", "Close ended surveys")),
    Job("activities", service_daily.add_up_activities, at="02:10", words=("会员活动前后消费", "Sales around activities")),
    # A critical complaint has four hours: once a day would be too late.
    *(
        Job(f"late_tickets_{hour:02d}", service_daily.tell_late_tickets, at=f"{hour:02d}:15", catch_up=False,
            words=("投诉时限提醒", "Complaints that run late"))
        for hour in range(1, 24)
    ),
]  # fmt: skip
