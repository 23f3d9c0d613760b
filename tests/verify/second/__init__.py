"""A second implementation of what exam-verify checks.

Written from the descriptions of the formats and from public specifications,
with nothing but Python's standard library, so that a mistake in one of the two
shows as a difference.  It is slow and says little; exam-verify is the program
for people.
"""


class Wrong(Exception):
    """Something does not hold, in words."""
