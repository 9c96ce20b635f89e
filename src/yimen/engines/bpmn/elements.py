"""The words of BPMN XML: which elements are read, which are drawing only, and what the others are called in Chinese."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
YM = "urn:yimen:bpmn:1"

# Drawing, remarks and declarations without any effect on how an instance runs.
EVENT_DEFINITIONS = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "conditionalEventDefinition": "conditional",
    "linkEventDefinition": "link",
    "terminateEventDefinition": "terminate",
    "cancelEventDefinition": "cancel",
    "compensateEventDefinition": "compensation",
}
_TASKS_OF_THE_HOST = {
    "globalTask",
    "globalUserTask",
    "globalManualTask",
    "globalScriptTask",
    "globalBusinessRuleTask",
}
SILENT_IN_DEFINITIONS = frozenset(
    {
        *("documentation", "extensionElements", "itemDefinition", "message", "signal", "escalation", "category"),
        *("error", "interface", "endPoint", "resource", "dataStore", "partnerEntity", "partnerRole", "relationship"),
        *_TASKS_OF_THE_HOST,
        *EVENT_DEFINITIONS,
    }
)
DATA = frozenset({"dataObject", "dataObjectReference", "dataStoreReference"})
SILENT_IN_PROCESS = DATA | {
    *("documentation", "extensionElements", "laneSet", "textAnnotation", "association", "group", "sequenceFlow"),
    *("ioSpecification", "property"),
}
SILENT_IN_COLLABORATION = frozenset(
    {"documentation", "extensionElements", "textAnnotation", "association", "group", "messageFlow"}
)
SILENT_IN_PARTICIPANT = frozenset(
    {"documentation", "extensionElements", "interfaceRef", "endPointRef", "participantMultiplicity"}
)
SILENT_IN_NODE = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})
SILENT_IN_ACTIVITY = frozenset({"ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation"})
SILENT_IN_EVENT = frozenset(
    {
        *("property", "dataInput", "dataOutput", "inputSet", "outputSet"),
        *("dataInputAssociation", "dataOutputAssociation"),
    }
)

SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
TASKS = frozenset(
    {
        *("task", "userTask", "manualTask", "serviceTask", "businessRuleTask", "scriptTask"),
        *("sendTask", "receiveTask", "callActivity"),
    }
)
ACTIVITIES = TASKS | SUB_PROCESSES
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
NODES = ACTIVITIES | GATEWAYS | EVENTS

# Where each kind of event may stand (BPMN 2.0.2, table 10.93).
ALLOWED = {
    "start": frozenset({"timer", "message", "signal", "conditional"}),
    "event start": frozenset({"timer", "message", "signal", "conditional", "error", "escalation", "compensation"}),
    "intermediateCatchEvent": frozenset({"timer", "message", "signal", "conditional", "link"}),
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "link", "compensation"}),
    "boundaryEvent": frozenset(
        {"timer", "message", "signal", "conditional", "error", "escalation", "cancel", "compensation"}
    ),
    "endEvent": frozenset({"message", "signal", "error", "escalation", "cancel", "compensation", "terminate"}),
}
# Those that always interrupt.
INTERRUPTING = frozenset({"error", "cancel", "compensation"})

# The children each element may have beside the silent ones.
CHILDREN = {
    "scriptTask": frozenset({"script"}),
    "complexGateway": frozenset({"activationCondition"}),
    "adHocSubProcess": frozenset({"completionCondition"}),
}
YM_ATTRIBUTES = {
    "userTask": frozenset({"act", "post", "limit", "outcomes"}),
    "manualTask": frozenset({"post", "limit"}),
    "serviceTask": frozenset({"capability"}),
    "businessRuleTask": frozenset({"decision", "result"}),
    "scriptTask": frozenset({"result"}),
    "sendTask": frozenset({"correlation", "carries"}),
    "receiveTask": frozenset({"correlation"}),
    "messageEventDefinition": frozenset({"correlation", "carries"}),
    "signalEventDefinition": frozenset({"carries"}),
    "multiInstanceLoopCharacteristics": frozenset({"collection", "item"}),
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
    "humanPerformer": "用 ym:post 写明岗位。",
    "performer": "用 ym:post 写明岗位。",
    "potentialOwner": "用 ym:post 写明岗位。",
}


def said(tag: str) -> str:
    """An element's name for a sentence: Chinese where there is one, and the tag."""
    return f"{_NAMES[tag]}（{tag}）" if tag in _NAMES else f"元素（{tag}）"


def advice(tag: str) -> str:
    """What to draw instead of an element that is not supported."""
    return _ADVICE.get(tag, "删去它，或改用已支持的元素。")
