"""Everybody has a turn in every round (A B C A B C), so that a noisy machine is noisy for all of them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter


@dataclass
class Contestant:
    """`ask` makes one call and returns what it brought."""

    name: str
    ask: Callable[[], object]
    turns: list[list[float]] = field(default_factory=list)

    def take_turn(self, seconds: float) -> None:
        turn, end = [], perf_counter() + seconds
        while (start := perf_counter()) < end or len(turn) < 20:
            self.ask()
            turn.append(perf_counter() - start)
        self.turns.append(turn)

    @property
    def rates(self) -> list[float]:
        return [len(turn) / sum(turn) for turn in self.turns]

    @property
    def p95(self) -> list[float]:
        return [quantiles(turn, n=20)[-1] for turn in self.turns]


def compete(contestants: list[Contestant], *, rounds: int, seconds: float) -> None:
    for contestant in contestants:
        for _ in range(5):
            contestant.ask()
    for _ in range(rounds):
        for contestant in contestants:
            contestant.take_turn(seconds)


def tell(contestants: list[Contestant], limit: Contestant) -> None:
    print(f"\n{'':34}{'a second':>10}{'p95 ms':>9}   of “{limit.name}”: median (least to most)")
    for contestant in contestants:
        of = [mine / bare for mine, bare in zip(contestant.rates, limit.rates, strict=True)]
        rate, slow = median(contestant.rates), median(contestant.p95) * 1000
        print(f"{contestant.name:34}{rate:10.0f}{slow:9.2f}   {median(of):.2f} ({min(of):.2f} to {max(of):.2f})")
    print(f"load average {', '.join(f'{load:.2f}' for load in os.getloadavg())} on {os.cpu_count()} processors\n")


def judge(part: str, contestants: list[Contestant]) -> list[str]:
    """The goals that were missed, each printed with what was reached."""
    goals = tomllib.loads((Path(__file__).parent / "goals.toml").read_text())[part]
    by_name, missed = {contestant.name: contestant for contestant in contestants}, []
    for name, goal in goals.items():
        mine, other = by_name[goal.get("of", name)], by_name[goal["beside"]]
        if "least" in goal:
            reached = median(a / b for a, b in zip(mine.rates, other.rates, strict=True))
            is_met, words = reached >= goal["least"], f"at least {goal['least']} times as many a second as"
        else:
            reached = median(a / b for a, b in zip(mine.p95, other.p95, strict=True))
            is_met, words = reached <= goal["slower_at_p95"], f"at p95 at most {goal['slower_at_p95']} times as long as"
        print(f"{'met   ' if is_met else 'MISSED'} {name}: {words} “{other.name}” ({reached:.2f})")
        missed += [] if is_met else [name]
    return missed
