"""A mail server as small as can be, on this machine alone: LOGIN, SELECT, SEARCH, FETCH, STORE, LOGOUT (RFC 3501)."""

import re
import shlex
import socketserver


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.folder = None
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, _space, command = line.decode().rstrip("\r\n").partition(" ")
            verb, *rest = shlex.split(command.replace(r"(\Seen)", r"(\\Seen)"))
            verb, *rest = rest if verb.upper() == "UID" else (verb, *rest)
            self.say(f"{tag} {getattr(self, verb.lower())(*rest)}")
            if verb.upper() == "LOGOUT":
                return

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def capability(self):
        self.say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def login(self, user, password):
        if (user, password) == (self.server.user, self.server.password):
            return "OK welcome"
        return "NO [AUTHENTICATIONFAILED] who is that"

    def select(self, name):
        if name not in self.server.folders:
            return "NO [NONEXISTENT] no such folder"
        self.folder = self.server.folders[name]
        self.say(f"* {len(self.folder)} EXISTS")
        return "OK [READ-WRITE] selected"

    def search(self, criterion):
        assert criterion == "UNSEEN"
        unseen = [str(place + 100) for place, (_content, flags) in enumerate(self.folder) if r"\Seen" not in flags]
        self.say(" ".join(["* SEARCH", *unseen]))
        return "OK done"

    def fetch(self, number, what):
        most = int(re.fullmatch(r"\(BODY\.PEEK\[\]<0\.(\d+)>\)", what)[1])
        content = self.folder[int(number) - 100][0][:most]
        self.server.sent.append(len(content))
        self.wfile.write(f"* {int(number) - 99} FETCH (UID {number} BODY[]<0> {{{len(content)}}}\r\n".encode())
        self.wfile.write(content + b")\r\n")
        return "OK done"

    def store(self, number, how, flags):
        assert how == "+FLAGS.SILENT"
        self.folder[int(number) - 100][1].add(flags.strip("()"))
        return "OK done"

    def logout(self):
        self.say("* BYE")
        return "OK bye"


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, *, user, password):
        super().__init__(("127.0.0.1", 0), Session)
        self.user, self.password = user, password
        self.folders, self.sent = {"INBOX": []}, []

    @property
    def port(self):
        return self.server_address[1]
