"""The browser's modules of the sheet as one file, and the first rows that come with the page."""

import re

import pytest

from pages.sheet.assets import WEB, embedded, script
from pages.sheet.bundle import bundle


def test_every_module_of_the_sheet_is_in_the_one_script_once_and_after_what_it_needs():
    text = script().body.decode()
    files = {str(file.relative_to(WEB)) for file in WEB.rglob("*.js")}
    places = [at[1] for at in re.finditer(r"^// (\S+\.js)$", text, re.MULTILINE)]
    assert sorted(places) == sorted(files)
    for at in re.finditer(r"^const .* = (\$\w+);$", text, re.MULTILINE):
        assert text.index(f"const {at[1]} = (() =>") < at.start()


def test_the_name_of_the_script_changes_with_what_is_in_it(tmp_path):
    (tmp_path / "index.js").write_text('export { one } from "./one.js";\n')
    (tmp_path / "one.js").write_text("export const one = 1;\n")
    first = bundle(tmp_path)
    (tmp_path / "one.js").write_text("export const one = 2;\n")
    assert first.endswith("export const { one } = $index;\n") and first != bundle(tmp_path)
    assert re.fullmatch(r"/assets/sheet-[0-9a-f]{16}\.js", script().url)


@pytest.mark.parametrize(
    "text", ['import one from "./one.js";', 'const one = await import("./one.js");', "export default 1;"]
)
def test_what_can_not_be_put_together_stops_the_start(tmp_path, text):
    (tmp_path / "index.js").write_text(text + "\n")
    (tmp_path / "one.js").write_text("export const one = 1;\n")
    with pytest.raises(ValueError, match="index.js"):
        bundle(tmp_path)


def test_two_files_that_need_each_other_are_named(tmp_path):
    (tmp_path / "index.js").write_text('import { one } from "./one.js";\nexport const two = 2;\n')
    (tmp_path / "one.js").write_text('import { two } from "./index.js";\nexport const one = 1;\n')
    with pytest.raises(ValueError, match="index.js → one.js → index.js"):
        bundle(tmp_path)


def test_no_value_of_a_row_ends_the_element_it_comes_in():
    assert embedded("s-first", {"name": "</script><script>boom()"}).count("<") == 2
