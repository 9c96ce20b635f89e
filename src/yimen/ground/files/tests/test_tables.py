from yimen.ground.files.tables import csv_bytes, csv_response


def test_a_table_program_reads_it_as_utf_8_and_computes_nothing() -> None:
    found = csv_bytes(["名称", "天"], [["=1+1", 5], ["@SUM(A1)", None], ["开店，办照", -3]])
    assert found.startswith(b"\xef\xbb\xbf")
    assert found.decode("utf-8-sig").splitlines() == ["名称,天", "'=1+1,5", "'@SUM(A1),", "开店，办照,-3"]


def test_it_is_saved_under_its_name() -> None:
    answer = csv_response("代码.csv", ["a"], [])
    assert answer["Content-Disposition"].startswith("attachment;") and "%E4%BB%A3" in answer["Content-Disposition"]
