"""An examination centre for the access matrix: staff of every role, a
candidate in every state, and candidates outside their window."""
import json
from datetime import datetime, timedelta, timezone

PASSWORD = 'correct horse battery'
WHY = {'reason': 'technical', 'words': 'for the access matrix'}
STAFF = {'anna': ['proctor'], 'paul': ['proctor'], 'eva': ['examiner'], 'rita': ['registrar'],
         'otto': ['operator'],
         'ben': ['proctor', 'examiner', 'registrar', 'operator']}

SECTIONS = [{'minutes': 20, 'break_minutes': 5}, {'minutes': 20}]
# sitting: opens and closes from now, in minutes, and what differs
SITTINGS = {
    'now': (-1, 480, {'check_in': True, 'admission': True}),
    'early': (30, 480, {}),
    'far': (2880, 3360, {}),
    'late': (-120, 480, {'late_entry_minutes': 60}),
    'past': (-600, -60, {}),
    'rooms': (-1, 480, {'rooms': [
        {'id': 'aula', 'title': 'Aula', 'seats': 5, 'proctors': ['anna']},
        {'id': 'attic', 'title': 'Attic', 'seats': 5, 'proctors': ['paul']}]}),
    'brief': (-1, 480, {'grace_seconds': 0, 'routes': {
        'upgrade': {'sections': [{'minutes': 0.01}, {'minutes': 0.01}]}}}),
}


def file(path):
    with open(path) as f:
        return json.load(f)


def sitting(ident):
    opens, closes, more = SITTINGS[ident]
    now = datetime.now(timezone.utc).replace(microsecond=0)
    return {
        'id': ident, 'title': ident,
        'programme': {'id': 'hand', 'version': '1'},
        'bank': {'id': 'hand', 'version': '1'}, 'zone': 'UTC',
        'opens': at(now + timedelta(minutes=opens)),
        'closes': at(now + timedelta(minutes=closes)),
        'routes': {'upgrade': {'sections': SECTIONS}},
        'check_in': False, 'admission': False, 'takeover': 'proctor',
        'rules': 'Work alone.', **more}


def at(time):
    return time.strftime('%Y-%m-%dT%H:%M:%SZ')


class Person:
    """A candidate in a sitting."""

    def __init__(self, server, ticket):
        self.server = server
        self.number, self.code = ticket['candidate'], ticket['code']
        self.attempt = ticket['attempt']
        self.token = self.waiting = None

    def sign_in_body(self):
        return {'candidate': self.number, 'code': self.code}

    def sign_in(self):
        reply = self.server.must(201, 'candidate', 'POST', '/v1/session',
                                 self.sign_in_body())
        if reply['device'] == 'waiting':
            self.waiting = reply['token']
        else:
            self.token = reply['token']

    def ask(self, what, body=None):
        return self.server.must(200, 'candidate', 'POST', '/v1/attempt/' + what,
                                body, self.token)

    def act(self, act, body=WHY):
        return self.server.must(200, 'local', 'POST',
                                f'/v1/attempts/{self.attempt}/{act}', body)


def bring(person, state):
    """From expected into this state, the way that people go."""
    steps = {
        'checked-in': ['check-in'],
        'admitted': ['check-in', 'admit'],
        'opened': ['check-in', 'admit', 'open'],
        'in-section': ['check-in', 'admit', 'open', 'enter'],
        'on-break': ['check-in', 'admit', 'open', 'enter', 'close'],
        'paused': ['check-in', 'admit', 'open', 'enter', 'pause'],
        'submitted': ['check-in', 'admit', 'open', 'enter', 'submit'],
        'terminated': ['check-in', 'admit', 'open', 'enter', 'terminate'],
        'expired': ['open', 'enter', 'wait'],
    }
    acts = {
        'check-in': lambda: person.act('check-in', {'document': 'passport'}),
        'admit': lambda: person.act('admit', {}),
        'open': lambda: person.ask('open', {'accept_rules': True}),
        'enter': lambda: person.ask('sections/1/enter'),
        'close': lambda: person.ask('sections/1/close'),
        'submit': lambda: person.ask('submit', {'confirm': True}),
        'pause': lambda: person.act('pause'),
        'terminate': lambda: person.act('terminate'),
        'wait': lambda: wait(person, 'expired'),
    }
    for step in steps.get(state, []):
        acts[step]()


def wait(person, state):
    """Sections of a moment end by themselves, and so does the exam."""
    for number in (1, 2):
        while True:
            attempt = person.server.must(200, 'candidate', 'GET',
                                         '/v1/attempt', token=person.token)
            if attempt['state'] == state:
                return
            if attempt['state'] == 'opened' and number == 2:
                break
            if attempt['sections'][number - 1]['state'] == 'closed':
                break
        if number == 1:
            person.ask('sections/2/enter')


class Centre:
    def __init__(self, server, states):
        self.server = server
        self.staff = {}
        self.hire()
        self.load()
        self.contradict()
        self.enrol(states)

    def local(self, status, method, path, body=None):
        return self.server.must(status, 'local', method, path, body)

    def sign_in(self, name):
        return self.server.must(201, 'staff', 'POST', '/v1/session', {
            'name': name, 'password': PASSWORD})['token']

    def hire(self):
        for name, roles in {**STAFF, 'carl': ['proctor']}.items():
            self.local(201, 'POST', '/v1/accounts', {
                'name': name, 'password': PASSWORD, 'roles': roles})
            self.staff[name] = self.sign_in(name), roles
        self.local(200, 'PUT', '/v1/accounts/carl/password',
                   {'password': PASSWORD})
        self.closed = self.sign_in('carl')
        self.local(200, 'PUT', '/v1/accounts/carl/roles', {'roles': []})
        del self.staff['carl']
        self.local(200, 'GET', '/v1/accounts')

    def load(self):
        self.local(201, 'POST', '/v1/banks?file=hand.bank.json',
                   file('tests/e2e/hand.bank.json'))
        proposal = self.local(201, 'POST', '/v1/proposals', {
            'act': 'approve-bank', 'object': 'hand@1', **WHY})['proposal']
        self.server.must(200, 'staff', 'POST',
                         f'/v1/proposals/{proposal}/confirm',
                         token=self.staff['ben'][0])
        self.local(201, 'POST', '/v1/programmes',
                   file('tests/e2e/hand.programme.json'))
        self.local(201, 'POST', '/v1/schedules', {
            'format': 'exam-schedule-1',
            'sittings': [sitting(ident) for ident in SITTINGS]})

    def contradict(self):
        """Versions are for good, and a backup is made once."""
        bank = {**file('tests/e2e/hand.bank.json'), 'title': 'another'}
        self.local(409, 'POST', '/v1/banks', bank)
        programme = {**file('tests/e2e/hand.programme.json'), 'title': 'x'}
        self.local(409, 'POST', '/v1/programmes', programme)
        self.local(409, 'POST', '/v1/accounts', {
            'name': 'anna', 'password': PASSWORD, 'roles': ['proctor']})
        backup = {'directory': self.server.root + '/backup'}
        self.local(201, 'POST', '/v1/backup', backup)
        self.local(409, 'POST', '/v1/backup', backup)

    def tickets(self, ident, names):
        room = ',aula' if 'rooms' in SITTINGS[ident][2] else ''
        rows = [f'{name},{name},upgrade{room}' for name in names]
        head = 'number,name,route' + (',room' if room else '')
        self.local(201, 'POST', f'/v1/sittings/{ident}/candidates',
                   '\n'.join([head, *rows]) + '\n')
        issued = self.local(201, 'POST', f'/v1/sittings/{ident}/tickets')
        room = self.local(200, 'GET', f'/v1/sittings/{ident}/room')
        late = [self.local(201, 'POST', f'/v1/attempts/{row["attempt"]}/ticket',
                           WHY)
                for row in room['candidates'] if row['state'] == 'absent']
        return {ticket['candidate']: Person(self.server, ticket)
                for ticket in issued['tickets'] + late}

    def enrol(self, states):
        self.outside = {ident: self.tickets(ident, [ident])[ident]
                        for ident in ('early', 'far', 'late', 'past')}
        elsewhere = ('expired', 'absent')
        self.people = self.tickets(
            'now', [state for state in states if state not in elsewhere])
        self.in_room = self.tickets('rooms', ['room'])['room']
        self.people['expired'] = self.tickets('brief', ['expired'])['expired']
        self.people['absent'] = self.outside['past']
        for state, person in self.people.items():
            if state != 'absent':
                person.sign_in()
                bring(person, state)
                self.check(person, state)
            if state in ('opened', 'in-section', 'paused'):
                person.sign_in()  # on a second device, which waits

    def check(self, person, state):
        got = self.local(200, 'GET', f'/v1/attempts/{person.attempt}')['state']
        if got != state:
            raise SystemExit(f'the attempt that should be {state} is {got}')

    def strangers(self, port):
        """Who has no business at this port: what to call them, and a token."""
        yield 'nobody', None
        yield 'somebody with a token of their own making', '0' * 64
        if port == 'candidate':
            yield 'a proctor', self.staff['anna'][0]
        else:
            yield 'a candidate', self.people['in-section'].token
            yield 'one whose account is closed', self.closed
