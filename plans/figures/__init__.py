from plans.figures import measure, plan, publication, update

__all__ = ["measure", "plan", "publication", "update"]
