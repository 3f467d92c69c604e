"""Stands for a single-user server: answers every request."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Answer(BaseHTTPRequestHandler):
    """Repeats what was asked and what the server was started with."""

    def do_GET(self):
        """Answer 200."""
        self.send_response(200)
        self.end_headers()
        told = {"path": self.path, "image": os.environ["LAUNCH_IMAGE"], "arguments": sys.argv[1:]}
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_):
        """Say nothing."""


ThreadingHTTPServer(("127.0.0.1", urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"]).port), Answer).serve_forever()
