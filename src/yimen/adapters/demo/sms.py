from yimen.ground.accounts.ports import Sent


class ShownCode:
    """Sends no message: the code is shown on the page. Only a demo plugs this in."""

    def send_code(self, mobile: str, code: str) -> Sent:
        return Sent(shown=code)
