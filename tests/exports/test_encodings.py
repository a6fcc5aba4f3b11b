"""The text of a csv is read as it was written, or the file is refused: never as somebody else's signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.read.aside import read_aside
from exports.read.encodings import ENCODINGS, decoded, readings
from exports.read.reading import read
from models.kit.text import Refused

SIMPLIFIED = "王李张刘陈杨赵黄周吴徐孙朱胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆"
SIMPLIFIED += "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超明霞平刚桂琴玉兰红燕华子轩梓涵浩宇欣怡诗雨佳琪建国志文博嘉懿睿铭珂琳颖媛婷婧雯倩淑慧"
TRADITIONAL = "王李張劉陳楊趙黃周吳徐孫朱胡郭林何高梁鄭羅宋謝唐韓曹許鄧蕭馮曾程蔡彭潘袁於董余蘇葉呂魏蔣田杜丁沈姜范江傅鍾盧汪戴崔任陸"
TRADITIONAL += "偉芳娜秀英敏靜麗強磊軍洋勇艷傑娟濤超明霞平剛桂琴玉蘭紅燕華子軒梓涵浩宇欣怡詩雨佳琪建國志文博嘉懿睿銘珂琳穎媛婷婧雯倩淑慧"


def names(signs: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.text(signs, min_size=2, max_size=3), min_size=4, max_size=12, unique=True)


def as_told(text: str, encoding: str) -> str | None:
    """What the bytes are read as; None when they are refused."""
    try:
        return decoded(text.encode(encoding))[0]
    except Refused:
        return None


@given(names(SIMPLIFIED), st.sampled_from(["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_lists_of_simplified_names_are_read_or_refused_under_an_english_header(people, encoding):
    text = "card_no,name\n" + "".join(f"A{at},{name}\n" for at, name in enumerate(people))
    assert as_told(text, encoding) in (text, None)


@given(names(TRADITIONAL), st.sampled_from(["big5", "cp950", "utf-8", "utf-16-le"]))
def test_lists_of_traditional_names_are_read_or_refused_under_an_english_header(people, encoding):
    text = "card_no,name\n" + "".join(f"A{at},{name}\n" for at, name in enumerate(people))
    assert as_told(text, encoding) in (text, None)


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        ("card_no,name,note\nA1,陳大文,繁體註記資料\n", "big5", "big5"),
        ("會員編號,姓名\nA1,陳大文\n", "big5", "big5"),
        ("卡号,姓名\nA1,䶮㙓𠮷\n", "gb18030", "gb18030"),
        ("card_no,name\nA1,王小明\n", "gbk", "gb18030"),
        ("card_no,name\nA1,一\n", "gbk", "gb18030"),
        ("name\nZoé Müller\n", "cp1252", "cp1252"),
        ("name\nMünchen\n", "utf-8", "utf-8"),
        ("name\nМосква\n", "utf-8", "utf-8"),
        ("卡号,姓名\nA1,张三\n", "utf-16-le", "utf-16"),
        ("a,b\n1,2\n", "utf-16-be", "utf-16"),
    ],
)
def test_an_encoding_is_told_by_the_sense_that_its_text_makes(text, encoding, guess):
    assert decoded(text.encode(encoding)) == (text, guess)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("name\nDvořák\n", "cp1250"),
        ("a\n山田太郎,カタカナ\n", "shift_jis"),
        ("a\n50€\n", "cp1252"),
        ("卡号\n正常\n", "utf-7"),
    ],
)
def test_bytes_that_could_be_several_things_are_refused_or_read_as_plain_signs(text, encoding):
    assert as_told(text, encoding) in (None, text.encode(encoding).decode("ascii", "ignore"))


@pytest.mark.parametrize("measure", ["Temperature (°C)", "Volume (m³)", "Area (m²)", "120 °F", "5 µg"])
def test_a_measure_alone_makes_no_chinese_of_a_plain_text(measure):
    assert as_told(f"name,{measure}\nA,1\n", "utf-8") == f"name,{measure}\nA,1\n"


@pytest.mark.parametrize("word", ["一", "路", "楼", "鲁"])
def test_a_chinese_word_alone_is_still_no_sign_of_nowhere(word):
    assert as_told(f"name\n{word}\n", "gbk") in (None, f"name\n{word}\n")


def test_mixed_and_cut_encodings_are_refused():
    for data in ("姓名\n好".encode() + "坏\n".encode("gbk"), "姓名\n好".encode()[:-1]):
        with pytest.raises(Refused, match="encoding"):
            decoded(data)


def test_a_person_may_choose_the_encoding_and_the_book_tells_which_it_was(tmp_path):
    data = "name\nDvořák\n张\n".encode("gbk", "ignore")
    assert read(data, "x.csv", encoding="gb18030").encoding == "gb18030"
    path = tmp_path / "x.csv"
    path.write_bytes("name\n陳\n".encode("big5"))
    book = read_aside(path, "x.csv", encoding="big5")
    assert (book.encoding, book.sheets[0].rows[1]) == ("big5", ["陳"])


@pytest.mark.parametrize("asked", [*ENCODINGS, "klingon"])
def test_a_choice_that_cannot_be_right_is_refused_with_a_sentence(asked):
    with pytest.raises(Refused) as refused:
        decoded(b"\xff\xff\x00\x81\x00\x00\xff" if asked != "cp1252" else b"\x81", asked)
    assert "编码" in refused.value.text.zh or "不认识" in refused.value.text.zh


def test_what_short_bytes_may_say_is_told_for_each_encoding_that_allows_them():
    data = "code,name\nP1,辅酶Q10\nP2,plain\n".encode("gb18030")
    assert readings(data)["gb18030"] == "辅酶Q10"
    assert readings(data)["big5"] not in ("", "辅酶Q10")
    assert readings(b"a,\x81\xff\n") == {}
