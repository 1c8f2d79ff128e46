// The ports print what their Python twins print: examples/<folder>/<name>.ts has <folder>/<name>.py, and
// <folder>/<name>.txt is what that printed (scripts/golden/examples.py). They run as users run them, compiled, on the
// samples that they bring along.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')

/** The files of a folder that end so, without their end. */
const named = (folder: string, end: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .flatMap((file) => (file.endsWith(end) ? [file.slice(0, -end.length)] : []))
    .sort()

const names = named(__dirname, '.txt')

/** What exports is a part of programs. */
const isProgram = (name: string): boolean =>
  !/^export /m.test(readFileSync(join(root, 'examples', `${name}.ts`), 'utf8'))

const figures = mkdtempSync(join(tmpdir(), 'torch-node-ports-'))
afterAll(() => rmSync(figures, { recursive: true }))

// Nodes of the graph print their address, loops their time.
const comparable = (text: string): string =>
  text.replaceAll(/ at 0x[0-9a-f]+/g, '').replaceAll(/\d+m \d+s|\d+\.\d s\b/g, 's')

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

test('every program has a twin, which was recorded', () => {
  const programs = named(join(root, 'examples'), '.ts').filter(isProgram)
  const twins = new Set(named(__dirname, '.py'))
  expect(programs.filter((name) => !twins.has(name))).toEqual([])
  expect(names).toEqual(programs)
})

test.each(names)('examples/%s prints what Python prints', (name) => {
  const golden = readFileSync(join(__dirname, `${name}.txt`), 'utf8')
  expect(comparable(run(name))).toBe(comparable(golden))
})
