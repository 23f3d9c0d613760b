"""metrics.py: standard input is the text format of Prometheus, 0.0.4, and holds
together: every family has its help and type before its samples, no series comes
twice, and a histogram's buckets grow up to its count."""
import re
import sys

SAMPLE = re.compile(r'([a-z_]+)(\{([a-z]+="[^"\\\n]*",?)*\})? '
                    r'(-?[0-9][0-9.e+-]*|\+Inf|NaN)$')
families, seen, buckets = {}, set(), {}
help_of = None


def wrong(line, why):
    sys.exit(f'{why}: {line}')


for line in sys.stdin.read().splitlines():
    if line.startswith('# HELP '):
        help_of = line.split()[2]
        if help_of in families:
            wrong(line, 'said twice')
        continue
    if line.startswith('# TYPE '):
        _, _, name, kind = line.split()
        if name != help_of or kind not in ('counter', 'gauge', 'histogram'):
            wrong(line, 'not behind its help, or of no kind')
        if (kind == 'counter') != name.endswith('_total'):
            wrong(line, 'a counter ends in _total, and nothing else does')
        families[name] = kind
        continue
    sample = SAMPLE.match(line)
    if not sample:
        wrong(line, 'not a sample')
    name, labels = sample[1], sample[2] or ''
    family = re.sub('_(bucket|sum|count)$', '', name)
    family = family if families.get(family) == 'histogram' else name
    if family != help_of or family not in families:
        wrong(line, 'not behind its family')
    if (name, labels) in seen:
        wrong(line, 'twice')
    seen.add((name, labels))
    if name.endswith('_bucket') and families[family] == 'histogram':
        if float(sample[4]) < buckets.get(family, 0):
            wrong(line, 'fewer than the bucket before')
        buckets[family] = float(sample[4])
    if name == family + '_count' and float(sample[4]) != buckets[family]:
        wrong(line, 'not what the last bucket holds')
if not families:
    sys.exit('nothing there')
