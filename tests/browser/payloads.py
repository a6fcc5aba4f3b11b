"""What somebody writes into a text field who wants it to run, to break out, to forge or to hide."""

MARKUP = (
    "<img src=x onerror=__x()>",
    "<svg/onload=__x()>",
    "<script>__x()</script>",
    '"><img src=x onerror=__x()>',
    "' onmouseover='__x()",
    "</script><script>__x()",
    "javascript:__x()",
    "JaVa&#x09;script:__x()",
    "data:text/html,<script>__x()</script>",
    "{{constructor.constructor('__x()')()}}",
    "${__x()}",
    "`${__x()}`",
    ":a",
    'a" :title="__x()',
    "'); __x(); ('",
    "</textarea><img src=x onerror=__x()>",
    "[x](javascript:__x())",
    '<a href="//evil.example">here</a>',
    "<style>@import '//evil.example'</style>",
    '<iframe srcdoc="<script>__x()"></iframe>',
    "<math><mtext></style><img onerror=__x()>",
    "%s %d {0} {x.__class__}",
    "&lt;b&gt; &amp; <b>bold</b>",
    "😀 𠮷野家",
)
FORMULAS = (
    '=HYPERLINK("//evil.example")',
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "＝2+2",
    "'=1+1",
    '"=1+1',
    "=1+1",
)
# What can't be seen or sent is taken off at the door: what is left is what is stored and shown.
UNSEEN = {
    "a\u202eb": "ab",
    "a\u2028b": "a b",
    "a\x00b": "ab",
    "a\u200bb": "ab",
    "a\r\n2026-01-01 INFO forged": "a 2026-01-01 INFO forged",
    "\t=1+1": "=1+1",
    "\r=1+1": "=1+1",
    "\x00=1+1": "=1+1",
    " =1+1": "=1+1",
}
LONG = "长" * 19_990 + "<b>__x()"
