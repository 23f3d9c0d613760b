#!/usr/bin/env python3
"""What tools/cmake/embed_pages.py makes of a page, and what it refuses."""

import glob
import os
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE = os.path.realpath(os.path.join(os.path.dirname(__file__), '../../..'))
TOOL = os.path.join(SOURCE, 'tools/cmake/embed_pages.py')
WEB = os.path.join(SOURCE, 'client/web')

PAGE = {
    'p/index.html': '<script type="module" src="./main.js"></script>',
    'p/main.js': "import {a} from '../s/a.js';\nload('../s/en.json');\n",
    's/a.js': "export const a = './not a path';\n",
    's/en.json': '{}',
    'p/sw.js': "const v = '%VERSION%', all = ['%ASSETS%'];\n",
}
ROOTS = ['--root', '/', 'p/index.html', '--root', '/sw.js', 'p/sw.js']


class Pages(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.out = os.path.join(self.folder.name, 'out.c')

    def tearDown(self):
        self.folder.cleanup()

    def embed(self, files=PAGE, base=None, roots=ROOTS, budget=60000):
        if base is None:
            base = os.path.join(self.folder.name, 'web')
            for name, text in files.items():
                path = os.path.join(base, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, 'w', encoding='utf-8') as f:
                    f.write(text)
        return subprocess.run(
            [sys.executable, TOOL, *roots, '--base', base, '--out', self.out,
             '--symbol', 'x', '--depfile', self.out + '.d',
             '--budget', str(budget), '--list'],
            capture_output=True, text=True, check=False)

    def made(self, **options):
        done = self.embed(**options)
        self.assertEqual(done.stderr, '')
        with open(self.out, encoding='utf-8') as f:
            return f.read()

    def asset(self, text, name):
        """The bytes of this file as they are served."""
        number = re.search(rf'/\* {re.escape(name)} \*/\n'
                           r'static const unsigned char (plain_\d+)\[\] = '
                           r'\{\n([\d,\s]+)\}', text)
        return bytes(int(n) for n in number.group(2).split(',')
                     if n.strip()).decode('utf-8')

    def refuse(self, words, **options):
        done = self.embed(**options)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(words, done.stderr)
        self.assertFalse(os.path.exists(self.out))

    def script(self, files):
        return self.asset(self.made(files={**PAGE, **files}), 'p/main.js')

    def test_paths_are_rewritten_to_names_that_tell_the_content(self):
        text = self.made()
        self.assertRegex(self.asset(text, 'p/index.html'),
                         r'src="/assets/p/main\.[0-9a-f]+\.js"')
        self.assertRegex(self.asset(text, 'p/main.js'),
                         r"load\('/assets/s/en\.[0-9a-f]+\.json'\)")

    def test_a_module_is_one_script_with_what_it_imports(self):
        self.assertEqual(self.script({
            'p/main.js': "import {\n\tb,\n\tc as d,\n} from './b.js';\n"
                         "import '../s/a.js';\nawait b(d);\n",
            'p/b.js': "import {a} from '../s/a.js';\n"
                      "export async function b() {}\nexport const c = a;\n",
            's/a.js': 'export class a {}\n',
        }), 'const $0 = (() => {\nclass a {}\nreturn {a};\n})();\n'
            'const $1 = (() => {\nconst {a} = $0;\nasync function b() {}\n'
            'const c = a;\nreturn {b, c};\n})();\n'
            '{\nconst {b, c: d,} = $1;\nawait b(d);\n}\n')

    def test_what_such_a_script_cannot_say_is_refused(self):
        for line in ('export let a = 1;', 'export default 1;',
                     "export * from './b.js';", 'export {a};',
                     "import a from '../p/b.js';", 'import * as a from "./b";',
                     "b = await import('../p/b.js');", 'a(import.meta.url);'):
            self.refuse('s/a.js: ' + line, files={
                **PAGE, 's/a.js': line + '\n', 'p/b.js': ''})

    def test_a_change_below_changes_every_name_above(self):
        before = self.asset(self.made(), 'p/index.html')
        after = self.asset(self.made(files={**PAGE, 's/en.json': '{"a":1}'}),
                           'p/index.html')
        self.assertNotEqual(before, after)

    def test_the_same_files_give_the_same_bytes(self):
        self.assertEqual(self.made(), self.made())

    def test_the_worker_is_told_everything_but_itself(self):
        worker = self.asset(self.made(), 'p/sw.js')
        self.assertEqual(worker.count('/assets/'), 2)
        self.assertIn('["/", ', worker)
        self.assertNotIn('sw.js', worker)
        self.assertNotIn('%', worker)

    def test_comments_and_indentation_are_not_sent(self):
        self.assertEqual(self.script({
            'p/main.js': "// why\n\nif (x)\n\t/* so */\n\ty('// z');\n"}),
                         "{\nif (x)\ny('// z');\n}\n")

    def test_what_nothing_names_is_not_built_in(self):
        self.assertNotIn('other', self.made(
            files={**PAGE, 'p/other.js': 'other'}))

    def test_a_path_that_leads_nowhere_is_refused(self):
        self.refuse('p/main.js: ./gone.js leads nowhere',
                    files={**PAGE, 'p/main.js': "import './gone.js';"})

    def test_a_path_out_of_the_folder_is_refused(self):
        self.refuse('leads nowhere', files={
            **PAGE, 'p/main.js': "import '../../../etc/passwd';"})

    def test_modules_in_a_circle_are_refused(self):
        self.refuse('a circle: p/main.js → s/a.js → p/main.js',
                    files={**PAGE, 's/a.js': "import '../p/main.js';"})

    def test_a_page_over_its_budget_is_refused(self):
        self.refuse('more than 100', budget=100)

    def test_a_file_of_an_unknown_type_is_refused(self):
        self.refuse('s/x.exe: has a type nobody knows', files={
            **PAGE, 'p/main.js': "load('../s/x.exe');", 's/x.exe': ''})

    def test_every_file_of_the_product_is_on_a_page(self):
        reached = set()
        for roots in (['--root', '/', 'candidate/index.html',
                       '--root', '/sw.js', 'candidate/sw.js'],
                      ['--root', '/', 'proctor/index.html']):
            self.made(base=WEB, roots=roots, budget=1 << 20)
            with open(self.out + '.d', encoding='utf-8') as f:
                reached.update(f.read().replace(' \\\n', '').split()[1:])
        have = {f for kind in ('js', 'css', 'html', 'json', 'svg')
                for f in glob.glob(f'{WEB}/**/*.{kind}', recursive=True)}
        self.assertEqual(have - reached, set())


if __name__ == '__main__':
    unittest.main()
