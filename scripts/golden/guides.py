"""Writes what the Python blocks of the guides print: test/docs/guides/<page>.json.

    python scripts/golden/guides.py [page ...]

The blocks of a page are one program. The files that it leaves lie in test/docs/guides/<page>/, for the TypeScript of
the page to read.
"""

import contextlib
import io
import json
import os
import pathlib
import re
import shutil
import sys

os.environ['OMP_NUM_THREADS'] = '1'
ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / 'test' / 'docs' / 'guides'


def record(page):
    blocks = re.findall(r'^```python\n(.*?)\n```', page.read_text(), re.M | re.S)
    slug = '-'.join(page.relative_to(ROOT).with_suffix('').parts)
    folder = OUT / slug
    shutil.rmtree(folder, ignore_errors=True)
    if not blocks:
        return
    folder.mkdir(parents=True)
    os.chdir(folder)
    names = {'__name__': '__main__'}
    recorded = []
    for code in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, page.name, 'exec'), names)
        recorded.append({'code': code, 'printed': out.getvalue()})
    (OUT / f'{slug}.json').write_text(json.dumps(recorded, indent=2) + '\n')
    if not any(folder.iterdir()):
        folder.rmdir()


def main():
    wanted = sys.argv[1:]
    pages = [ROOT / 'README.md', ROOT / 'CONTRIBUTING.md', *sorted((ROOT / 'examples').glob('**/*.md'))]
    for page in pages:
        if not wanted or page.stem in wanted:
            record(page)


if __name__ == '__main__':
    main()
