"""``yimen run``: the demo city, set up and served."""

import argparse


def fill(run: argparse.ArgumentParser) -> None:
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--host", default="127.0.0.1")
    run.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    from yimen.config.serving import serve  # starts Django itself, in the mode of a demo

    return serve(given.host, given.port)
