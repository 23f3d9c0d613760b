"""streams: the campaign of requests through nginx and HAProxy."""
import argparse
import os
import subprocess

from place import ROOT

NAME = 'http'
SAYS = 'requests through nginx and HAProxy, which read them as examd does'
PROGRAM = 'attack_http'


def build():
    subprocess.run(['tools/packages', '@build', '@test'], cwd=ROOT, check=True)
    for words in (['--preset', 'dev'],
                  ['--build', '--preset', 'dev', '--target', PROGRAM]):
        subprocess.run(['cmake', *words], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
    return os.path.join(ROOT, 'build', 'dev')


def play(arguments):
    """Becomes the program, which has the options of tests/survive/run."""
    p = argparse.ArgumentParser(
        prog='tests/attack/run http',
        usage='%(prog)s [--seed N] [--count N | --minutes N] [--state FILE]\n'
        '       [--resume] [--report FILE] [--case N] [--build DIR]',
        description='Streams of requests, right and wrong, go through nginx '
        'and HAProxy; what examd takes they read the same, or refuse. The '
        'options are those of tests/survive/run.')
    p.add_argument('--build', metavar='DIR', help=argparse.SUPPRESS)
    o, rest = p.parse_known_args(arguments)
    program = os.path.join(o.build or build(), 'tests', 'attack', PROGRAM)
    os.execv(program, [program, *rest])
