"""What is said of inspection reports."""

from ..kit import Text

TWO_PLACES = Text("抽样地点只能是门店或仓库之一", "It was sampled in a store or in a warehouse, not in both")
NOT_PASSED = Text("检验结论为“{conclusion}”，不能审核通过", "The conclusion is “{conclusion}”, so it can't be approved")
NO_ITEMS = Text("报告还没有检验项目，不能审核", "The report has no items yet")
PENDING_ITEMS = Text("{items} 无法自动判定，请填写报告单项结论", "{items}: no verdict yet; enter the laboratory's own")
BACKWARDS = Text("{later}不能早于{earlier}", "{later} can't be before {earlier}")
FAILED_ITEM = Text("{item} {result}（要求 {limit}）", "{item} {result} (required {limit})")
FAILED = Text(
    "检验报告 {no} 不合格：{product} 批号 {batch}，{items}", "Report {no} failed: {product}, batch {batch}: {items}"
)
WAITING = Text("待检，缺报告", "Waits for its report")
RELEASED = Text(
    "{product} 批号 {batch} 的报告已齐，可以出库", "The reports of {product}, batch {batch}, are in: it may go out"
)
JUDGED = Text("已重新判定，结论为“{conclusion}”", "Judged again: {conclusion}")
