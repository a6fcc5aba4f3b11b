"""How a declared chart is drawn: slices in the colour of what they mean, and every bar with its name."""

from models.kit.declare.area import Chart
from models.kit.text import Text
from pages.parts.charts import TONES, options_of
from tests.conftest import person

PEOPLE = Text("人数", "People")


def drawn(kind: str, x: list[str], values: list[int], **more) -> dict:
    data = {"x": x, "series": [(PEOPLE, values)], **more}
    return options_of(Chart(lambda week: data, "图", "Chart", kind=kind), data, person("Bo", "viewer", 1))


def test_slices_have_the_colour_of_what_they_mean_and_no_two_the_same():
    tones = ["negative", "negative", "warning", "positive"]
    made = drawn("pie", ["未取得", "已过期", "即将到期", "有效"], [3, 1, 2, 9], tones=tones)
    colours = [piece["itemStyle"]["color"] for piece in made["series"][0]["data"]]
    assert colours[0] == TONES["negative"] and colours[3] == TONES["positive"]
    assert len(set(colours)) == 4


def test_every_bar_keeps_its_name_and_of_many_they_lean():
    for n, leans in ((3, False), (8, True)):
        named = drawn("bar", [f"课程{at}" for at in range(n)], [1] * n)["xAxis"]["axisLabel"]
        assert named["interval"] == 0 and bool(named["rotate"]) is leans
