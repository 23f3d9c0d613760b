"""What is tried: each attack is a coroutine for one connection, repeated for
as long as it lasts; or a command of a tool that others wrote."""
import asyncio
import json
import secrets
import socket
import ssl

HOST = 'Host: a\r\n'
TOKEN = 'Authorization: Bearer ' + '5a' * 32 + '\r\n'
JSON = 'Content-Type: application/json\r\n'
PATIENCE_S = 600  # of the attacker


class Target:
    """Where, and from which of many addresses."""

    def __init__(self, address, tickets, addresses):
        host, port = address.rsplit(':', 1)
        self.host, self.port = host, int(port)
        self.tickets, self.addresses = tickets, addresses
        self.n = 0
        self.tls = ssl.create_default_context()
        self.tls.check_hostname = False
        self.tls.verify_mode = ssl.CERT_NONE

    def here(self):
        """127.1.0.1 and on; the honest are at 127.0.0.1."""
        self.n += 1
        i = self.n % self.addresses
        return ('127.0.0.1' if self.addresses == 1
                else f'127.1.{i // 250}.{i % 250 + 1}')

    async def bare(self, room=None):
        s = socket.socket()
        s.setblocking(False)
        if room is not None:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        s.bind((self.here(), 0))
        await asyncio.get_running_loop().sock_connect(
            s, (self.host, self.port))
        return s

    async def open(self, room=None):
        """Under TLS.  A small room makes a reader that is slow."""
        s = await self.bare(room)
        try:
            return await asyncio.open_connection(
                sock=s, ssl=self.tls, server_hostname='a', limit=4096,
                ssl_handshake_timeout=PATIENCE_S)
        except BaseException:
            s.close()
            raise

    async def ask(self, wires, text):
        """Status of the reply; 0: the server hung up without one."""
        reader, writer = wires
        writer.write(text.encode())
        await writer.drain()
        return status_of(await reader.readline())


def status_of(line):
    words = line.split()
    return int(words[1]) if len(words) > 1 else 0


def request(line, fields='', body=''):
    length = f'Content-Length: {len(body)}\r\n' if body else ''
    return f'{line} HTTP/1.1\r\n{HOST}{fields}{length}\r\n{body}'


def sign_in(number, code):
    return request('POST /v1/session', JSON, json.dumps(
        {'candidate': number, 'code': code}))


async def until_end(reader):
    while await reader.read(4096):
        pass


async def idle_tcp(t):
    s = await t.bare()
    with s:
        await asyncio.get_running_loop().sock_recv(s, 1)


async def idle_handshake(t):
    """Half of a ClientHello."""
    out = ssl.MemoryBIO()
    hello = t.tls.wrap_bio(ssl.MemoryBIO(), out, server_hostname='a')
    try:
        hello.do_handshake()
    except ssl.SSLWantReadError:
        pass
    s = await t.bare()
    with s:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(s, out.read()[:100])
        await loop.sock_recv(s, 1)


async def handshakes(t):
    _, writer = await t.open()
    writer.transport.abort()


async def idle(t):
    reader, _ = await t.open()
    await until_end(reader)


async def drip(t, text):
    reader, writer = await t.open()
    for c in text:
        writer.write(c.encode())
        await writer.drain()
        await asyncio.sleep(0.5)
        if reader.at_eof():
            return
    await until_end(reader)


async def slow_head(t):
    await drip(t, request('GET /v1/health', 'X: ' + 'x' * PATIENCE_S))


async def slow_body(t):
    """As long as an answer may be; all of it but the end comes at once."""
    text = request('PUT /v1/attempt/answers/1', TOKEN + JSON, 'x' * 131000)
    reader, writer = await t.open()
    writer.write(text[:-2].encode())
    await until_end(reader)


async def slow_reader(t):
    """Asks for much and reads none of it."""
    _, writer = await t.open(room=2048)
    writer.transport.pause_reading()
    writer.write(request('GET /openapi.json').encode() * 100)
    while not writer.transport.is_closing():
        await asyncio.sleep(0.2)
        writer.write(request('GET /openapi.json').encode())


async def slow_stream(t):
    """A candidate who opens an event stream and reads none of it."""
    ticket = t.tickets[t.n % len(t.tickets)]
    reader, writer = await t.open()
    writer.write(sign_in(ticket['candidate'], ticket['code']).encode())
    head = await reader.readuntil(b'\r\n\r\n')
    body = await reader.read(4096)
    writer.transport.abort()
    if status_of(head) != 201:
        return status_of(head)
    token = json.loads(body)['token']
    _, writer = await t.open(room=2048)
    writer.transport.pause_reading()
    writer.write(request(
        'GET /v1/events', f'Authorization: Bearer {token}\r\n').encode())
    while not writer.transport.is_closing():
        await asyncio.sleep(0.2)


async def huge_head(t):
    return await t.ask(await t.open(), request(
        'GET /v1/health', 'X: ' + 'x' * 1000000 + '\r\n'))


async def many_headers(t):
    return await t.ask(await t.open(), request(
        'GET /v1/health', ''.join(f'X{i}: x\r\n' for i in range(10000))))


async def huge_body(t):
    return await t.ask(await t.open(), 'POST /v1/session HTTP/1.1\r\n' + HOST
                       + JSON + 'Content-Length: 1073741824\r\n\r\n'
                       + 'x' * 100000)


async def deep_json(t):
    return await t.ask(await t.open(), request(
        'POST /v1/session', JSON, '[' * 16000))


async def guesses(t):
    """Codes of somebody there is, and of nobody, on one connection."""
    wires = await t.open()
    status = 0
    for _ in range(20):
        number = secrets.choice(('0', '1', '99999999'))
        status = await t.ask(wires, sign_in(number, 'AAAA-AAAA-AAAA'))
        if status == 0:
            break
        length = 0
        while (line := await wires[0].readline()).strip():
            if line.lower().startswith(b'content-length:'):
                length = int(line.split()[1])
        await wires[0].readexactly(length)
    wires[1].transport.abort()
    return status


class Attack:
    """How many at once; from how many addresses; which replies are right.
    holds: they stay connected, so that what one costs can be told."""

    def __init__(self, does, n, addresses, replies=(), holds=False,
                 says=None):
        self.does, self.n, self.addresses = does, n, addresses
        self.replies, self.holds = set(replies), holds
        self.says = says or (does.__doc__ or '').strip()


class Tool:
    """needs: a program of the Debian package; it is told how many, for how
    many seconds and where."""

    def __init__(self, needs, package, words, n, says, holds=False):
        self.needs, self.package, self.words = needs, package, words
        self.n, self.says, self.holds = n, says, holds
        self.replies = set()

    def command(self, n, seconds, address):
        return [self.needs] + [w.format(n=n, s=seconds, url='https://' + address)
                               for w in self.words]


def slow_tool(mode, path, says, *more, holds=True):
    return Tool('slowhttptest', 'slowhttptest',
                [mode, '-c', '{n}', '-r', '{n}', '-l', '{s}', '-i', '1',
                 *more, '-u', '{url}' + path], 400, says, holds)


def flood_tool(path, says, *more):
    return Tool('h2load', 'nghttp2-client',
                ['--h1', '-c', '{n}', '-n', '100000000', '-D', '{s}', *more,
                 '{url}' + path], 100, says)


ATTACKS = {
    'idle-tcp': Attack(idle_tcp, 2000, 200, holds=True,
                       says='connects and says nothing'),
    'idle-handshake': Attack(idle_handshake, 1000, 200, holds=True,
                             says='half of a TLS hello, then nothing'),
    'idle': Attack(idle, 1000, 200, holds=True,
                   says='a whole handshake, then nothing'),
    'one-address': Attack(idle, 1500, 1, holds=True,
                          says='the same, all from the candidates\' address'),
    'handshake-flood': Attack(handshakes, 50, 200,
                              says='handshakes, one after the other'),
    'slow-head': Attack(slow_head, 500, 200, holds=True,
                        says='a head that comes byte by byte'),
    'slow-body': Attack(slow_body, 500, 200, holds=True,
                        says='128 KB whose last byte does not come'),
    'slow-reader': Attack(slow_reader, 300, 200, holds=True,
                          says='asks for 8 MB and reads nothing'),
    'slow-stream': Attack(slow_stream, 100, 20, holds=True,
                          says='signed in; event streams that nobody reads'),
    'huge-head': Attack(huge_head, 20, 200, (431, 0),
                        says='heads of a million bytes'),
    'many-headers': Attack(many_headers, 20, 200, (431, 0),
                           says='10,000 header fields'),
    'huge-body': Attack(huge_body, 20, 200, (413, 0),
                        says='bodies of a gigabyte'),
    'deep-json': Attack(deep_json, 20, 200, (400, 0),
                        says='JSON 16,000 deep'),
    'guesses': Attack(guesses, 50, 200, (401, 429, 0),
                      says='sign-ins, known numbers and unknown ones'),
    'guesses-one-address': Attack(guesses, 50, 1, (401, 429, 0),
                                  says='the same, from the candidates\' '
                                       'address'),
    'slowhttptest-head': slow_tool('-H', '/v1/health', 'slow heads'),
    'slowhttptest-body': slow_tool('-B', '/v1/session', 'slow bodies',
                                   '-s', '8192', '-f', 'application/json'),
    'slowhttptest-range': slow_tool('-R', '/', 'ranges', '-t', 'GET',
                                     holds=False),
    'slowhttptest-read': slow_tool('-X', '/openapi.json', 'slow readers',
                                   '-k', '10', '-w', '10', '-y', '20'),
    'h2load-requests': flood_tool('/v1/health', 'requests without end'),
    'h2load-pages': flood_tool('/', 'pages without end', '-m', '10'),
}
