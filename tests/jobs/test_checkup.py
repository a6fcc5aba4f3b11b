"""The look over everything: each fault is a line and a worse end, nothing is changed by it, and the app may run meanwhile."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import apsw
import pytest
from peewee import fn

from jobs import backup, checkup
from models.design.searches import index_searches
from models.ecommerce import OnlineOrder, OnlineShop
from models.kit import changes
from models.kit.clock import local, now, today
from models.kit.server import database, settings
from models.kit.server.locks import SERVER, held
from models.kit.write.history import Batch
from models.members import Member
from tests.helpers.certificates import pair
from tests.helpers.shop import SYSTEM, change, put
from tests.jobs.test_backup import folder, hang  # noqa: F401


@pytest.fixture
def later(shop, clock):
    """later(days): noon so many days after anything was written, for the roles were sown when the tests began."""
    last = max(local(Batch.select(fn.MAX(Batch.at)).scalar()), local(now()))

    def later(days: int) -> None:
        clock(f"{last.date() + timedelta(days=days)} 12:00")

    later(1)
    return later


@pytest.fixture
def chosen(db, later, tmp_path):
    """The settings of a server on this test's database."""
    (tmp_path / "attachments").mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    if database.is_embedded():
        db.chmod(0o600)
    database.set_folders({name: tmp_path / name for name in ("attachments", "backups", "exports", "uploads")})
    read = settings.parse(["--data", str(tmp_path), "check"])
    return replace(read, database=database.address())


@pytest.fixture
def look(chosen):
    def look(**other) -> tuple[int, list[str]]:
        said = []
        level = checkup.look_over(replace(chosen, **other), lambda line: said.append(line.zh))
        return level, said

    return look


def lines_on(said: list[str], what: str) -> str:
    return "\n".join(line for line in said if f"{what}：" in line)


def everything(folder: Path) -> dict[str, bytes]:  # noqa: F811
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_either_database_is_looked_through_as_it_answers(shop, look):
    level, said = look()
    assert lines_on(said, "修改记录").startswith("[正常]") and lines_on(said, "流水合计").startswith("[正常]")
    assert lines_on(said, "表结构").startswith("[正常]") and lines_on(said, "时钟").startswith("[正常]")
    assert lines_on(said, "附件") == "[正常] 附件：0 个附件的文件都在，内容完好"
    if database.is_embedded():
        assert lines_on(said, "查找") == "[正常] 查找：0 张长表的查找与内容一致"
    assert lines_on(said, "网店订单") == "[正常] 网店订单：各网店订单的出库分得清"


@pytest.mark.embedded
def test_a_search_that_would_leave_rows_out_is_named(shop, look):
    index_searches(1)
    assert "张长表的查找与内容一致" in lines_on(look()[1], "查找")
    with database.writing():
        database.handle.execute_sql('DELETE FROM "search_of_member" WHERE rowid = ?', (shop.wang,))
    level, said = look()
    assert level and lines_on(said, "查找").startswith(f"[注意] 查找：会员的查找可能漏掉一些行，例如编号 {shop.wang}")


def test_orders_of_two_shops_that_the_ledger_calls_alike_are_named(shop, look):
    ids = [
        put(OnlineOrder, order_no="9001", shop=put(OnlineShop, name=name), ordered_at=now())
        for name in ("甲店", "乙店")
    ]
    with changes(who=SYSTEM) as c:
        c.derive(OnlineOrder, dict.fromkeys(ids, {"stock_ref": None, "booked": "whole"}))
    level, said = look()
    assert level and lines_on(said, "网店订单").startswith("[注意] 网店订单：1 个订单号是几家网店共用的")
    assert "9001" in lines_on(said, "网店订单")


@pytest.mark.embedded
def test_a_whole_company_with_a_copy_is_well_but_for_the_one_disk_and_nothing_is_touched(shop, chosen, look, tmp_path):
    hang(shop.wang, tmp_path / "backups")
    backup.copy(today())
    before = everything(tmp_path)
    level, said = look()
    assert level == 1 and [line for line in said if line.startswith("[注意]")] == [
        lines_on(said, "备份").splitlines()[-1]
    ]
    assert "可以恢复" in lines_on(said, "备份") and "1 个附件" in lines_on(said, "附件")
    assert everything(tmp_path).keys() == before.keys()
    database.fold()
    before = everything(tmp_path)
    assert look()[0] == 1
    assert everything(tmp_path) == before, "on a database nobody has open reading leaves no trace"
    database.open(f"sqlite:///{tmp_path / 'ops.db'}")


@pytest.mark.embedded
def test_it_runs_beside_the_app_and_says_that_it_does(shop, look, tmp_path):
    with held(tmp_path / SERVER):
        change(Member, shop.wang, note="新")
        level, said = look()
    assert "正在上面运行" in lines_on(said, "数据文件夹") and lines_on(said, "流水合计").startswith("[正常]")


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("harm", "what", "says"),
    [
        ('UPDATE "member" SET "points" = "points" + 1', "流水合计", "会员积分"),
        ('UPDATE "audit_head" SET "hash" = \'x\'', "修改记录", "校验链"),
        ('UPDATE "tally" SET "rows" = 77 WHERE "record" = \'store\'', "流水合计", "应有 77 行"),
        ('ALTER TABLE "notice_read" RENAME TO "x"', "表结构", "notice_read"),
        (
            "UPDATE schema_migration SET name = '9999_later' WHERE name = (SELECT max(name) FROM schema_migration)",
            "表结构",
            "9999_later",
        ),
    ],
)
def test_what_is_wrong_inside_ends_with_two_and_names_it(look, tmp_path, harm, what, says):
    database.back_up(harmed := tmp_path / "harmed.db")
    connection = apsw.Connection(str(harmed))
    connection.pragma("foreign_keys", False)
    for (trigger,) in list(connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")):
        connection.execute(f'DROP TRIGGER "{trigger}"')
    connection.execute(harm)
    connection.close()
    level, said = look(database=f"sqlite:///{harmed}")
    assert level == 2 and lines_on(said, what).startswith("[错误]") and says in lines_on(said, what)


@pytest.mark.embedded
def test_a_damaged_database_is_told_with_the_way_back_and_its_copies_are_looked_at_all_the_same(shop, look, db):
    backup.copy(today())
    database.fold()
    whole = db.read_bytes()
    db.write_bytes(whole[: len(whole) // 2])
    level, said = look()
    assert level == 2 and "[错误] 数据库" in "\n".join(said) and "可以恢复" in lines_on(said, "备份")
    db.write_bytes(b"x" * 4096)
    level, said = look()
    assert level == 2 and "main.py restore" in lines_on(said, "数据库") and "可以恢复" in lines_on(said, "备份")
    db.write_bytes(whole)
    database.open(f"sqlite:///{db}")


@pytest.mark.embedded
def test_files_and_copies_that_are_gone_or_changed_are_named(shop, look, tmp_path):
    digest = hang(shop.wang, tmp_path / "backups")
    backup.copy(today())
    [picture] = [path for path in (tmp_path / "attachments").iterdir() if path.is_file()]
    picture.unlink()
    (tmp_path / "backups" / "files" / digest).unlink()
    level, said = look()
    assert level == 2 and "证件.png" in lines_on(said, "附件") and "缺少 1 个附件" in lines_on(said, "备份")
    [copy] = (tmp_path / "backups").glob("*.db")
    with copy.open("r+b") as file:
        file.seek(5000)
        file.write(b"\x5a" * 100)
    assert "已损坏" in lines_on(look()[1], "备份")


@pytest.mark.embedded
def test_copies_that_are_late_or_lack_and_a_clock_that_stands_wrong_are_told(look, later):
    later(3)
    assert look()[0] == 2 and "还没有备份" in lines_on(look()[1], "备份")
    backup.copy(today())
    later(6)
    assert look()[0] == 1 and "已超过 26 小时" in lines_on(look()[1], "备份")
    later(-30)
    level, said = look()
    assert level == 2 and lines_on(said, "时钟").startswith("[错误]")


def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    nowhere, said = tmp_path / "nowhere", []
    chosen = settings.parse(["--data", str(nowhere), "check"])
    assert checkup.look_over(chosen, lambda line: said.append(line.en)) == 2
    assert not nowhere.exists() and any("there is no folder" in line for line in said)


@pytest.mark.skipif(os.name == "nt", reason="rights are others' there")
def test_what_others_may_read_and_an_open_network_are_to_be_minded(look, tmp_path):
    tmp_path.chmod(0o755)
    level, said = look(host="0.0.0.0")
    assert level >= 1 and "不加密" in lines_on(said, "设置") and tmp_path.name in lines_on(said, "数据文件夹")


def test_a_certificate_is_told_with_its_last_day(chosen, look, tmp_path):
    for days, head in ((60, "[正常]"), (3, "[注意]"), (-1, "[错误]")):
        cert, key = pair(tmp_path, days)
        level, said = look(host="0.0.0.0", around=replace(chosen.around, cert=cert, key=key))
        assert lines_on(said, "设置").startswith(f"{head} 设置：证书"), said
        assert "不加密" not in lines_on(said, "设置")
