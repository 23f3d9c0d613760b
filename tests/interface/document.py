#!/usr/bin/env -S python3 -B
"""document BIN FOLDER: what a real server says of itself, for each port."""
import os
import sys

from server import Server

folder = sys.argv[2]
os.makedirs(folder, exist_ok=True)
with Server(sys.argv[1]) as server:
    for port in ('candidate', 'staff'):
        reply = server.ask(port, 'GET', '/openapi.json')
        if reply.status != 200:
            raise SystemExit(f'{port}: {reply.status}')
        with open(os.path.join(folder, port + '.json'), 'wb') as f:
            f.write(reply.body)
        print(f'{port}: {len(reply.body)} bytes')
