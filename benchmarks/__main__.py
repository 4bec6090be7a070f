import argparse
import sys

from benchmarks import api, figures, mail

PARTS = {"api": api.run, "figures": figures.run, "mail": mail.run}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__import__("benchmarks").__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, default="api")
    parser.add_argument("--quick", action="store_true", help="without any server, on SQLite, in this process")
    parser.add_argument("--check", action="store_true", help="fail below a goal of goals.toml")
    parser.add_argument("--rounds", type=int, help="how many times everybody has a turn")
    options = parser.parse_args()
    missed = PARTS[options.part](quick=options.quick, rounds=options.rounds or (3 if options.quick else 7))
    return 1 if options.check and missed else 0


sys.exit(main())
