"""A provider of mail on this machine: it keeps what it is asked, and answers as it is told."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Asked(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["X-Postmark-Server-Token"], body))
        status, words = self.server.answers.get(body["To"], (200, taken(body)))
        if status == "silent":
            time.sleep(1.5)
            return
        if status == "gone":
            self.connection.close()
            return
        answer = words.encode() if isinstance(words, str) else json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words):
        pass


def taken(body):
    return {"To": body["To"], "MessageID": "0a129aee-e1cd-480d-b08d-4f48548ff48d", "ErrorCode": 0, "Message": "OK"}


class Provider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Asked)
        self.asked, self.answers = [], {}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/"
