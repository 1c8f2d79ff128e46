import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (name: string) => readFileSync(join(root, name), 'utf8')

interface LockEntry {
  version?: string
  optionalDependencies?: Record<string, string>
}

describe('package-lock.json', () => {
  const packages: Record<string, LockEntry> = JSON.parse(read('package-lock.json')).packages

  test('names no registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/)
  })

  test('has the optional packages of all platforms: npm ci fails elsewhere without them', () => {
    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    )
    expect(missing).toEqual([])
  })
})

describe('package.json', () => {
  const { exports } = JSON.parse(read('package.json')) as { exports: Record<string, unknown> }

  test('exports each folder of lib (node scripts/exports.mjs writes them)', () => {
    const folders = readdirSync(join(root, 'lib'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name === 'index.ts')
      .map((entry) => relative(join(root, 'lib'), entry.parentPath))
      .filter((folder) => folder !== '' && !folder.startsWith('_'))
      .filter((folder) => !existsSync(join(root, 'lib', `${folder}.ts`)))
    const expected = Object.fromEntries(
      folders.map((folder) => [
        `./${folder}`,
        { types: `./dist/${folder}/index.d.ts`, default: `./dist/${folder}/index.js` },
      ]),
    )
    expect(exports).toMatchObject(expected)
  })

  test('exports no folder that is not there', () => {
    const named = Object.keys(exports).filter(
      (name) => /^\.\/[^*.]+$/.test(name) && exports[name] !== null,
    )
    for (const name of named) {
      expect([name, existsSync(join(root, 'lib', name, 'index.ts'))]).toEqual([name, true])
    }
  })
})
