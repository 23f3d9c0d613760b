#!/usr/bin/env python3
"""tls.py BUILD-DIRECTORY: what sslscan and testssl find on both ports, and on
one that also speaks TLS 1.2.  Everything that either of them does not call good
or neutral is a finding; those that are expected are below, with the reason."""
import gzip
import http.client
import json
import os
import shutil
import ssl
import subprocess
import sys
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'interface'))
from server import Server  # noqa: E402

# What testssl says of every server of this kind, by the name of the finding.
EXPECTED = {
    'cert_revocation': 'the authority is of examctl init, without a CRL',
    'DNS_CAArecord': 'localhost is in no zone that could have one',
    'BREACH': 'pages, which hold no secret, are compressed; nothing else is',
    'engine_problem': "of the scanner's own library",
}
GOOD = ('OK', 'INFO')
CHECKS = ('--protocols', '--std', '--fs', '--server-preference',
          '--server-defaults', '--headers', '--vulnerable')
GROUPS = {'x25519', 'secp256r1 (NIST P-256)'}


def of(name):
    return shutil.which(name) or shutil.which(name + '.sh')


def ask_testssl(server, address, name):
    found = os.path.join(server.root, name + '.json')
    done = subprocess.run(
        [of('testssl'), '--warnings', 'off', '--quiet', '--color', '0',
         '--add-ca', os.path.join(server.data, 'keys/ca.pem'),
         '--jsonfile', found, *CHECKS, address],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    with open(found) as f:
        list_of_all = json.load(f)
    if not any(one['id'] == 'heartbleed' for one in list_of_all):
        raise SystemExit(f'testssl did not get through:\n{done.stdout}')
    return {one['id']: f"{one['severity']}: {one['finding']}"
            for one in list_of_all if one['severity'] not in GOOD}


def ask_sslscan(address, versions):
    text = subprocess.run(['sslscan', '--xml=-', address],
                          stdout=subprocess.PIPE, check=True).stdout
    report = xml.fromstring(text).find('ssltest')
    found = {}

    def must(good, name, what):
        if not good:
            found[name] = f'sslscan: {what}'

    spoken = {one.get('version') for one in report.findall('protocol')
              if one.get('enabled') == '1'}
    must(spoken == versions, 'protocols', spoken)
    must(report.find('renegotiation').get('supported') == '0',
         'renegotiation', 'is supported')
    compression = report.find('compression')
    must(compression is None or compression.get('supported') == '0',
         'compression', 'is supported')
    for one in report.findall('heartbleed'):
        must(one.get('vulnerable') == '0', 'heartbleed', one.attrib)
    ciphers = report.findall('cipher')
    must(len(ciphers) > 0, 'ciphers', 'none was accepted')
    for one in ciphers:
        name = one.get('cipher')
        must(one.get('strength') in ('acceptable', 'strong'), name, 'is weak')
        must('GCM' in name or 'CHACHA20' in name, name, 'is not AEAD')
    for one in report.findall('group'):
        must(one.get('name') in GROUPS, one.get('name'), 'is a group')
    for one in report.iter('certificate'):
        must(one.findtext('expired') == 'false', 'expired', 'the certificate')
    return found


def check_compression(server):
    """The reason that BREACH is expected must hold."""
    trusted = ssl.create_default_context(
        cafile=os.path.join(server.data, 'keys/ca.pem'))
    for port in ('candidates', 'staff'):
        wire = http.client.HTTPSConnection(server.address[port],
                                           context=trusted)
        for path in ('/v1/health', '/openapi.json', '/v1/attempt'):
            wire.request('GET', path, headers={'Accept-Encoding': 'gzip'})
            reply = wire.getresponse()
            body = reply.read()
            if (reply.getheader('Content-Encoding') is not None or
                    body[:2] == gzip.compress(b'')[:2]):
                raise SystemExit(f'{path} is compressed')


def report(name, found):
    """Tells what was found; how much of it was not expected."""
    bad = 0
    for what, words in sorted(found.items()):
        reason = EXPECTED.get(what)
        bad += reason is None
        print(f'{name}: {what}: {words}'
              + (f' -- expected: {reason}' if reason else ' -- FOUND'))
    return bad


def scan(job):
    server, name, address, versions = job
    found = ask_sslscan(address, versions)
    found.update(ask_testssl(server, address, name))
    return name, found


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    for tool in ('sslscan', 'testssl'):
        if of(tool) is None:
            print(f'skipped: {tool} is not installed')
            sys.exit(77)
    folder = os.path.join(sys.argv[1], 'bin')
    with Server(folder) as new, \
            Server(folder, 'tls-versions 1.2 1.3\n') as old, \
            ThreadPoolExecutor() as pool:
        check_compression(new)
        jobs = [(new, 'candidates', new.address['candidates'], {'1.3'}),
                (new, 'staff', new.address['staff'], {'1.3'}),
                (old, 'also 1.2', old.address['candidates'], {'1.2', '1.3'})]
        bad = sum(report(*done) for done in pool.map(scan, jobs))
    print(f'{bad} findings that are not expected')
    sys.exit(1 if bad else 0)


if __name__ == '__main__':
    main()
