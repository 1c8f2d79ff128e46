"""Writes what the Python twins of the examples print: test/examples/<folder>/<name>.txt.

    python scripts/golden/examples.py [folder/name ...]
    python scripts/golden/examples.py --full folder/name

The second prints what the twin says without `--smoke`. Each twin is the tutorial's own program with its mistakes mended, one to one with examples/<folder>/<name>.ts. They
compute with one thread: more add up in another order.
"""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TWINS = ROOT / 'test' / 'examples'
# What twins import, and what writes another file.
PARTS = ('data', 'model', 'shapes', 'losses')


def run(twin, arguments, **options):
    env = {**os.environ, 'OMP_NUM_THREADS': '1', 'MPLBACKEND': 'agg', 'PYTHONPATH': str(TWINS)}
    return subprocess.run(
        [sys.executable, twin.name, *arguments], cwd=twin.parent, env=env, text=True, check=True, **options
    )


def main():
    if sys.argv[1:2] == ['--full']:
        run(TWINS / f'{sys.argv[2]}.py', sys.argv[3:])
        return
    wanted = sys.argv[1:]
    for twin in sorted(TWINS.glob('*/*.py')):
        name = str(twin.relative_to(TWINS).with_suffix(''))
        if (wanted and name not in wanted) or twin.stem in PARTS:
            continue
        twin.with_suffix('.txt').write_text(run(twin, ['--smoke'], stdout=subprocess.PIPE).stdout)


if __name__ == '__main__':
    main()
