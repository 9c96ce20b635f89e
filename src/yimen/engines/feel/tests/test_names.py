"""Names with spaces and operators, and which of them an expression reads."""

from yimen.engines.feel import compile_expression


def test_the_longest_name_in_scope_wins() -> None:
    expression = compile_expression("loan amount limit + loan amount", ["loan", "loan amount", "loan amount limit"])
    assert expression.names == {"loan amount", "loan amount limit"}
    assert expression.evaluate({"loan amount": 1, "loan amount limit": 2}).value == 3


def test_without_such_a_name_the_hyphen_subtracts() -> None:
    assert compile_expression("a-b", ["a", "b"]).evaluate({"a": 5, "b": 2}).value == 3


def test_an_own_name_wins_over_a_built_in() -> None:
    assert compile_expression("count + 1", ["count"]).evaluate({"count": 1}).value == 2


def test_space_inside_a_name_may_be_any_white_space() -> None:
    assert compile_expression("经营\n  场所", ["经营 场所"]).evaluate({"经营 场所": "x"}).value == "x"


def test_only_free_names_are_read() -> None:
    text = "{x: 1, y: x + outer, f: function(p) p + q}.y + (for i in list return i + partial[1])[1]"
    assert compile_expression(text, ["outer", "q", "list"]).names == {"outer", "q", "list"}


def test_parts_of_a_filtered_item_are_not_taken_for_free_names() -> None:
    expression = compile_expression("rows[amount > limit]", ["rows", "limit"])
    assert expression.names == {"rows", "limit"}
    assert expression.evaluate({"rows": [{"amount": 1}, {"amount": 3}], "limit": 2}).value == [{"amount": 3}]


def test_an_undeclared_outer_name_is_still_seen_inside_a_filter() -> None:
    assert compile_expression("[1, 2][item = wanted]").evaluate({"wanted": 2}).value == [2]


def test_declared_members_with_spaces_follow_a_dot() -> None:
    expression = compile_expression("person.first name", ["person"], members=["first name"])
    assert expression.evaluate({"person": {"first name": "伟"}}).value == "伟"
