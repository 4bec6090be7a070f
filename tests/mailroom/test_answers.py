"""Real answers of real servers, with the addresses of invented people."""

import pytest

from mailroom.answers import Answer

NOBODY = [  # said of the recipient
    (550, "5.1.1 <bob@example.org>: Recipient address rejected: User unknown in local recipient table"),  # Postfix
    (550, "5.1.1 <bob@example.org>: Recipient address rejected: example.org"),
    (
        550,
        "5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's "
        "email address for typos or unnecessary spaces. 5.1.1 https://support.google.com/mail/?p=NoSuchUser - gsmtp",
    ),
    (550, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),  # Exchange
    (550, "5.4.1 Recipient address rejected: Access denied. AS(201806281) [AM1.prod.protection.outlook.com]"),
    (550, "5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [AM1.eop-EUR02.prod]"),  # Outlook.com
    (550, "5.1.2 <bob@example.org>: Recipient address rejected: Domain not found"),
    (556, "5.1.10 <bob@example.org>: Recipient address rejected: Domain example.org does not accept mail (nullMX)"),
    (501, "5.1.3 Bad recipient address syntax"),
    (550, "5.1.6 <bob@example.org> Mailbox has moved"),
    (550, "#5.1.0 Address rejected."),  # IronPort
    (550, "5.1.0 <bob@example.org> Recipient unknown"),
    (550, "sorry, no mailbox here by that name (#5.1.1)"),  # qmail
    (550, "Unrouteable address"),  # Exim
    (550, "No such user here"),
    (550, "<bob@example.org>... User unknown"),
    (550, "bob@example.org: user not found"),
    (550, "Recipient bob@example.org does not exist"),
    (550, "Invalid recipient <bob@example.org> (Mode: normal)"),
    (550, "Requested action not taken: mailbox unavailable For explanation visit https://postmaster.gmx.net/"),  # GMX
    (550, "No such person at this address."),
    (550, "unknown user <bob@example.org>"),
    (551, "User not local; please try <bob@example.com>"),
    (553, "Requested action not taken: mailbox name not allowed"),
]
OTHERWISE = [  # nothing that says that nobody is there
    (550, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"),
    (554, "5.7.1 <bob@example.org>: Recipient address rejected: Access denied"),
    (550, "5.7.26 This mail has been blocked because the sender is unauthenticated."),  # Gmail
    (550, "5.7.606 Access denied, banned sending IP [192.0.2.1]"),  # Exchange Online
    (552, "5.2.2 The email account that you tried to reach is over quota and inactive."),
    (550, "5.2.1 The email account that you tried to reach is disabled."),
    (550, "5.2.0 Message was blocked by server"),
    (552, "5.3.4 Message size exceeds fixed limit"),
    (550, "5.4.1 No answer from host"),
    (550, "5.5.0 Protocol error"),
    (550, "5.1.0 <portal@example.org>: Sender address rejected: User unknown in virtual alias table"),  # Postfix
    (550, "5.1.0 Authentication required"),
    (550, "5.1.7 <portal@example.org>: Sender address rejected: malformed"),
    (550, "5.1.8 <portal@example.org>: Sender address rejected: Domain not found"),
    (550, "5.1.4 Destination mailbox address ambiguous"),
    (550, "rejected because 192.0.2.1 is in a black list at zen.spamhaus.org"),  # Exim
    (550, "relay not permitted"),
    (550, "Administrative prohibition"),
    (550, "Sender verify failed: unknown user"),
    (550, "Your IP address unknown to us"),
    (553, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"),
    (550, "SPF check failed"),
    (550, "5.1.15 Something else"),
    (550, "192.5.1.1 is listed"),
    (554, "Transaction failed"),
]


@pytest.mark.parametrize(("code", "words"), NOBODY)
def test_a_server_says_that_nobody_is_there(code, words):
    assert Answer(code, words).is_of_nobody(at_recipient=True)


@pytest.mark.parametrize(("code", "words"), OTHERWISE)
def test_a_refusal_for_another_reason_says_nothing_of_the_address(code, words):
    assert not Answer(code, words).is_of_nobody(at_recipient=True)


def test_after_the_content_only_a_status_says_it():
    assert Answer(550, "5.1.1 No such user").is_of_nobody(at_recipient=False)
    assert not Answer(550, "No such user").is_of_nobody(at_recipient=False)


@pytest.mark.parametrize(
    ("quoted", "answer"),
    [
        ("smtp; 550 5.1.1 No such user", (550, "5.1.1 No such user")),
        ("smtp;550-5.1.1 No such\n 550 5.1.1 user", (550, "5.1.1 No such 550 5.1.1 user")),
        ('X-Postfix; unknown user: "bob"', (0, 'unknown user: "bob"')),
        ("550 No such user", (550, "No such user")),
        ("", (0, "")),
    ],
)
def test_what_a_report_quotes_is_read_as_it_was_said(quoted, answer):
    assert Answer.quoted(quoted) == answer
