#!/usr/bin/env python3
"""embed_pages: from the files of a page to one C file of arrays.

Begins with the roots and follows every quoted path that starts with ./ or ../
in HTML, CSS, JSON and JavaScript; what is not reached is not built in.  A file
that is reached is named by its content, /assets/FOLDER/NAME.HASH.EXT, and every
path to it is rewritten.  A root keeps its own name.  In a root that is a
script, '%ASSETS%' becomes the list of all paths, and %VERSION% their hash.

The module that a page names becomes one script with all that it imports: each
a function of its own, called once, in the order of a browser.  So imports and
exports are by name, of what is never assigned again (export const, function,
class); only the page's own module may await outside of functions.  Lines of
comment, empty lines and indentation stay at home; a template in a script must
not depend on them.

The same input gives the same bytes.  A path that leads nowhere, modules that
import each other in a circle and a page over its budget are mistakes.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import zlib

TYPES = {
    '.html': 'text/html; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
    '.woff2': 'font/woff2',
}
READ = ('.html', '.css', '.js', '.json')
REFERENCE = re.compile(r'''(["'])(\.{1,2}/[^"'\s]+)\1''')
IMPORT = re.compile(
    r'''^import\s+(?:\{([^}]*)\}\s*from\s*)?(["'])(\.[^"']+)\2;$\n?''', re.M)
EXPORT = re.compile(
    r'^export\s+((?:async\s+)?function\*?|class|const)\s+([\w$]+)', re.M)
NOT_TAKEN = re.compile(
    r'^(?:import|export)\b.*|.*\bimport(?:\(|\.meta).*', re.M)
NOT_SENT = re.compile(
    r'^[ \t]*(?://[^\n]*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n|^\s+', re.M)


class Mistake(Exception):
    pass


def digest(data):
    return hashlib.sha256(data).hexdigest()[:10]


def squeeze(data):
    """gzip without a name and a time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


class Asset:
    def __init__(self, path, name, data, is_kept):
        self.path = path        # that it is served under
        self.name = name        # of its file, for people
        self.data = data
        self.is_kept = is_kept  # for good: its name tells its content
        self.type = TYPES[os.path.splitext(name)[1]]
        packed = squeeze(data)
        self.packed = packed if len(packed) < len(data) else b''

    def sent(self):
        return len(self.packed or self.data)


class Site:
    """Everything that one port serves."""

    def __init__(self, base):
        self.base = os.path.realpath(base)
        self.assets = {}   # by the path of the file
        self.files = []    # that were read

    def name(self, path):
        return os.path.relpath(path, self.base)

    def read(self, path):
        if os.path.splitext(path)[1] not in TYPES:
            raise Mistake(f'{self.name(path)}: has a type nobody knows')
        with open(path, 'rb') as f:
            data = f.read()
        self.files.append(path)
        return data

    def text(self, path):
        return NOT_SENT.sub('', self.read(path).decode('utf-8'))

    def find(self, path, reference):
        to = os.path.realpath(os.path.join(os.path.dirname(path), reference))
        if not to.startswith(self.base + os.sep) or not os.path.isfile(to):
            raise Mistake(f'{self.name(path)}: {reference} leads nowhere')
        return to

    def follow(self, path, text):
        """The text with every path in it rewritten."""
        def rewrite(match):
            quote, reference = match.groups()
            to = self.find(path, reference)
            if to.endswith('.js') and not path.endswith('.html'):
                raise Mistake(f'{self.name(path)}: {reference} is imported '
                              'by its name or not at all')
            return quote + self.add(to).path + quote

        return REFERENCE.sub(rewrite, text)

    def content(self, path):
        if path.endswith('.js'):
            return Bundle(self, path).text().encode('utf-8')
        if path.endswith(READ):
            return self.follow(path, self.text(path)).encode('utf-8')
        return self.read(path)

    def add(self, path):
        if path not in self.assets:
            data = self.content(path)
            stem, extension = os.path.splitext(self.name(path))
            self.assets[path] = Asset(
                f'/assets/{stem}.{digest(data)}{extension}',
                self.name(path), data, True)
        return self.assets[path]

    def enumerate(self, text):
        everything = self.sorted()
        paths = json.dumps([a.path for a in everything])[1:-1]
        version = digest(b''.join(
            a.path.encode() + a.data for a in everything))
        return text.replace("'%ASSETS%'", paths) \
                   .replace('%VERSION%', version)

    def add_root(self, at, path):
        text = self.follow(path, self.text(path))
        if path.endswith('.js'):
            text = self.enumerate(text)
        self.assets[path] = Asset(at, self.name(path), text.encode('utf-8'),
                                  False)

    def sorted(self):
        return sorted(self.assets.values(), key=lambda a: a.path)


class Bundle:
    """A module and all that it imports, as one script."""

    def __init__(self, site, entry):
        self.site = site
        self.entry = entry
        self.done = {}       # path: what it exports is called
        self.under_way = []
        self.parts = []

    def text(self):
        body, _ = self.module(self.entry)
        return ''.join(self.parts) + '{\n' + body + '}\n'

    def add(self, path):
        if path not in self.done:
            body, names = self.module(path)
            self.done[path] = f'${len(self.done)}'
            self.parts.append(f'const {self.done[path]} = (() => {{\n{body}'
                              f'return {{{", ".join(names)}}};\n}})();\n')
        return self.done[path]

    def module(self, path):
        """The body with its imports as constants, and the names it gives."""
        name = self.site.name(path)
        if path in self.under_way:
            circle = map(self.site.name, self.under_way + [path])
            raise Mistake('a circle: ' + ' → '.join(circle))
        self.under_way.append(path)
        text = IMPORT.sub(lambda m: self.take(path, m), self.site.text(path))
        names = [match.group(2) for match in EXPORT.finditer(text)]
        text = EXPORT.sub(r'\1 \2', text)
        strange = NOT_TAKEN.search(text)
        if strange:
            raise Mistake(f'{name}: {strange.group()}: import and export by '
                          'name what is never assigned again')
        self.under_way.pop()
        return self.site.follow(path, text), names

    def take(self, path, match):
        given = self.add(self.site.find(path, match.group(3)))
        if match.group(1) is None:
            return ''
        names = re.sub(r'\s+as\s+', ': ', match.group(1))
        return f'const {{{" ".join(names.split())}}} = {given};\n'


def c_array(name, data):
    lines = [f'static const unsigned char {name}[] = {{']
    for i in range(0, len(data), 20):
        lines.append('\t' + ''.join(f'{b},' for b in data[i:i + 20]))
    return '\n'.join(lines + ['};'])


def c_source(assets, symbol):
    parts = ['/* Made by tools/cmake/embed_pages.py. */',
             '#include "exam/pages.h"\n',
             f'extern const struct pages {symbol};\n']
    rows = []
    for i, asset in enumerate(assets):
        parts.append(f'/* {asset.name} */')
        parts.append(c_array(f'plain_{i}', asset.data))
        packed = 'SLICE_NONE_INIT'
        if asset.packed:
            parts.append(c_array(f'packed_{i}', asset.packed))
            packed = (f'{{ (const char *)packed_{i}, '
                      f'sizeof(packed_{i}) }}')
        rows.append(
            f'\t{{ "{asset.path}", "{asset.type}",\n'
            f'\t    "W/\\"{digest(asset.data)}\\"", '
            f'{"true" if asset.is_kept else "false"},\n'
            f'\t    {{ (const char *)plain_{i}, sizeof(plain_{i}) }},\n'
            f'\t    {packed} }},')
    parts.append('static const struct page all[] = {')
    parts += rows + ['};', '']
    parts.append(f'const struct pages {symbol} = '
                 '{ all, sizeof(all) / sizeof(all[0]) };')
    return '\n'.join(parts).replace('SLICE_NONE_INIT', '{ 0, 0 }') + '\n'


def write(path, text):
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def build(options):
    site = Site(options.base)
    for at, path in options.root:
        site.add_root(at, os.path.realpath(os.path.join(options.base, path)))
    assets = site.sorted()
    size = sum(a.sent() for a in assets)
    if size > options.budget:
        raise Mistake(f'{options.symbol}: {size} bytes compressed, more than '
                      f'{options.budget}')
    write(options.out, c_source(assets, options.symbol))
    write(options.depfile, options.out + ': \\\n  ' +
          ' \\\n  '.join(sorted(site.files)) + '\n')
    if options.list:
        for a in assets:
            print(f'{a.sent():7} {a.path}')
        print(f'{size:7} of {options.budget}')


def read_options():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--base', required=True, help='folder of the pages')
    p.add_argument('--root', required=True, nargs=2, action='append',
                   metavar=('PATH', 'FILE'), help='served under this name')
    p.add_argument('--symbol', required=True, help='name of the C object')
    p.add_argument('--out', required=True, help='the C file')
    p.add_argument('--depfile', required=True, help='for make and ninja')
    p.add_argument('--budget', type=int, required=True,
                   help='compressed bytes that all may have together')
    p.add_argument('--list', action='store_true', help='tell what is in it')
    return p.parse_args()


try:
    build(read_options())
except (Mistake, OSError, UnicodeDecodeError) as mistake:
    sys.exit(f'embed_pages: {mistake}')
