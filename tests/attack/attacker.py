#!/usr/bin/env python3
"""attacker.py NAME ADDRESS N < tickets: one attack on a loopback address,
until it is told to end (SIGTERM); then what came of it, as JSON."""
import asyncio
import collections
import json
import resource
import signal
import sys

from attacks import ATTACKS, Target

TROUBLE = (OSError, EOFError, ValueError, asyncio.LimitOverrunError)


class Record:
    def __init__(self):
        self.replies = collections.Counter()
        self.done = self.ended = 0


async def go_on(attack, target, record):
    while True:
        try:
            status = await attack.does(target)
            record.done += 1
            if status is not None:
                record.replies[status] += 1
        except TROUBLE:
            record.ended += 1
            await asyncio.sleep(0.05)


async def attack(name, address, n, tickets):
    a, record = ATTACKS[name], Record()
    target = Target(address, tickets, a.addresses)
    loop, end = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, end.set)
    loop.set_exception_handler(lambda *unused: None)
    tasks = [asyncio.ensure_future(go_on(a, target, record))
             for _ in range(n)]
    await end.wait()
    for task in tasks:
        task.cancel()
    return {'done': record.done, 'ended': record.ended,
            'replies': dict(record.replies)}


def main():
    name, address, n = sys.argv[1:]
    if not address.startswith('127.'):
        raise SystemExit('attacker: only a server on this machine')
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    said = asyncio.run(attack(name, address, int(n), json.load(sys.stdin)))
    print(json.dumps(said), flush=True)


main()
