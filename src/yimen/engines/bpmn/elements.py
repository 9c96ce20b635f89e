"""The words of BPMN XML: which elements are read, which are drawing only, and what the others are called in Chinese."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
YM = "urn:yimen:bpmn:1"

# Drawing, remarks and declarations without any effect on how an instance runs.
SILENT_IN_DEFINITIONS = frozenset(
    {"documentation", "extensionElements", "itemDefinition", "message", "signal", "escalation", "category", "error"}
)
SILENT_IN_PROCESS = frozenset(
    {"documentation", "extensionElements", "laneSet", "textAnnotation", "association", "group", "sequenceFlow"}
)
SILENT_IN_COLLABORATION = SILENT_IN_PROCESS - {"laneSet", "sequenceFlow"}
SILENT_IN_NODE = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})

NODES = frozenset(
    {
        "startEvent",
        "endEvent",
        "userTask",
        "manualTask",
        "serviceTask",
        "businessRuleTask",
        "scriptTask",
        "callActivity",
        "exclusiveGateway",
        "parallelGateway",
        "intermediateCatchEvent",
        "boundaryEvent",
    }
)
WITH_BOUNDARIES = frozenset({"userTask", "manualTask", "serviceTask", "businessRuleTask", "callActivity"})
WITH_ERRORS = frozenset({"serviceTask", "callActivity"})

# The children each element may have beside the silent ones.
CHILDREN = {
    "endEvent": frozenset({"terminateEventDefinition"}),
    "scriptTask": frozenset({"script"}),
    "intermediateCatchEvent": frozenset({"timerEventDefinition"}),
    "boundaryEvent": frozenset({"timerEventDefinition", "errorEventDefinition"}),
}
YM_ATTRIBUTES = {
    "userTask": frozenset({"act", "post", "limit", "outcomes"}),
    "manualTask": frozenset({"post", "limit"}),
    "serviceTask": frozenset({"capability"}),
    "businessRuleTask": frozenset({"decision", "result"}),
    "scriptTask": frozenset({"result"}),
}
# Attributes that change how an element runs, with the only values that mean what we do.
FIXED_ATTRIBUTES = {
    "startQuantity": "1",
    "completionQuantity": "1",
    "isForCompensation": "false",
    "parallelMultiple": "false",
}

_NAMES = {
    "adHocSubProcess": "特别子流程",
    "boundaryEvent": "边界事件",
    "businessRuleTask": "业务规则任务",
    "callActivity": "调用活动",
    "cancelEventDefinition": "取消事件",
    "choreography": "编排",
    "compensateEventDefinition": "补偿事件",
    "complexGateway": "复杂网关",
    "conditionalEventDefinition": "条件事件",
    "conversation": "会话",
    "dataInputAssociation": "数据输入关联",
    "dataObject": "数据对象",
    "dataObjectReference": "数据对象引用",
    "dataOutputAssociation": "数据输出关联",
    "dataStoreReference": "数据存储引用",
    "endEvent": "结束事件",
    "errorEventDefinition": "错误事件",
    "escalationEventDefinition": "升级事件",
    "eventBasedGateway": "事件网关",
    "exclusiveGateway": "排他网关",
    "humanPerformer": "办理人",
    "import": "外部导入",
    "inclusiveGateway": "包容网关",
    "intermediateCatchEvent": "中间捕获事件",
    "intermediateThrowEvent": "中间抛出事件",
    "interface": "接口",
    "ioSpecification": "输入输出说明",
    "linkEventDefinition": "链接事件",
    "manualTask": "手工任务",
    "messageEventDefinition": "消息事件",
    "messageFlow": "消息流",
    "multiInstanceLoopCharacteristics": "多实例",
    "parallelGateway": "并行网关",
    "performer": "办理人",
    "potentialOwner": "候选办理人",
    "process": "流程",
    "property": "属性",
    "receiveTask": "接收任务",
    "scriptTask": "脚本任务",
    "sendTask": "发送任务",
    "sequenceFlow": "顺序流",
    "serviceTask": "服务任务",
    "signalEventDefinition": "信号事件",
    "standardLoopCharacteristics": "循环",
    "startEvent": "开始事件",
    "subProcess": "子流程",
    "task": "未定类型的任务",
    "terminateEventDefinition": "终止事件",
    "timeCycle": "循环定时",
    "timerEventDefinition": "定时事件",
    "transaction": "事务子流程",
    "userTask": "人工任务",
}
_ADVICE = {
    "task": "改为人工任务、手工任务、服务任务、业务规则任务或脚本任务。",
    "inclusiveGateway": "改用排他网关或并行网关。",
    "complexGateway": "改用排他网关或并行网关。",
    "timeCycle": "改用 timeDuration 或 timeDate。",
    "humanPerformer": "用 ym:post 写明岗位。",
    "performer": "用 ym:post 写明岗位。",
    "potentialOwner": "用 ym:post 写明岗位。",
    "messageFlow": "只保留一个流程，跨流程的消息用服务任务表达。",
}


def said(tag: str) -> str:
    """An element's name for a sentence: Chinese where there is one, and the tag."""
    return f"{_NAMES[tag]}（{tag}）" if tag in _NAMES else f"元素（{tag}）"


def advice(tag: str) -> str:
    """What to draw instead of an element that is not supported."""
    return _ADVICE.get(tag, "删去它，或改用已支持的元素。")
