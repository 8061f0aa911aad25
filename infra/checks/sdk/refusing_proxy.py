"""A proxy in front of an edge that refuses the first request of each caller, then forwards.

`http://…/<status>/<token>/v1/…`: the first request with a token gets that status, worded and
headed as the platform does it, with `Retry-After: 1`; later ones reach the edge. What was seen is
at `/seen/<token>`: for each request the time, whether it was forwarded, and the SDK's own count.
"""

import http.client
import http.server
import json
import threading
import time
import urllib.parse

FORWARD_WAIT_MAX_S = 60
REASONS = {
    429: ("rate_limit_error", "rate_limit_exceeded"),
    503: ("server_error", "overloaded"),
}


class RefusingProxy:
    def __init__(self, api):
        self.edge = urllib.parse.urlsplit(api)
        self.requests = {}
        self.lock = threading.Lock()
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                proxy.serve(self)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def seen(self, token):
        with self.lock:
            return list(self.requests.get(token, []))

    def serve(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        _, first, token, *rest = request.path.split("/")
        if first == "seen":
            self.answer(request, 200, {}, json.dumps(self.seen(token)).encode())
            return
        status = int(first)
        with self.lock:
            known = self.requests.setdefault(token, [])
            known.append(
                {
                    "at": time.monotonic(),
                    "forwarded": bool(known),
                    "retry_count": request.headers.get("x-stainless-retry-count"),
                }
            )
            refused = len(known) == 1
        if refused:
            kind, code = REASONS[status]
            error = {"message": "Try again.", "type": kind, "param": None, "code": code}
            headers = {"Retry-After": "1", "x-request-id": "req-refused"}
            self.answer(request, status, headers, json.dumps({"error": error}).encode())
        else:
            self.forward(request, "/" + "/".join(rest), body)

    def forward(self, request, path, body):
        connection = http.client.HTTPConnection(
            self.edge.hostname, self.edge.port, timeout=FORWARD_WAIT_MAX_S
        )
        headers = {k: v for k, v in request.headers.items() if k.lower() != "host"}
        headers["Connection"] = "close"
        connection.request(request.command, path, body, headers)
        answer = connection.getresponse()
        kept = {
            k: v
            for k, v in answer.getheaders()
            if k.lower() not in ("connection", "transfer-encoding", "content-length", "content-type")
        }
        self.answer(request, answer.status, kept, answer.read(), answer.headers["Content-Type"])
        connection.close()

    @staticmethod
    def answer(request, status, headers, body, content_type="application/json"):
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Type", content_type)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
