import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { native } from '../../lib/native.js'
import { root } from './evaluate.js'

// What a run of the generator over these schemas says; it writes nothing.
function check(schemas: readonly string[]): { status: number | null; stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'torch-node-schemas-'))
  try {
    const file = join(folder, 'schemas.txt')
    writeFileSync(file, schemas.join('\n'))
    const args = ['scripts/generate/index.mjs', '--check', '--schemas', file]
    return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('generate --check', () => {
  const schemas = native.schemas()

  test('passes over the registered schemas', () => {
    expect(check(schemas)).toMatchObject({ status: 0, stderr: '' })
  })

  test('names the files that a changed schema changes', () => {
    const changed = schemas.map((s) =>
      s.startsWith('aten::add.out(') ? s.replace('alpha=1', 'alpha=2') : s,
    )
    const { status, stderr } = check(changed)
    expect(status).toBe(1)
    expect(stderr).toContain('lib/_generated/operators.ts is not what scripts/generate writes')
    expect(stderr).toContain('npm run generate')
  })

  test('an operator that is not registered', () => {
    const { status, stderr } = check(schemas.filter((s) => !s.startsWith('aten::add.Tensor(')))
    expect(status).toBe(1)
    expect(stderr).toContain('aten::add.Tensor is not registered')
  })
})
