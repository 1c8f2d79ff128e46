// The ports print what their Python twins print: <folder>/<name>.py has examples/<folder>/<name>.ts, and
// <name>.txt is what Python printed (scripts/golden/examples.py).

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch from 'torch-node'

const root = join(__dirname, '..', '..')

const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length))
  .sort()

// Nodes of the graph and the like print their address.
const withoutAddresses = (text: string): string => text.replaceAll(/ at 0x[0-9a-f]+/g, '')

/** Runs a program of examples/ on few and small data; what it printed. */
function run(name: string): string {
  let text = ''
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part)
    return true
  })
  const [argv, threads] = [process.argv, torch.get_num_threads()]
  process.argv = [...argv.slice(0, 2), '--smoke']
  torch.set_num_threads(1)
  try {
    jest.isolateModules(() => {
      require(join(root, 'examples', `${name}.ts`))
    })
  } finally {
    write.mockRestore()
    process.argv = argv
    torch.set_num_threads(threads)
  }
  return text
}

test('every twin has a recording', () => {
  const twins = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py') && !file.startsWith('mnist'))
    .map((file) => file.slice(0, -'.py'.length))
  expect(names).toEqual(twins.sort())
})

describe.each(names)('examples/%s', (name) => {
  test('prints what Python prints', () => {
    const golden = readFileSync(join(__dirname, `${name}.txt`), 'utf8')
    expect(withoutAddresses(run(name))).toBe(withoutAddresses(golden))
  })
})
