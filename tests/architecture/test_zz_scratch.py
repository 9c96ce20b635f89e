import time, cProfile, pstats
from tests.architecture import town as t
def test_t(loaded, cast):
    a=time.process_time(); w=time.time()
    pr=cProfile.Profile(); pr.enable()
    print(t.prepare())
    pr.disable()
    print("cpu", time.process_time()-a, "wall", time.time()-w)
    pstats.Stats(pr).sort_stats("cumtime").print_stats(45)
