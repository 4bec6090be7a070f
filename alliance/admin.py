from unfold.sites import UnfoldAdminSite

class PortalAdminSite(UnfoldAdminSite):
    pass
