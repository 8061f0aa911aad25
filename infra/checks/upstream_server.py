"""A llama.cpp server that nobody here wrote: `upstream_server.py MODEL.gguf PORT`."""

import sys
import threading

from xllamacpp import CommonParams, Server

params = CommonParams()
params.model.path = sys.argv[1]
params.hostnames = ["127.0.0.1"]
params.port = int(sys.argv[2])
server = Server(params)
print("UP", flush=True)
threading.Event().wait()
