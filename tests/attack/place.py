"""The server that is attacked, and the candidates who must not feel it."""
import json
import os
import resource
import secrets
import subprocess
import sys
from datetime import datetime, timedelta, timezone

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'interface'))
from server import Server  # noqa: E402

PAGE = os.sysconf('SC_PAGE_SIZE')
TICK = os.sysconf('SC_CLK_TCK')
SECTION = {'minutes': 105}


def at(minutes):
    moment = datetime.now(timezone.utc) + timedelta(minutes=minutes)
    return moment.strftime('%Y-%m-%dT%H:%M:%SZ')


class Place(Server):
    """A fresh server with an open sitting of so many candidates, and of so
    many more who are up to something."""

    def __init__(self, build, honest, bad):
        super().__init__(os.path.join(build, 'bin'))
        self.load = os.path.join(build, 'bin', 'exam-load')
        self.honest, self.bad = honest, bad
        self.password = secrets.token_hex(12)

    def __enter__(self):
        super().__enter__()
        cores = sorted(os.sched_getaffinity(0))
        self.cores = cores[:1], cores[1:] or cores
        for pid in [self.pid()] + self.children():
            os.sched_setaffinity(pid, self.cores[0])
        try:
            self.prepare()
        except BaseException:
            self.__exit__()
            raise
        return self

    def ctl(self, *words, staff=None):
        env = dict(os.environ, EXAMD_DATA=self.data)
        if staff is not None:
            env.update(EXAMD_DATA='', EXAMCTL_PASSWORD=self.password)
            words += ('--server', self.address['staff'], '--user', staff,
                      '--ca', os.path.join(self.data, 'keys/ca.pem'))
        done = subprocess.run([self.examctl, *words], env=env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise SystemExit(f'examctl {words}: {done.stderr}')
        return done.stdout

    def write(self, name, text):
        path = os.path.join(self.root, name)
        with open(path, 'w') as f:
            f.write(text)
        return path

    def prepare(self):
        secret = self.write('password', self.password + '\n')
        for name in ('anna', 'ben'):
            self.ctl('staff', 'add', name, 'examiner', 'registrar',
                     '--new-password-file', secret)
        self.ctl('bank', 'load', f'{ROOT}/question-banks/ctss.bank.json')
        said = self.ctl('bank', 'approve', 'ctss@2026.1', '--reason',
                        'organisation', '--words', 'to be attacked',
                        staff='anna')
        self.ctl('confirm', said.split()[1].rstrip(':'), staff='ben')
        self.ctl('programme', 'load', f'{ROOT}/schedules/ctss.programme.json')
        self.ctl('schedule', 'load', self.write('schedule', json.dumps({
            'format': 'exam-schedule-1', 'sittings': [{
                'id': 'load', 'title': 'under attack',
                'programme': {'id': 'ctss', 'version': '2026.1'},
                'bank': {'id': 'ctss', 'version': '2026.1'},
                'zone': 'UTC', 'opens': at(-1), 'closes': at(480),
                'routes': {'full': {'sections': [SECTION] * 4}},
                'takeover': 'free', 'release': 'held', 'check_in': False,
                'admission': False, 'practice': True, 'rules': 'none'}]})))
        rows = [f'{i},Candidate {i},full\n'
                for i in range(self.honest + self.bad)]
        self.ctl('candidates', 'import', 'load',
                 self.write('candidates', 'number,name,route\n'
                            + ''.join(rows)))
        told = json.loads(self.ctl('tickets', 'load', '--json'))
        self.tickets = told['tickets']
        self.own = self.tickets[self.honest:]
        told['tickets'] = self.tickets[:self.honest]
        self.theirs = self.write('tickets.json', json.dumps(told))

    def pid(self):
        return self.process.pid

    def children(self):
        with open(f'/proc/{self.pid()}/task/{self.pid()}/children') as f:
            return [int(word) for word in f.read().split()]

    def net(self):
        for pid in self.children():
            with open(f'/proc/{pid}/cmdline') as f:
                if '--port=candidates' in f.read():
                    return pid
        raise SystemExit('there is no net process')

    def net_bytes(self):
        with open(f'/proc/{self.net()}/statm') as f:
            return int(f.read().split()[1]) * PAGE

    def net_cpu_s(self):
        with open(f'/proc/{self.net()}/stat') as f:
            words = f.read().rpartition(')')[2].split()
        return (int(words[11]) + int(words[12])) / TICK

    def connections(self):
        """How many sockets the candidates' net holds."""
        folder, n = f'/proc/{self.net()}/fd', 0
        for fd in os.listdir(folder):
            try:
                n += os.readlink(f'{folder}/{fd}').startswith('socket')
            except FileNotFoundError:  # closed meanwhile
                pass
        return n

    def leave_descriptors(self, n):
        """The net has so many more, and then none."""
        pid = self.net()
        most = len(os.listdir(f'/proc/{pid}/fd')) + n
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, most))

    def crowd(self, mode, n, *words):
        """What exam-load says."""
        command = [self.load, mode, '--server', self.address['candidates'],
                   '--ca', os.path.join(self.data, 'keys/ca.pem'),
                   '--tickets', self.theirs, '--connections', str(n),
                   '--admin', os.path.join(self.data, 'admin.sock'),
                   '--json', *words]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, self.cores[1]))
        try:
            return json.loads(done.stdout)
        except ValueError:
            return {'trouble': {'exam-load': done.returncode},
                    'said': done.stderr.strip()}
