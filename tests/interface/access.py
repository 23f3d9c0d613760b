#!/usr/bin/env -S python3 -B
"""access BIN: the access matrix, asked of a real server.

Every route x who asks x the state of the attempt x inside or outside the
window.  The routes, their roles and states are the server's own description,
made from include/exam/routes.h and states.h; what is expected follows from
it.  A request that may pass is one that the server refuses for its content
and nothing else, so that asking changes nothing.
"""
import json
import sys

from centre import Centre
from server import Server

METHODS = ('get', 'post', 'put', 'delete')
STATES = ('expected', 'checked-in', 'admitted', 'opened', 'in-section',
          'on-break', 'paused', 'submitted', 'expired', 'terminated', 'absent')

# What stands in a path; None: it names nothing, so whoever may ask hears 404.
VALUES = {
    'name': 'anna', 'bank': 'hand', 'version': '1', 'item': 'a1',
    'sitting': 'now', 'attempt': None, 'proposal': None, 'section': None,
    'image': None, 'script': None, 'room': None, 'from': None,
}
NOTHING = '999999'

# Results have rules of their own: nothing is released here, and the staff sees
# what there is once an attempt is closed.
CLOSED = ('submitted', 'expired', 'terminated')

# Something of theirs is closed.
RECEIPTS = ('on-break',) + CLOSED

# What a room's own proctor leaves to a chief or a registrar.
CHIEFS = ('seat',)

# Candidates who are signed in outside the window, or who try to be.
OUTSIDE = (
    # sitting, what they ask, what they hear
    ('early', 'sign-in', (201, None)),
    ('early', 'open', (409, 'too-early')),
    ('far', 'sign-in', (409, 'too-early')),
    ('late', 'sign-in', (201, None)),
    ('late', 'open', (409, 'too-late')),
    ('past', 'sign-in', (409, 'too-late')),
)


class Route:
    def __init__(self, port, path, method, operation):
        self.port, self.path, self.method = port, path, method.upper()
        self.name = operation['operationId']
        self.roles = operation['x-roles']
        self.states = operation.get('x-states')
        self.body_max = operation.get('x-body-max')
        self.has_body = 'requestBody' in operation
        self.stream = 'text/event-stream' in \
            operation['responses'].get('200', {}).get('content', {})
        self.waits = 'urn:examd:problem:device' in json.dumps(
            operation['responses'].get('409', {}))
        self.params = [part[1:-1] for part in path.split('/')
                       if part.startswith('{')]

    def fill(self, attempt):
        """Its path, and whether something in it names nothing."""
        path, names_nothing = self.path, False
        for name in self.params:
            if name not in VALUES:
                raise SystemExit(f'say in VALUES what {{{name}}} may be')
            value = VALUES[name]
            if name == 'attempt' and attempt is not None:
                value = str(attempt)
            if name == 'item' and self.port == 'candidate':
                value = '1'
            names_nothing |= value is None
            path = path.replace('{' + name + '}', value or NOTHING)
        return path, names_nothing

    def passed(self, names_nothing):
        """What those hear who may."""
        if names_nothing:
            return 404, 'unknown'
        if self.has_body:
            return 422, 'invalid'
        return (201 if self.name == 'tickets' else 200), None


class Matrix:
    def __init__(self, server):
        self.server = server
        self.cells = self.failed = 0
        self.documents = {
            port: server.must(200, port, 'GET', '/openapi.json')
            for port in ('candidate', 'staff')}
        self.routes = [
            Route(port, path, method, operation)
            for port, document in self.documents.items()
            for path, methods in document['paths'].items()
            for method, operation in methods.items() if method in METHODS]

    def cell(self, route, who, token, expected, state=None, attempt=None,
             port=None, body=None, path=None, more=None):
        path = path or route.fill(attempt)[0]
        if body is None and route.has_body:
            body = {'no-such-member': True}
        reply = self.server.ask(port or route.port, route.method, path, body,
                                token, more)
        got = reply.status, reply.problem()
        self.cells += 1
        if got == expected:
            return reply
        self.failed += 1
        print(f'FAILED: {who} asks the {port or route.port} port for '
              f'{route.method} {path} ({route.name})'
              + (f' while the attempt is {state}' if state else '')
              + f'\n  expected {said(expected)}, got {said(got)}'
              f'\n  x-roles {route.roles}, x-states {route.states}'
              f'\n  asked {json.dumps(body)} {more or ""}'
              f'\n  answered {reply.body[:300].decode()}')
        return reply

    # ---- the candidates' port ----

    def candidate(self, route, state):
        """What this candidate hears, who is signed in on their device."""
        _, nothing = route.fill(None)
        if route.states is not None and state not in route.states:
            return 409, 'state'
        if route.name == 'result':
            return 409, 'too-early'
        if route.name == 'receipt' and state not in RECEIPTS:
            return 409, 'state'
        return route.passed(nothing)

    def ask_candidates(self, centre):
        routes = [r for r in self.routes if r.port == 'candidate' and
                  r.roles and r.name != 'sign-out']
        for state, person in centre.people.items():
            for route in routes:
                expected = self.candidate(route, state)
                if person.token is not None:
                    self.ask_own(route, person, state, expected)
                if person.waiting is not None:
                    self.cell(route, 'a device that waits', person.waiting,
                              (409, 'device') if route.waits else expected,
                              state)
        for route in routes:
            for who, token in centre.strangers('candidate'):
                self.cell(route, who, token, (401, 'not-signed-in'))

    def ask_own(self, route, person, state, expected):
        """What a candidate is told is about their own attempt."""
        reply = self.cell(route, 'the candidate', person.token, expected, state)
        told = (reply.json or {}).get('attempt', person.attempt)
        if told != person.attempt:
            self.failed += 1
            print(f'FAILED: the candidate of attempt {person.attempt} asks for '
                  f'{route.method} {route.path} and is told of {told}')

    def ask_outside(self, centre):
        routes = {r.name: r for r in self.routes if r.port == 'candidate'}
        for sitting, name, expected in OUTSIDE:
            person = centre.outside[sitting]
            if name == 'sign-in':
                body, token = person.sign_in_body(), None
            else:
                body, token = {'accept_rules': True}, person.token
            reply = self.cell(routes[name],
                              f'a candidate of the {sitting} sitting', token,
                              expected, body=body)
            if reply.status == 201:
                person.token = reply.json['token']

    # ---- the staff's ----

    def staff(self, route, roles, attempt_state):
        _, nothing = route.fill(1 if attempt_state else None)
        if not set(roles) & set(route.roles):
            return 403, 'forbidden'
        if attempt_state and route.states is not None and \
                attempt_state not in route.states:
            return 409, 'state'
        if route.name == 'attempt-result' and attempt_state not in CLOSED:
            return 409, 'state'
        return route.passed(nothing)

    def ask_staff(self, centre):
        routes = [r for r in self.routes if r.port == 'staff' and r.roles and
                  r.name != 'staff-sign-out']
        for route in routes:
            attempts = centre.people.items() if 'attempt' in route.params \
                else [(None, None)]
            for state, person in attempts:
                attempt = person.attempt if person else None
                for name, (token, roles) in centre.staff.items():
                    self.cell(route, f'{name} ({", ".join(roles)})', token,
                              self.staff(route, roles, state), state, attempt)
                for who, token in centre.strangers('staff'):
                    self.cell(route, who, token, (401, 'not-signed-in'), state,
                              attempt)

    def ask_rooms(self, centre):
        """A proctor touches nobody in the rooms of others."""
        token, roles = centre.staff['paul']
        for route in self.routes:
            if route.port == 'staff' and 'attempt' in route.params:
                self.cell(route, 'a proctor of another room', token,
                          (403, 'forbidden'), 'expected',
                          centre.in_room.attempt)
                self.cell(route, 'the proctor of the room',
                          centre.staff['anna'][0],
                          (403, 'forbidden') if route.name in CHIEFS else
                          self.staff(route, ['proctor'], 'expected'),
                          'expected', centre.in_room.attempt)

    def ask_elsewhere(self, centre):
        """No port takes what is the other's."""
        tokens = {'candidate': centre.people['in-section'].token,
                  'staff': centre.staff['ben'][0]}
        for route in self.routes:
            other = 'staff' if route.port == 'candidate' else 'candidate'
            paths = [r for r in self.routes
                     if r.port == other and r.path == route.path]
            if not paths:
                self.cell(route, 'somebody', tokens[other], (404, 'unknown'),
                          port=other)

    def ask_badly(self, centre):
        """Refused before anybody looks who asks, and what names nothing."""
        ben = centre.staff['ben'][0]
        for route in self.routes:
            self.cell(route, 'somebody without a host', None,
                      (400, 'malformed'), more={'Host': ''})
            if route.method != 'GET':
                self.cell(route, 'a page of another site', None,
                          (403, 'forbidden'),
                          more={'Origin': 'https://elsewhere.example'})
            if route.body_max:
                self.cell(route, 'somebody with too much to say', None,
                          (413, 'too-big'), body='',
                          more={'Content-Length': str(route.body_max + 1)})
            if route.port == 'staff' and route.params:
                path = '/'.join(NOTHING if part.startswith('{') else part
                                for part in route.path.split('/'))
                self.cell(route, 'ben', ben, (404, 'unknown'), path=path)

    def ask_public(self, centre):
        """Health, the description, and signing in and out."""
        for route in self.routes:
            if not route.roles:
                self.cell(route, 'nobody', None, route.passed(False))
        for route in self.routes:
            if route.name == 'sign-out':
                person = centre.people['expected']
                self.cell(route, 'the candidate', person.token, (200, None))
                self.cell(route, 'one who has signed out', person.token,
                          (401, 'not-signed-in'))
            if route.name == 'staff-sign-out':
                for name, (token, roles) in centre.staff.items():
                    if token is None:
                        continue
                    self.cell(route, name, token, (200, None))
                    self.cell(route, f'{name}, who has signed out', token,
                              (401, 'not-signed-in'))


def said(verdict):
    status, problem = verdict
    return f'{status} {problem}' if problem else str(status)


with Server(sys.argv[1]) as server:
    server.keep_record('access')
    matrix = Matrix(server)
    centre = Centre(server, STATES)
    matrix.ask_staff(centre)
    matrix.ask_rooms(centre)
    matrix.ask_candidates(centre)
    matrix.ask_outside(centre)
    matrix.ask_elsewhere(centre)
    matrix.ask_badly(centre)
    matrix.ask_public(centre)
    print(f'{len(matrix.routes)} routes, {matrix.cells} cells, '
          f'{matrix.failed} failed')
    sys.exit(1 if matrix.failed or not matrix.cells else 0)
