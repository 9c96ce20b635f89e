"""A large photo over a bad line, goes on after a reload, is used again for a second shop; marks on it come back."""

import hashlib
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys import food, walk
from tests.journeys.conftest import Look
from yimen.ground.files.tests.uploads import chunk

PART = 512 * 1024


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A drawing of about two megabytes that no compression makes smaller."""
    width, height = 1600, 1200
    grain = b"".join(hashlib.sha256(n.to_bytes(4)).digest() for n in range(width * height // 32))
    rows = b"".join(b"\0" + grain[y * width : (y + 1) * width] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    path = tmp_path / "布局图.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)
    return path


def test_a_large_file_breaks_off_goes_on_and_is_used_again(enter: Callable[..., Page], photo: Path, look: Look) -> None:
    page = enter("陈静")
    number = _filled(page)
    _breaks_off(page, photo, look)
    _goes_on_after_a_reload(page, photo, look)
    walk.submit(page, number)
    walk.wait_for_outcome(page, "等部门告知是否受理")
    _marked(food.Desk(enter("王芳"), number), look)
    _sees_the_marks(page, number, look)
    _used_again(page, number, look)


def test_on_a_phone_the_camera_takes_page_after_page(enter: Callable[..., Page]) -> None:
    page = enter("陈静", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    number = _filled(page)
    for taken in (1, 2):
        with page.expect_file_chooser() as opened:
            page.get_by_role("button", name="拍一页").tap()
        assert opened.value.element.get_attribute("capture") == "environment"
        assert opened.value.element.get_attribute("accept") == "image/jpeg,image/png"
        opened.value.set_files({**food.DRAWING, "name": f"第{taken}页.png"})
        expect(page.get_by_role("link", name=f"第{taken}页.png")).to_be_visible()
    expect(page.get_by_role("link", name="检查并提交")).to_be_visible()
    page.goto(f"/apply/{number}/check/")
    expect(page.locator("main")).to_contain_text("第2页.png")


def test_at_a_desk_there_is_no_camera_button(enter: Callable[..., Page]) -> None:
    page = enter("陈静")
    _filled(page)
    expect(page.get_by_role("button", name=re.compile("^上传"))).to_be_visible()
    expect(page.get_by_role("button", name="拍一页")).to_have_count(0)


def _filled(page: Page) -> str:
    """A draft that lacks nothing but the drawing."""
    number = food.begun(page)
    for section, answers in food.ANSWERS.items():
        told = {"page": "a-page", "seen": "", "field": sorted({key.partition(".")[0] for key in answers})}
        assert walk.post(page, f"/apply/{number}/{section}/", **told, **answers).ok
    page.goto(f"/apply/{number}/materials/")
    return number


def _choose_and_send(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name=re.compile("^上传")).click()


def _breaks_off(page: Page, photo: Path, look: Look) -> None:
    """The second part never arrives; the page says what is there, and keeps on trying."""
    sent = []

    def second_fails(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        sent.append(route.request.headers["upload-offset"])
        return route.continue_() if len(sent) == 1 else route.abort()

    page.route("**/uploads/**", second_fails)
    _choose_and_send(page, photo)
    row = page.locator("[data-sending] li")
    expect(row).to_contain_text("连接断了，已传的 512 KB 还在，正在重新连")
    expect(page.locator("[data-told]")).to_contain_text("连接断了")
    assert row.locator("progress").evaluate("bar => bar.value") == PART
    look(page, "materials, broken off")


def _goes_on_after_a_reload(page: Page, photo: Path, look: Look) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("上次没有传完")).to_be_visible()
    expect(page.get_by_text("已传 512 KB，共 1.8 MB")).to_be_visible()
    look(page, "materials, to be gone on with", public=True)
    page.reload()
    page.unroute("**/uploads/**")
    offsets: list[str] = []
    page.on("request", lambda one: offsets.append(one.headers["upload-offset"]) if one.method == "PATCH" else None)
    _choose_and_send(page, photo)
    expect(page.locator("[data-sending] li")).to_contain_text("传好了")
    assert offsets[0] == str(PART), "nothing is sent twice"
    expect(page.locator("[data-told]")).to_contain_text("传好了 1 个文件")
    # The page shows what the server shows, without having been left.
    expect(page.get_by_role("link", name="布局图.png")).to_be_visible()
    expect(page.get_by_text("上次没有传完")).to_have_count(0)
    expect(page.get_by_role("link", name="检查并提交")).to_be_visible()
    look(page, "materials, sent in parts", public=True)


def _marked(window: food.Desk, look: Look) -> None:
    window.take_up()
    page = window.page
    page.get_by_role("link", name=re.compile("^逐页看、做标记")).click()
    look(page, "desk, a file page by page")
    page.locator("[data-mark-on] img").click(position={"x": 30, "y": 30})
    expect(page.get_by_label("在这一页的哪里")).to_have_value("0")
    page.get_by_label("这里要改什么").fill("画出冷食专间的位置")
    page.get_by_role("button", name="标上").click()
    expect(page.get_by_text("图的左上")).to_be_visible()
    expect(page.locator(".marks-over circle")).to_have_count(1)
    look(page, "desk, a marked file")
    page.get_by_role("link", name="去写补正告知").click()
    expect(page.locator("[value='material.m3']")).to_be_checked()
    page.get_by_role("button", name="告知申请人补正").click()
    page.wait_for_url(f"**/desk/cases/{window.number}/")


def _sees_the_marks(page: Page, number: str, look: Look) -> None:
    walk.wait_for(page, f"/apply/{number}/correction/", "布局图.png 上标出")
    page.goto(f"/apply/{number}/correction/")
    expect(page.locator(".told-marks li")).to_contain_text("1. 图的左上：画出冷食专间的位置")
    expect(page.locator(".told-marks circle")).to_have_count(1)
    picture = page.locator(".told-marks img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => one.naturalWidth") > 100
    look(page, "correction, with marks")


def _used_again(page: Page, number: str, look: Look) -> None:
    """The second shop has the same drawing: one click, nothing is sent."""
    second = _filled(page)
    again = page.get_by_role("group", name="以前交过，可以直接用")
    expect(again).to_contain_text(number)
    look(page, "materials, to be used again", public=True)
    page.goto(f"/apply/{second}/materials/")
    page.get_by_role("radio", name=re.compile(number)).check()
    page.get_by_role("button", name=re.compile("^用这一份")).click()
    expect(page.get_by_text("传好了 1 个文件")).to_be_visible()
    expect(page.get_by_role("link", name="检查并提交")).to_be_visible()
    page.get_by_role("link", name="检查并提交").click()
    expect(page.get_by_role("button", name=re.compile("^提交给"))).to_be_visible()
