"""Writes what the Python twins of the examples print: test/examples/<folder>/<name>.txt.

    python scripts/golden/examples.py [folder/name ...]

Each twin is the tutorial's own program with its mistakes mended, one to one with examples/<folder>/<name>.ts. They
compute with one thread: more add up in another order.
"""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TWINS = ROOT / 'test' / 'examples'
# What twins share.
SHARED = ('data', 'lang', 'model', 'shapes')


def main():
    wanted = sys.argv[1:]
    env = {**os.environ, 'OMP_NUM_THREADS': '1', 'MPLBACKEND': 'agg'}
    for twin in sorted(TWINS.glob('*/*.py')):
        name = str(twin.relative_to(TWINS).with_suffix(''))
        if (wanted and name not in wanted) or name.endswith(SHARED) or name.startswith("mnist"):
            continue
        run = subprocess.run(
            [sys.executable, twin.name, '--smoke'],
            cwd=twin.parent, env=env, stdout=subprocess.PIPE, text=True, check=True,
        )
        twin.with_suffix('.txt').write_text(run.stdout)


if __name__ == '__main__':
    main()
