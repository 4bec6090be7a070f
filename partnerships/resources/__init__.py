HISTORY: list[tuple[str, type]] = []
