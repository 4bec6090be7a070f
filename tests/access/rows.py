"""What everybody is answered at every address but those of the admin, and which words stand there."""

from __future__ import annotations

from tests.access.answers import (
    ACCOUNT,
    AT_WORK,
    DONE_BY_A,
    LED_AWAY,
    LOCKED,
    OF_A,
    OF_MEMBERS,
    OF_STAFF,
    OPEN,
    POSTS_ONLY,
    WITH_A,
    B,
    form,
    of_api,
)
from tests.access.areas import AREAS
from tests.access.walk import Row, said
from tests.access.words import ACTING, STAFF
from tests.access.words import OF_A as A

PUBLIC = {
    "home": Row("/", OPEN, shows={"Member-A", "Member-B", "Hidden-Approached"}),
    "members": Row("/members/", OPEN, shows={"Member-A", "Member-B", "Hidden-Approached"}),
    "member": Row("/members/member-a/", OPEN, shows={"Member-A"}),
    "documents": Row("/documents/", OPEN, shows={"Document-Public", "Document-Members", "Document-Staff"}),
    "document": Row(
        "/documents/document-public/", OPEN, shows={"Document-Public", "Figure-Public", "Hidden-Approached"}
    ),
    "document_file": Row("/documents/document-public/en/file", OPEN, shows={"File-Public"}),
    "figures": Row("/figures/", OPEN),
    "figure": Row("/figures/members/", OPEN, shows={"Member-A", "Member-B"}),
    "figure_picture": Row("/figures/members.svg", OPEN),
    "sources": Row("/sources/", OPEN),
    "accessibility": Row("/accessibility/", OPEN),
    "privacy": Row("/privacy/", OPEN),
    "set_language": Row("/language/", LED_AWAY, LED_AWAY, put=LED_AWAY, delete=LED_AWAY),
    "healthz": Row("/healthz", said(200, unprotected=200)),
    "readyz": Row("/readyz", said(200, unprotected=200)),
}
FOREIGN = {
    "member of nobody": Row(
        "/members/approached/", OF_STAFF, unknown=said(405), shows={"Hidden-Approached", "Document-Public"}
    ),
    "document of members": Row(
        "/documents/document-members/", OF_MEMBERS, unknown=said(405), shows={"Document-Members", "Figure-Members"}
    ),
    "document of staff": Row(
        "/documents/document-staff/", OF_STAFF, unknown=said(405), shows={"Document-Staff", "Figure-Staff"}
    ),
    "file of members": Row(
        "/documents/document-members/en/file", OF_MEMBERS, unknown=said(405), shows={"File-Members"}
    ),
    "file of staff": Row("/documents/document-staff/en/file", OF_STAFF, unknown=said(405), shows={"File-Staff"}),
    "rows of a figure": Row(
        "/figures/focal-points-appointed/",
        OPEN,
        shows={"Person-A", "Person-Listed"},
        only={"Member-A": WITH_A, "Member-B": ACTING | {*STAFF}},
    ),
    "approached row of the API": Row(
        "/api/v1/members/approached/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Hidden-Approached"}
    ),
    "document of members in the API": Row(
        "/api/v1/documents/document-members/",
        of_api(OF_MEMBERS),
        unknown=of_api(said(405)),
        shows={"Document-Members", "Figure-Members"},
    ),
    "rows of a figure in the API": Row(
        "/api/v1/figures/focal-points-appointed/rows/",
        of_api(OPEN),
        shows={"Person-A", "Person-Listed"},
        only={"Member-A": WITH_A, "Member-B": ACTING | {*STAFF}},
    ),
    "table of the API": Row(
        "/api/v1/members/?format=csv", of_api(OPEN), shows={"Member-A", "Member-B", "Hidden-Approached"}
    ),
    "harvest of documents": Row(
        "/api/v1/documents/?updated_since=2020-01-01T00:00:00Z",
        of_api(OPEN),
        shows={"Document-Public", "Document-Members", "Document-Staff"},
    ),
}
PORTAL = {
    "portal_home": Row(
        "/portal/",
        LOCKED,
        only=dict.fromkeys(["Member-A", "Person-A", "Nominee-A", "Window-Open"], A)
        | dict.fromkeys(["Initiative-Accepted", "Initiative-Proposed", "News-Of-A"], A)
        | dict.fromkeys(["Member-B", "Person-Listed", "Nominee-B"], B),
    ),
    "directory": Row("/portal/directory/", LOCKED, shows={"Person-Listed"}, only={"Member-B": ACTING | {*STAFF}}),
    "contact": Row(
        "/portal/contact/",
        AT_WORK,
        AT_WORK,
        unknown=POSTS_ONLY,
        only={"Private-A": {"focal_a"}, "Person-A": {"focal_a"}, "Person-Listed": B},
    ),
    "contact_confirm": Row(
        "/portal/contact/confirm/", POSTS_ONLY, said(302, nobodies=404, auditor=404), unknown=POSTS_ONLY
    ),
    "nomination": Row("/portal/members/member-a/nominate/", OF_A, OF_A, unknown=POSTS_ONLY, only={"Member-A": A}),
    "correction": Row("/portal/members/member-a/correct/", OF_A, OF_A, unknown=POSTS_ONLY, only={"Member-A": A}),
    "nomination_withdraw": Row(
        "/portal/nominations/{nomination_a.pk}/withdraw/", POSTS_ONLY, DONE_BY_A, unknown=POSTS_ONLY
    ),
    "correction_withdraw": Row(
        "/portal/corrections/{correction_a.pk}/withdraw/", POSTS_ONLY, DONE_BY_A, unknown=POSTS_ONLY
    ),
}
ENTRY = {
    "account": Row("/accounts/", ACCOUNT),
    "second_factor": Row("/accounts/second-factor/", ACCOUNT),
    "go_on": Row("/accounts/go-on/", LED_AWAY, unknown=POSTS_ONLY),
    "accept_invitation": Row("/accounts/invitation/unknown/", said(410), said(410), unknown=said(405)),
    "account_login": form("/accounts/login/", said(302, anonymous=200), delete=said(302, anonymous=405)),
    "account_logout": Row("/accounts/logout/", ACCOUNT, LED_AWAY, unknown=said(405, unprotected=405)),
    "account_inactive": Row("/accounts/inactive/", OPEN),
    "account_signup": form("/accounts/signup/", said(302, anonymous=200), delete=said(302, anonymous=200)),
    "account_reauthenticate": form("/accounts/reauthenticate/", ACCOUNT),
    "accounts/email/": Row("/accounts/email/", said(404), unknown=said(404)),
    "account_email": Row("/accounts/email/", said(404), unknown=said(404)),
    "account_email_verification_sent": Row("/accounts/confirm-email/", OPEN),
    "account_confirm_email": Row("/accounts/confirm-email/x/", OPEN, said(404)),
    "account_change_password": form("/accounts/password/change/", ACCOUNT),
    "account_set_password": form("/accounts/password/set/", LED_AWAY, delete=LED_AWAY),
    "account_reset_password": form("/accounts/password/reset/", OPEN),
    "account_reset_password_done": Row("/accounts/password/reset/done/", OPEN),
    "account_reset_password_from_key": form("/accounts/password/reset/key/1-x/", OPEN, delete=OPEN),
    "account_reset_password_from_key_done": Row("/accounts/password/reset/key/done/", OPEN),
    "account_confirm_login_code": form("/accounts/login/code/confirm/", LED_AWAY, delete=LED_AWAY),
    "usersessions_list": Row("/accounts/sessions/", ACCOUNT, LED_AWAY, put=LED_AWAY),
}
HAS_FACTOR = said(302, staff=200)
TO_TAKE_AWAY = said(404, anonymous=302, unprotected=404, staff=302)
NOT_THERE = said(404, anonymous=302, unprotected=404)
SECOND_FACTOR = {
    "mfa_index": Row("/accounts/2fa/", ACCOUNT),
    "mfa_authenticate": form("/accounts/2fa/authenticate/", LED_AWAY, delete=LED_AWAY),
    "mfa_reauthenticate": form("/accounts/2fa/reauthenticate/", HAS_FACTOR, delete=said(302, staff=405)),
    "mfa_activate_totp": form("/accounts/2fa/totp/activate/", LED_AWAY, delete=LED_AWAY),
    "mfa_deactivate_totp": form("/accounts/2fa/totp/deactivate/", TO_TAKE_AWAY, delete=TO_TAKE_AWAY),
    "mfa_view_recovery_codes": Row(
        "/accounts/2fa/recovery-codes/", NOT_THERE, unknown=said(405, anonymous=302, unprotected=405)
    ),
    "mfa_generate_recovery_codes": form("/accounts/2fa/recovery-codes/generate/", LED_AWAY, delete=LED_AWAY),
    "mfa_download_recovery_codes": Row("/accounts/2fa/recovery-codes/download/", NOT_THERE, unknown=NOT_THERE),
    "mfa_list_webauthn": Row("/accounts/2fa/webauthn/", ACCOUNT),
    "mfa_add_webauthn": form("/accounts/2fa/webauthn/add/", LED_AWAY, delete=LED_AWAY),
    "mfa_reauthenticate_webauthn": form("/accounts/2fa/webauthn/reauthenticate/", LED_AWAY, delete=LED_AWAY),
    "mfa_remove_webauthn": form("/accounts/2fa/webauthn/keys/1/remove/", LED_AWAY, delete=LED_AWAY),
    "mfa_edit_webauthn": form("/accounts/2fa/webauthn/keys/1/edit/", LED_AWAY, delete=LED_AWAY),
    "mfa_login_webauthn": form("/accounts/2fa/webauthn/login/", LED_AWAY, delete=said(302, anonymous=405)),
}
API = {
    "^api/(?:.*/)?$": Row("/api/v1/nowhere/", of_api(said(404)), unknown=of_api(said(404))),
    "api-root": Row("/api/v1/", of_api(OPEN)),
    "api_schema": Row("/api/v1/schema/", of_api(OPEN)),
    "api_docs": Row("/api/v1/docs/", of_api(OPEN)),
    "member-list": Row("/api/v1/members/", of_api(OPEN), shows={"Member-A", "Member-B", "Hidden-Approached"}),
    "member-detail": Row("/api/v1/members/member-a/", of_api(OPEN), shows={"Member-A"}),
    "country-list": Row("/api/v1/countries/", of_api(OPEN)),
    "focal-point-list": Row(
        "/api/v1/focal-points/", of_api(LOCKED), shows={"Person-A", "Person-Listed", "Person-Demonstration"}
    ),
    "document-list": Row(
        "/api/v1/documents/", of_api(OPEN), shows={"Document-Public", "Document-Members", "Document-Staff"}
    ),
    "document-detail": Row(
        "/api/v1/documents/document-public/", of_api(OPEN), shows={"Document-Public", "Figure-Public"}
    ),
    "stated-figure-list": Row(
        "/api/v1/stated-figures/", of_api(OPEN), shows={"Figure-Public", "Figure-Members", "Figure-Staff"}
    ),
    "figure-list": Row("/api/v1/figures/", of_api(OPEN)),
    "figure-detail": Row("/api/v1/figures/members/", of_api(OPEN)),
    "figure-rows": Row("/api/v1/figures/members/rows/", of_api(OPEN), shows={"Member-A", "Member-B"}),
    "figure-years": Row("/api/v1/figures/members/years/", of_api(OPEN)),
}
for area in AREAS:
    PUBLIC |= area.PUBLIC
    FOREIGN |= area.FOREIGN
    API |= area.API
ROWS = PUBLIC | PORTAL | ENTRY | SECOND_FACTOR | API
