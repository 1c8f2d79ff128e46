import { existsSync, readFileSync, rmSync } from 'node:fs'
import { useProject } from './support/project.js'

const project = useProject()
const build = () => project().run('build.mjs', {}, ['--lib'])

describe('npm run build -- --lib', () => {
  test('compiles what changed, and only that', async () => {
    project().write('lib/index.ts', 'export const one = 1\n')
    project().write('lib/nn/old.ts', 'export {}\n')
    const first = await build()
    expect(first).toMatchObject({ code: 0, stderr: 'torch-node: compiling lib/\n' })
    expect(readFileSync(project().path('dist/index.d.ts'), 'utf8')).toContain('one')
    expect(existsSync(project().path('dist/nn/old.js'))).toBe(true)

    expect(await build()).toMatchObject({ code: 0, stderr: '' })

    rmSync(project().path('lib/nn/old.ts'))
    project().write('lib/index.ts', 'export const two = 2\n')
    expect((await build()).code).toBe(0)
    expect(readFileSync(project().path('dist/index.js'), 'utf8')).toContain('two')
    expect(existsSync(project().path('dist/nn/old.js'))).toBe(false)

    rmSync(project().path('dist'), { recursive: true })
    expect((await build()).code).toBe(0)
    expect(existsSync(project().path('dist/index.js'))).toBe(true)
  })

  test('a type error is shown, and shown again', async () => {
    project().write('lib/index.ts', "export const one: number = 'one'\n")
    for (let i = 0; i < 2; i++) {
      const { code, stdout, stderr } = await build()
      expect(code).toBe(1)
      expect(stdout).toContain('lib/index.ts(1,14): error TS2322')
      expect(stderr).toContain('lib/ has type errors; they are above.')
    }
  })

  test('a type error does not keep set-up from going on, nor is it shown again', async () => {
    project().write('lib/index.ts', "export const one: number = 'one'\n")
    project().libtorch('mine', '2.13.0+cpu')
    project().buildingTools()
    const setUp = () => project().run('setup.mjs', { LIBTORCH: project().path('mine') })
    const first = await setUp()
    expect(first.stderr).toContain('lib/ has type errors; going on with what was compiled')
    expect(first.code).toBe(0)
    expect(await setUp()).toEqual({ code: 0, stdout: '', stderr: 'torch-node: ready\n' })
    expect((await build()).code).toBe(1)
  })
})
