"""What the app wrote into rows is told in the reader's language; what people wrote to look like it harms nobody."""

import pytest

from models.kit import own_words
from models.kit.own_words import spoken
from tests.helpers.spent import at_most

FAR_TOO_DEAR = "鸡蛋 成交价 12.00 高于零售价 10.00（+20%）"


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (FAR_TOO_DEAR, "鸡蛋 at 12.00, above the list price of 10.00 (+20%)"),
        ("毛利率 5% 低于 15%", "a margin of 5%, below 15%"),
        ("周年庆（3 家店）", "周年庆 (in 3 stores)"),
        ("周年庆（3 家店）加场（4 家店）", "周年庆（3 家店）加场 (in 4 stores)"),
        (
            f"毛利率 5% 低于 15%；{FAR_TOO_DEAR}",
            "a margin of 5%, below 15%; 鸡蛋 at 12.00, above the list price of 10.00 (+20%)",
        ),
        ("鸡蛋 成交价 便宜", "鸡蛋 成交价 便宜"),
        ("三 天", "三 天"),
        ("订单 低于 逾期 5 天", "订单 低于 逾期 5 天"),
    ],
)
def test_sentences_with_places_are_told_in_the_readers_language(db, kept, said):
    assert spoken(kept, "en") == said
    assert spoken(kept, "zh") == kept


def test_no_text_keeps_everybody_waiting(db):
    """A reason of 20,000 signs, as anybody may write one, was held against our sentences for hours when somebody read it in English."""
    with at_most(2):  # which were 14 s
        text = "x 成交价 " * 200 + "x 高于零售价 " * 200 + "x（+" * 200
        assert spoken(text, "en") == text
    with at_most(2):
        for text in ("x 成交价 " * 1300 + "x 高于零售价 " * 600 + "x（+" * 600, "1" * 20_000 + " 天天"):
            assert spoken(text, "en") == text


def test_sentences_in_sentences_end_somewhere(db):
    """As deep as a text is long, the page broke off for whoever reads English."""
    own_words._told_in.cache_clear()
    for text in ("团购：" * 6000 + "x", "毛利率" + "（毛利率" * 4000 + "）" * 4000):
        assert spoken(text, "en").endswith(text[-1])
