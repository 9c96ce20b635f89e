"""A matter with a guide only, complete: the example of the tests."""

SERVICE = """\
format: 1
handling: guide
slug: fireworks-retail
name: 烟花爆竹经营（零售）许可
plain_name: 卖烟花爆竹要办的证
summary: 在店里卖烟花爆竹的，开卖以前要有这张证。
phrases: [卖烟花, 卖鞭炮, 过年摆摊卖鞭炮]
code: {task_type: "01", task_type_name: 行政许可, base: "000125006000", use_level: "4"}
department: 应急管理
deciding_body: {name: 云溪市应急管理局, code: "11990181MB1234567X"}
region: {code: "990181", name: 云溪市, scope: 店开在云溪市的}
topics: [经营, 安全]
audience: [自然人, 企业法人]
project_type: 承诺件
visits: {times: 1, reason: 交材料时核对原件}
channels:
  - kind: window
    name: 市民中心二楼综合窗口
    address: 云溪市云溪大道 1 号市民中心二楼
    hours: 工作日 9:00-12:00、13:00-17:00
  - {kind: online, name: 省应急管理厅网上大厅, link: "https://yjt.example.gov.cn/apply"}
legal_basis:
  - document: 烟花爆竹安全管理条例
    article: 第十九条
    gist: 零售经营者要取得许可证
    in_force_from: "2016-02-06"
    src: L
limits:
  statutory: {value: 20, unit: workday, basis: 烟花爆竹安全管理条例第十九条, src: L}
  promised: {value: 10, unit: workday}
fee: {charge: false, plain: 不收钱}
conditions:
  - {text: 店和周围的建筑有规定的安全距离, basis: 烟花爆竹安全管理条例第十八条}
materials:
  - {id: m1, name: 烟花爆竹零售经营许可申请书, plain: 下载填好，签字, blank: materials/application.txt}
  - {id: m2, name: 主要负责人的安全知识培训合格证, plain: 复印件，带原件核对, source: gov}
phones: {consult: "0300-0000131", complain: "0300-0000231"}
in_force_from: "2026-11-01"
"""
GUIDE = """## 谁能办

在固定的店面里卖烟花爆竹的人。

## 怎么办

带齐材料到窗口，10 个工作日内告诉您结果。
"""


def files(old: str = "", new: str = "", guide: str = GUIDE) -> dict[str, bytes]:
    """The folder, with one text of service.yaml replaced once."""
    assert old in SERVICE, f"{old!r} is not in service.yaml"
    return {
        "service.yaml": SERVICE.replace(old, new, 1).encode() if old else SERVICE.encode(),
        "guide.md": guide.encode(),
        "materials/application.txt": "姓名：\n地址：\n".encode(),
    }
