"""A real examd for the tests of the interface, and how to speak to it."""
import http.client
import json
import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import tempfile

# The same as a record of an earlier exchange, but for numbers and hex.
SHAPE = re.compile(r'[0-9a-f]+')


class Unix(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__('localhost')
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Reply:
    def __init__(self, status, kind, body):
        self.status, self.kind, self.body = status, kind, body
        self.json = json.loads(body) if kind.endswith('json') else None

    def problem(self):
        """The last word of its type; None: it is none."""
        if self.kind != 'application/problem+json':
            return None
        return self.json['type'].rsplit(':', 1)[1]


class Server:
    """Ends, with its data, where the with statement ends."""

    def __init__(self, folder, conf=''):
        """conf: lines that examctl init does not write."""
        self.conf = conf
        self.examd = os.path.join(folder, 'examd')
        self.examctl = os.path.join(folder, 'examctl')
        self.shapes = set()
        self.record = None

    def __enter__(self):
        self.root = tempfile.mkdtemp(prefix='examd-interface.')
        self.data = os.path.join(self.root, 'data')
        subprocess.run([self.examctl, 'init', self.data, '--candidates',
                        '127.0.0.1:0', '--staff', '127.0.0.1:0'],
                       check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.data, 'examd.conf'), 'a') as f:
            f.write(self.conf)
        self.log = open(os.path.join(self.root, 'log'), 'w')
        self.process = subprocess.Popen(
            [self.examd, '-c', os.path.join(self.data, 'examd.conf')],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        if not self.process.stdout.readline().startswith('ready'):
            raise SystemExit('examd did not start:\n' + self.read('log'))
        self.connect()
        return self

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.root)

    def read(self, name):
        with open(os.path.join(self.root, name)) as f:
            return f.read()

    def connect(self):
        trusted = ssl.create_default_context(
            cafile=os.path.join(self.data, 'keys/ca.pem'))
        lines = self.read('data/addresses').splitlines()
        self.address = dict(line.split()[:2] for line in lines)
        self.at = {'candidate': self.address['candidates'],
                   'staff': self.address['staff']}
        self.wires = {
            port: http.client.HTTPSConnection(at, context=trusted)
            for port, at in self.at.items()}
        self.wires['local'] = Unix(os.path.join(self.data, 'admin.sock'))

    def keep_record(self, name):
        """Into the folder of EXAMD_RECORD, as tests/support/record.h."""
        folder = os.environ.get('EXAMD_RECORD')
        if folder:
            os.makedirs(folder, exist_ok=True)
            self.record = open(os.path.join(folder, name + '.jsonl'), 'w')

    def note(self, port, method, path, asked, reply):
        if self.record is None:
            return
        line = json.dumps({
            'port': 'candidate' if port == 'candidate' else 'staff',
            'method': method, 'path': path, 'asked': asked,
            'status': reply.status, 'type': reply.kind,
            'given': reply.body.decode('utf-8', 'replace')})
        shape = SHAPE.sub('', line)
        if shape not in self.shapes:
            self.shapes.add(shape)
            self.record.write(line + '\n')

    def ask(self, port, method, path, body=None, token=None, more=None):
        """Of a stream only the head is waited for.  more: header fields."""
        wire = self.wires[port]
        headers = {'Idempotency-Key': secrets.token_hex(16), **(more or {})}
        text = ''
        if body is not None:
            text = body if isinstance(body, str) else json.dumps(body)
            headers['Content-Type'] = 'application/json' \
                if not isinstance(body, str) else 'text/csv'
        if token is not None:
            headers['Authorization'] = 'Bearer ' + token
        wire.request(method, path, text.encode() or None, headers)
        came = wire.getresponse()
        kind = came.headers.get_content_type()
        stream = kind == 'text/event-stream'
        reply = Reply(came.status, kind, b'' if stream else came.read())
        if stream:
            came.close()
            wire.close()
        self.note(port, method, path, text, reply)
        return reply

    def must(self, status, *request, **more):
        reply = self.ask(*request, **more)
        if reply.status != status:
            raise SystemExit(f'{request}: {reply.status}, not {status}\n'
                             + reply.body.decode())
        return reply.json
