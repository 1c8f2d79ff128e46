// The ports print what their Python twins print: <folder>/<name>.py has examples/<folder>/<name>.ts, and
// <folder>/<name>.txt is what Python printed (scripts/golden/examples.py). They run as users run them, compiled, on the
// samples that they bring along.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')
const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
const named = (end: string): string[] =>
  files.flatMap((file) => (file.endsWith(end) ? [file.slice(0, -end.length)] : [])).sort()
const names = named('.txt')

const figures = mkdtempSync(join(tmpdir(), 'torch-node-ports-'))
afterAll(() => rmSync(figures, { recursive: true }))

// Nodes of the graph print their address, loops their time.
const comparable = (text: string): string =>
  text.replaceAll(/ at 0x[0-9a-f]+/g, '').replaceAll(/\d+m \d+s/g, 'm s')

function run(name: string): string {
  const program = join(root, 'build', 'examples', `${name}.js`)
  if (!existsSync(program)) throw new Error('examples are compiled by `npm test` and `npm start`')
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, '--smoke'], {
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1', TORCH_NODE_FIGURES: figures, CI: 'true' },
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

test('every twin has a recording', () => {
  const twins = named('.py').filter((name) => !/^mnist|\/(data|lang|model|shapes)$/.test(name))
  expect(names).toEqual(twins)
})

test.each(names)('examples/%s prints what Python prints', (name) => {
  const golden = readFileSync(join(__dirname, `${name}.txt`), 'utf8')
  expect(comparable(run(name))).toBe(comparable(golden))
})
