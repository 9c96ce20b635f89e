"""A delivery from the province, taken by the city: ``python -m tests.journeys.province`` in the city's environment.

It brings one item, with its legal basis and name locked, and says the number of its entry.
"""

import sys
import tempfile
from pathlib import Path

NAME = "烟花爆竹经营（零售）许可"
RECORD: dict[str, object] = {
    "task_name": NAME,
    "task_type": "01",
    "local_task_code": "990125006000-990181000000-000-11990181MB1234567X-1-00",
    "region_code": "990181000000",
    "region_name": "云溪市",
    "dept_name": "云溪市应急管理局",
    "use_level": "4",
    "server_type": "1,2",
    "project_type": "2",
    "by_law": "《烟花爆竹安全管理条例》第十九条",
    "anticipate_day": "20",
    "anticipate_type": "1",
    "promise_day": "10",
    "promise_type": "1",
    "is_fee": "0",
    "handle_type": "1",
    "transact_addr": "云溪大道 1 号市民中心二楼",
    "transact_time": "工作日 9:00-12:00、13:00-17:00",
    "limit_scene_num": "1",
    "limit_scene_explain": "交材料时核对原件",
    "link_way": "0300-0000131",
    "supervise_way": "0300-0000231",
    "accept_condition": "在固定的店面里卖烟花爆竹的人。",
    "materials": [{"material_name": "烟花爆竹零售经营许可申请书", "is_need": "1", "source_type": "10"}],
}
LOCKS = ("task_name", "by_law")
# What the editor completes, by the name of the input.
COMPLETED = {
    "plain_name": "卖烟花爆竹要办的证",
    "summary": "在店里卖烟花爆竹的，开卖以前要有这张证。",
    "phrases": "卖烟花\n卖鞭炮\n过年摆摊卖鞭炮",
    "topics": "经营\n安全",
    "limits.statutory.basis": "烟花爆竹安全管理条例第十九条",
    "no_blank_forms": "申请书在窗口填，不用先准备",
}


def delivery(folder: Path) -> Path:
    """The delivery as a ZIP file."""
    from yimen.engines.service.exchange import delivery as exchange

    parties = exchange.Party("990000000000", "样例省"), exchange.Party("990181000000", "云溪市")
    item = exchange.Item("fireworks", 1, RECORD, LOCKS)
    sent = exchange.Delivery(*parties, "JOURNEY-001", "2026-11-20", items=(item,))
    path = folder / "delivery.zip"
    path.write_bytes(exchange.packed(exchange.write(sent)))
    return path


def main() -> None:
    import django

    django.setup()
    from yimen.domains.directory.actions.receive import receive
    from yimen.domains.directory.models import Entry
    from yimen.ground.audit import SYSTEM
    from yimen.ground.calendar.moment import now

    with tempfile.TemporaryDirectory() as folder:
        receive(actor=SYSTEM, path=delivery(Path(folder)), now=now())
    sys.stdout.write(f"{Entry.objects.get(name=NAME).pk}\n")


if __name__ == "__main__":
    main()
