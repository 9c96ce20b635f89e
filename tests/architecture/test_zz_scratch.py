
def test_t(town, cast):
    print(town)
