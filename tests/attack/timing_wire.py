#!/usr/bin/env python3
"""timing_wire.py BUILD-DIRECTORY [SIGN-INS]: can it be told over the wire, from
the time that a refusal takes, whether a name exists?  Kinds are asked for in
random order on one connection each; Welch's t of the fastest 90 % is printed.
Nothing is judged: a machine that does other things as well is not a judge."""
import json
import os
import random
import statistics
import sys
import time

from place import Place

CANDIDATES = 500
KEPT = 0.9
STAFF_EACH = 20  # each name once: who guesses again is slowed down


def refused(wire, body):
    """Seconds until the answer."""
    text = json.dumps(body)
    begin = time.perf_counter()
    wire.request('POST', '/v1/session', text,
                 {'Content-Type': 'application/json'})
    reply = wire.getresponse()
    reply.read()
    took = time.perf_counter() - begin
    if reply.status not in (401, 429):
        raise SystemExit(f'{reply.status} for {text}')
    return took, reply.status


def welch(a, b):
    def of(x):
        return statistics.variance(x) / len(x)
    return (statistics.mean(a) - statistics.mean(b)) / (of(a) + of(b)) ** .5


def tell(names, times):
    kept = [sorted(one)[:int(len(one) * KEPT)] for one in times]
    for name, one in zip(names, kept):
        print(f'  {name:28} {len(one):6} kept, median '
              f'{statistics.median(one) * 1e6:9.1f} us')
    print(f'  t = {welch(*kept):+.2f} (beyond 4.5 they differ)')


def candidates(wire, n):
    times = [], []
    for _ in range(n):
        unknown = random.getrandbits(1)
        number = str(random.randrange(100, CANDIDATES))
        if unknown:
            number = '9' + number[1:]
        took, _ = refused(wire, {'candidate': number,
                                 'code': '7777-7777-7777'})
        times[unknown].append(took)
    print('candidates, a wrong code:')
    tell(('number that exists', 'number that does not'), times)


def staff(wire):
    times = [], []
    for i in range(STAFF_EACH):
        for unknown, name in enumerate((f'staff{i}', f'other{i}')):
            took, status = refused(wire, {'name': name,
                                          'password': 'wrong ' * 4})
            if status == 401:
                times[unknown].append(took)
    print('staff, a wrong password:')
    tell(('name that exists', 'name that does not'), times)


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    n = int(sys.argv[2]) if len(sys.argv) == 3 else 20000
    with Place(sys.argv[1], CANDIDATES, 0) as place:
        secret = os.path.join(place.root, 'password')
        for i in range(STAFF_EACH):
            place.ctl('staff', 'add', f'staff{i}', 'proctor',
                      '--new-password-file', secret)
        candidates(place.wires['candidate'], n)
        staff(place.wires['staff'])


if __name__ == '__main__':
    main()
