"""食品经营许可证编号: JY and 14 digits (市场监管总局令第78号; structure K, to be compared with the text)."""

from stdnum.iso7064 import mod_11_10

from yimen.ground.numbering.serials import next_serial


def new_food_licence_number(*, kind: str, region: str) -> str:
    """A fresh number: JY, one digit for the form of business, six for the area, six serial, one check digit.

    Args:
        kind: ``1`` sale, ``2`` catering, ``3`` canteen.
        region: six digits of the deciding body's area.
    """
    serial = next_serial(f"food-licence-{kind}{region}")
    digits = f"{kind}{region}{serial:06}"
    return f"JY{digits}{mod_11_10.calc_check_digit(digits)}"
