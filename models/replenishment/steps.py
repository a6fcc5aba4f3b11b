"""The way of an order 要货步骤: from the draft to the signature, each step with what it asks and what it does."""

from typing import Any

from ..kit import Changes, LineField, Record, Refused, Row, Step, Text, notify
from ..kit.declare.states import Lines
from ..organization import Store
from . import words


def submit(c: Changes, row: Row, _: dict) -> None:
    """An order with nothing on it isn't; who may approve hears of it."""
    from .orders import GoodsOrder, lines_of, refuse_giver  # orders are declared with these steps
    from .picking import refuse_more_than_there

    if not any(line.qty for line in lines_of(row.id)):
        raise Refused(words.NO_LINES(no=row.no))
    refuse_giver(row)
    refuse_more_than_there(row)
    said = words.WAITING(store=Store.title_of(row.store), no=row.no, lines=row.lines, boxes=row.boxes)
    notify(c, said, record=GoodsOrder, row=row.id, roles=("logistics",), waits="state")


def reject(c: Changes, row: Row, _: dict) -> None:
    from .orders import GoodsOrder

    notify(c, words.SENT_BACK(no=row.no), record=GoodsOrder, row=row.id, stores=(row.store,), waits="state")


def approve(c: Changes, row: Row, _: dict) -> None:
    from .orders import tell_giver

    tell_giver(c, row)


def start(c: Changes, row: Row, _: dict) -> Text:
    from .picking import begin_picking, refuse_others

    refuse_others(c, row)
    return begin_picking(c, row)


def pick(c: Changes, row: Row, _: dict) -> Text:
    from .picking import book_out, refuse_others

    refuse_others(c, row)
    return book_out(c, row)


def send(c: Changes, row: Row, _: dict) -> None:
    from .picking import refuse_receiver, set_off

    refuse_receiver(c, row)
    set_off(c, row)


def put_back(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    from .picking import put_back, refuse_receiver

    refuse_receiver(c, row)
    put_back(c, row, answers.get("reason"))


def _picks() -> type[Record]:
    from .picking import GoodsPick

    return GoodsPick


def sign(c: Changes, row: Row, answers: dict[str, Any]) -> Text:
    from .loading import sign_stop
    from .picking import refuse_sender
    from .receiving import sign_for

    refuse_sender(c, row)
    said = sign_for(c, row)
    sign_stop(c, row, answers.get("signed_by"))
    return said


STEPS = (
    Step("submit", "提交", "Submit", "draft", "submitted", then=submit, icon="send"),
    Step(
        "approve",
        "批准",
        "Approve",
        "submitted",
        "approved",
        verb="approve",
        unlike=("mover",),
        then=approve,
        icon="verified",
    ),
    Step("reject", "退回", "Send back", "submitted", "draft", verb="approve", reason=True, then=reject, icon="undo"),
    Step(
        "start",
        "开始拣货",
        "Start picking",
        "approved",
        "picking",
        then=start,
        icon="checklist",
        hint=Text("按先到期先出列出批次，可以改", "Lists the batches, the first to expire first; they can be changed"),
    ),
    Step(
        "pick",
        "拣货完成",
        "Picked",
        "picking",
        "ready",
        then=pick,
        icon="inventory",
        hint=Text("从发货的地方扣减，记入在途", "The goods leave their place and are on the way"),
    ),
    Step("send", "发出", "Send", "ready", "sent", then=send, icon="local_shipping"),
    Step("put_back", "退回货架", "Put back", "ready", "approved", reason=True, then=put_back, icon="undo"),
    Step(
        "sign",
        "签收",
        "Sign for it",
        "sent",
        "received",
        then=sign,
        unlike=("mover",),
        photos=True,
        icon="draw",
        hint=Text(
            "少收、破损的写明每一批实收多少、为什么；破损要拍照",
            "Where less came or something broke, say of each batch how much there is and why; what broke needs a photo",
        ),
        asks={"signed_by": LineField("签收人", "Signed by", max_length=40)},
        lines=Lines(_picks, ("product", "batch_no"), ("received_qty", "cause", "note"), usual="qty"),
    ),
    Step(
        "cancel",
        "取消要货",
        "Cancel the order",
        "draft submitted approved",
        "cancelled",
        reason=True,
        danger=True,
        icon="cancel",
    ),
)
