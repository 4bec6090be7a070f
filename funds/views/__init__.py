from funds.views.contribution import contribution_list, contributions_picture
from funds.views.contributor import contributor_detail

__all__ = ["contribution_list", "contributions_picture", "contributor_detail"]
