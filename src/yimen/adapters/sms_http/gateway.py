import http.client
import json
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from yimen.ground.accounts.ports import Sent
from yimen.ground.errors import Unavailable
from yimen.ground.messages.ports import Undeliverable

SECONDS = 10
_NEVER = frozenset({400, 404, 410, 422})
_LATER = "过一会儿会自动再发。"


@dataclass(frozen=True)
class HttpGateway:
    """Sends by HTTPS. Follows no redirect and uses no proxy: the key goes to this address alone.

    Args:
        url: address of the gateway, ``https``.
        key: what it knows us by.
        trust: whom to believe; without it the roots of the machine.
    """

    url: str
    key: str = field(repr=False)
    seconds: float = SECONDS
    trust: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment:
            raise ImproperlyConfigured("YIMEN_SMS_URL must be an https address, without a name and password in it")
        if not self.key or not self.key.isascii() or not self.key.isprintable():
            raise ImproperlyConfigured("YIMEN_SMS_KEY must be set, in plain ASCII signs")

    def send(self, mobile: str, text: str, reference: str) -> None:
        """See ``ground.messages.ports.SmsGateway``."""
        status = self._post({"mobile": mobile, "text": text, "reference": reference}, reference)
        if 200 <= status < 300:
            return
        if status in _NEVER:
            raise Undeliverable(f"短信网关不收这条短信（HTTP {status}）", "核对一下号码，或者打电话告诉对方。")
        if status in (401, 403):
            raise Unavailable(f"短信网关不认我们的密钥（HTTP {status}）", "让系统管理员核对 YIMEN_SMS_KEY。")
        raise Unavailable(f"短信网关现在发不了（HTTP {status}）", _LATER)

    def send_code(self, mobile: str, code: str) -> Sent:
        """See ``ground.accounts.ports.CodeSender``: the same gateway can send sign-in codes."""
        text = f"验证码 {code}，5 分钟内有效。工作人员不会向您要验证码。"
        try:
            self.send(mobile, text, uuid4().hex)
        except Undeliverable as error:
            raise Unavailable("验证码发不到这个号码", "核对一下号码，或者带身份证到窗口办。") from error
        return Sent()

    def _post(self, message: dict[str, str], reference: str) -> int:
        parts = urlsplit(self.url)
        trust = self.trust or ssl.create_default_context()
        line = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=self.seconds, context=trust)
        try:
            line.request(
                "POST", _target(self.url), json.dumps(message, ensure_ascii=False).encode(), self._head(reference)
            )
            return line.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            # TimeoutError and SSLError are OSErrors; none of them quotes the message.
            raise Unavailable(f"短信网关连不上（{type(error).__name__}）", _LATER) from error
        finally:
            line.close()

    def _head(self, reference: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": f'"{reference}"',
            "Accept": "application/json",
        }


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def from_settings() -> HttpGateway:
    """The gateway as the settings say. Raises ImproperlyConfigured for an address or a key that cannot be right."""
    return HttpGateway(url=getattr(settings, "YIMEN_SMS_URL", ""), key=getattr(settings, "YIMEN_SMS_KEY", ""))
