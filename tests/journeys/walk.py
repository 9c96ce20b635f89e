"""What people do in the browser, in words. Each works with and without script (`script=False`)."""

import re
from collections.abc import Mapping
from time import sleep
from urllib.parse import urlencode

from playwright.sync_api import APIResponse, BrowserContext, FilePayload, Locator, Page, expect

# Who looks at pages, or only sends forms.
Visitor = Page | BrowserContext
SERVICE = "/s/individual-business-registration/"
# People of the population register who have no account yet: they come in by mobile number and confirm who they are.
LIU_YANG = ("15400000004", "刘洋", "990181199512240336")
ZHAO_XIULAN = ("15400000005", "赵秀兰", "990181194802160462")
HE_TING = ("15400000006", "何婷", "990181199207080620")


def sign_in_as(page: Page, name: str, next: str = "/") -> None:
    """Enter by the demo door as one of the cast."""
    page.goto(f"/sign-in/?next={next}")
    # Some are spoken of in the notes of others.
    page.locator(".cast").get_by_role("button", name=re.compile(f"^{name}")).click()
    page.wait_for_url(re.compile(r"^(?!.*sign-in).*$"))


def let_in(somebody: BrowserContext, name: str) -> None:
    """Through the same door without drawing it."""
    door = somebody.request.get("/sign-in/").text()
    key = re.search(rf'name="person" value="([^"]+)">(?:(?!</button>).)*?<b>{name}</b>', door, re.DOTALL)
    assert key, name
    form = {"csrfmiddlewaretoken": _token(somebody), "person": key[1]}
    assert somebody.request.post("/sign-in/demo/", form=form).ok, name


def sign_in_by_code(page: Page, mobile: str) -> None:
    """From the sign-in page, with the code that the demo shows."""
    page.get_by_label("手机号", exact=True).fill(mobile)
    page.get_by_role("button", name="发送验证码").click()
    page.wait_for_url("**/sign-in/code/**")
    code = re.search(r"\d{6}", page.locator(".note").inner_text())
    assert code
    page.get_by_label("验证码").fill(code[0])
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(re.compile(r"^(?!.*sign-in).*$"))


def confirm_identity(page: Page, name: str, id_number: str) -> None:
    page.get_by_label("姓名").fill(name)
    page.get_by_label("身份证号码").fill(id_number)
    page.get_by_role("button", name="核验").click()
    page.wait_for_url(re.compile(r"^(?!.*identity).*$"))


def come_in(page: Page, who: tuple[str, str, str]) -> None:
    """A newcomer: mobile number, code, real name; ends where an application begins."""
    mobile, name, id_number = who
    page.goto(f"/sign-in/?next={SERVICE}begin/")
    sign_in_by_code(page, mobile)
    if "/me/identity/" in page.url:
        confirm_identity(page, name, id_number)


def start(page: Page) -> str:
    """From the service page to the hub; the number of the draft."""
    page.goto(f"{SERVICE}begin/")
    page.get_by_role("button", name="好，开始填").click()
    page.wait_for_url("**/apply/**")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def open_section(page: Page, number: str, section: str) -> None:
    page.goto(f"/apply/{number}/{section}/")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="保存并继续").last.click()
    page.wait_for_load_state()


def choose(page: Page, answer: str, question: Locator, *, script: bool = True) -> None:
    """An answer that brings up a further question: at once with script, after saving without."""
    page.get_by_label(answer, exact=True).check()
    if not script:
        go_on(page)
    expect(question).to_be_visible()


def answer(page: Page, answers: Mapping[str, object]) -> None:
    """Answer questions by their names, whatever they are drawn as; one that comes up by an answer is waited for."""
    for name, value in answers.items():
        for one in value if isinstance(value, list) else [value]:
            choice = page.locator(f'input[name="{name}"][value="{one}"]')
            field = page.locator(f'[name="{name}"]')
            expect(field.first).to_be_visible()
            if choice.count() and choice.get_attribute("type") in ("radio", "checkbox"):
                choice.check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(str(one))
            else:
                field.fill(str(one))
                # What depends on it is asked when the field is left.
                field.blur()


def wait_for(visitor: Visitor, path: str, words: str) -> str:
    """Look again and again, without drawing the page, until the machine has done its part; the page as it is then."""
    text = ""
    for _ in range(800):
        text = visitor.request.get(path).text()
        if words in text:
            return text
        sleep(0.1)
    raise AssertionError(f"{path} does not say {words}: {text}")


def post(visitor: Visitor, path: str, /, **values: object) -> APIResponse:
    """Send a form as a page that is open would."""
    body = urlencode({"csrfmiddlewaretoken": _token(visitor), **values}, doseq=True)
    answer = visitor.request.post(path, data=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert "/sign-in/" not in answer.url, f"{path}: nobody is signed in any more"
    return answer


def post_file(visitor: Visitor, path: str, material: str, file: FilePayload) -> None:
    """Hand in a file as the form of the materials does without script."""
    form = {f"file-{material}": file, "upload": material, "csrfmiddlewaretoken": _token(visitor)}
    assert visitor.request.post(path, multipart=form).ok, material


def _token(visitor: Visitor) -> str:
    """What a form must carry to be taken; every page of ours gives it as a cookie too."""
    context = visitor.context if isinstance(visitor, Page) else visitor
    return next(one["value"] for one in context.cookies() if one["name"] == "ym_csrf")


def fill_all(
    page: Page, number: str, *, name: str, street: str, detail: str, scope: str = "A0101", script: bool = True
) -> None:
    """Fill every section the short way: one person, a rented place, one trade."""
    open_section(page, number, "operator")
    page.get_by_label("我一个人（个人经营）").check()
    go_on(page)
    open_section(page, number, "name")
    trade_name = page.get_by_label("名称", exact=True)
    choose(page, "是", trade_name, script=script)
    trade_name.fill(name)
    go_on(page)
    open_section(page, number, "premises")
    choose(page, "租来的地方借用家人、朋友的也选这个", page.get_by_label("详细地址"), script=script)
    page.get_by_label("街道（乡镇）").select_option(street)
    page.get_by_label("详细地址").fill(detail)
    go_on(page)
    open_section(page, number, "business")
    page.locator(f"input[value={scope}]").check()
    page.get_by_label("一共几个人干活").fill("２")
    go_on(page)
    open_section(page, number, "contact")
    go_on(page)


def submit(page: Page, number: str) -> None:
    page.goto(f"/apply/{number}/check/")
    page.locator("[name=promise]").check()
    page.get_by_role("button", name=re.compile("^提交给")).click()
    page.wait_for_url(f"**/cases/{number}/")


def wait_for_outcome(page: Page, words: str) -> None:
    """The page refreshes itself while the machine is at work."""
    expect(page.locator("#progress")).to_contain_text(words, timeout=30_000)


def refresh_until(page: Page, words: str) -> None:
    """Without script a person presses the link."""
    for _ in range(60):
        if words in page.locator("#progress").inner_text():
            return
        page.wait_for_timeout(500)
        page.get_by_role("link", name="点这里刷新").click()
    raise AssertionError(page.locator("#progress").inner_text())
