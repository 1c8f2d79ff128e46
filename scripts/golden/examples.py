"""Writes what the Python twins of the examples print: test/examples/<folder>/<name>.txt.

    python scripts/golden/examples.py [folder/name ...]
    python scripts/golden/examples.py --full folder/name [options]

The second prints what the twin says with these options, without `--smoke`. Each twin is the tutorial's own program
with its mistakes mended, one to one with examples/<folder>/<name>.ts. They compute with one thread: more add up in
another order. The digits are those that a port drew: run `node build/examples/mnist/main.js` once before, with or
without `--smoke`.
"""

import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PORTS = ROOT / 'examples'
TWINS = ROOT / 'test' / 'examples'


def programs():
    """Every port that is a program; what exports is a part of programs."""
    for port in sorted(PORTS.glob('*/*.ts')):
        if not re.search('^export ', port.read_text(), re.MULTILINE):
            yield str(port.relative_to(PORTS).with_suffix(''))


def run(name, *arguments, **options):
    env = {**os.environ, 'OMP_NUM_THREADS': '1', 'MPLBACKEND': 'agg', 'PYTHONPATH': str(TWINS)}
    # -P: they name each other by their folders, and do not find those beside them without.
    command = [sys.executable, '-P', TWINS / f'{name}.py', *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, text=True, check=True, **options).stdout


def main():
    if sys.argv[1:2] == ['--full']:
        run(*sys.argv[2:])
        return
    for name in sys.argv[1:] or programs():
        text = run(name, '--smoke', stdout=subprocess.PIPE)
        (TWINS / f'{name}.txt').write_text(text)


if __name__ == '__main__':
    main()
