"""Amounts with their currencies. Two currencies are never added up: each is told apart (DOMAIN 1.7)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import moneyed
from moneyed import Money

USD = "USD"
CENT = Decimal("0.01")
MOST_DIGITS = 15  # that SQLite gives back as they were written
NO_CURRENCIES = {"XXX", "XTS"}
OF_OTHER_DAYS = re.compile(r"\d{4}")


def currencies() -> list[tuple[str, str]]:
    """The codes of ISO 4217 with their names; a name with a year in it is of a currency that is gone."""
    known = [(currency.code, currency.name) for currency in moneyed.list_all_currencies()]
    return [(code, name) for code, name in known if code not in NO_CURRENCIES and not OF_OTHER_DAYS.search(name)]


def spoken(money: Money) -> str:
    """USD 1,000,000; cents only where there are some."""
    amount = money.amount
    return (
        f"{money.currency.code} {amount:,.0f}"
        if amount == amount.to_integral()
        else f"{money.currency.code} {amount:,.2f}"
    )


class InMoney:
    """A row with an amount, where it is known, in its own currency."""

    amount: Any
    currency: Any

    @property
    def money(self) -> Money | None:
        return None if self.amount is None else Money(self.amount, self.currency)

    @property
    def money_words(self) -> str:
        return spoken(self.money) if self.money else ""


def in_dollars(amount: Decimal, rate: Decimal) -> Decimal:
    """The rate says how much of the currency a dollar is."""
    return (amount / rate).quantize(CENT, ROUND_HALF_UP)
