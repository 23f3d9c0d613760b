#!/usr/bin/env python3
"""rotation.py BUILD-DIRECTORY: the certificate is another one again and again
while candidates save.  Every new handshake gets the new one, no connection ends,
and nothing that was acknowledged is lost."""
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading

from place import Place

CANDIDATES = 32
AUTHORITIES = 4
ROTATIONS_MIN = 3
TRIES = 10000
END = '-----END CERTIFICATE-----'


def make_authorities(place):
    """Certificates of more authorities, which exam-load trusts as well."""
    folders = []
    for i in range(AUTHORITIES):
        folder = os.path.join(place.root, f'authority-{i}')
        subprocess.run([place.examctl, 'init', folder], check=True,
                       stdout=subprocess.DEVNULL)
        folders.append(os.path.join(folder, 'keys'))
        with open(os.path.join(folders[-1], 'ca.pem')) as f:
            own = f.read()
        with open(os.path.join(place.data, 'keys/ca.pem'), 'a') as f:
            f.write(own)
    return folders


def shown(place, port):
    """The certificate that a new connection sees."""
    context = ssl.create_default_context(
        cafile=os.path.join(place.data, 'keys/ca.pem'))
    host, _, number = place.address[port].rpartition(':')
    with socket.create_connection((host, int(number))) as s, \
            context.wrap_socket(s, server_hostname=host) as tls:
        return tls.getpeercert(binary_form=True)


def rotate(place, keys):
    for name in ('cert.pem', 'key.pem'):
        shutil.copyfile(os.path.join(keys, name),
                        os.path.join(place.data, 'keys', name))
    with open(os.path.join(keys, 'cert.pem')) as f:
        first = f.read().partition(END)[0] + END
    wanted = ssl.PEM_cert_to_DER_cert(first)
    os.kill(place.pid(), signal.SIGHUP)
    for port in ('candidates', 'staff'):
        for _ in range(TRIES):
            if shown(place, port) == wanted:
                break
        else:
            raise SystemExit(f'the port of {port} shows the old one')


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    with Place(sys.argv[1], CANDIDATES, 0) as place:
        folders = make_authorities(place)
        told = {}
        crowd = threading.Thread(target=lambda: told.update(
            place.crowd('closed', CANDIDATES, '--seconds', '5')))
        crowd.start()
        n = 0
        while crowd.is_alive():
            rotate(place, folders[n % AUTHORITIES])
            n += 1
        crowd.join()
    trouble = {k: v for k, v in told['trouble'].items() if v}
    print(f"{n} rotations, {told['check']['acknowledged']} saves "
          f"acknowledged, {told['check']['recorded']} in the journal, "
          f"trouble: {trouble or 'none'}")
    if (trouble or not told['clean'] or n < ROTATIONS_MIN or
            told['failed'] or not told['check']['acknowledged']):
        raise SystemExit(f'not as it should be: {told}')


if __name__ == '__main__':
    main()
