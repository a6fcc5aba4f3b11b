"""What the page of a form says by itself."""

from models.kit.text import Text

FORM = Text("填写", "Form")
SEND, THANKS = Text("提交", "Send"), Text("谢谢，已经收到。", "Thank you, we have it.")
SENT = Text("已收到", "Received")
AGAIN = Text("再填一份", "Fill in another")
MUST = Text("必填", "required")
CHECK = Text(
    "还有内容没有填好，请看红色提示；已填的都在",
    "Some things need another look; see the notes in red. What you wrote is all here",
)
NO_COOKIE = Text("请允许浏览器保存 Cookie 后再提交", "Please allow cookies, then send again")
MALFORMED = Text("提交的内容不完整，请再试一次", "What was sent is incomplete; please try again")
FAILED = Text("没有传上去，请再选一次", "It wasn't sent; choose it again")
UNSENT = Text(
    "没有发出去：网络不通。内容都在，请稍后再点“提交”",
    "Not sent: there is no connection. Everything is still here; press Send again",
)
BUSY = Text("图片还在上传，请稍等", "Pictures are still being sent; wait a moment")
OFF = Text("移除", "Remove")
KEPT = Text("上次填了没有提交的内容还在。", "What you filled in before and didn't send is still here.")
ANEW = Text("不是我填的，清空重填", "This isn't mine: begin anew")
NO_FIELD = Text("这里不能放文件", "No file goes here")
TOO_FAST = Text("提交太频繁，请稍等几秒再试", "Too many in a short time; wait a few seconds")
NO_SCRIPT = Text("这个页面要用到 JavaScript，请在浏览器里打开", "This page needs JavaScript; open it in your browser")
