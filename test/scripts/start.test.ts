import { existsSync, readFileSync, rmSync } from 'node:fs'
import { useProject } from './support/project.js'

const project = useProject()

/** A package with sources of each kind, and what is needed to build them. */
function fill() {
  project().buildingTools()
  project().libtorch('mine', '2.13.0+cpu')
  project().write('binding/addon.cc', '// one\n')
  project().write('lib/index.ts', "export default 'torch'\n")
  project().write(
    'examples/mnist/main.ts',
    "import torch from 'torch-node'\nconsole.log(torch, process.argv.slice(2))\nprocess.exitCode = 3\n",
  )
}

const start = () =>
  project().run('start.mjs', { LIBTORCH: project().path('mine') }, ['--epochs', '1'])

/** The program of the example was run with its arguments, and gave its exit code. */
const ran = { code: 3, stdout: "torch [ '--epochs', '1' ]\n" }

describe('npm start', () => {
  test('sets up what is missing, then what changed, and is quick when nothing did', async () => {
    fill()
    expect(await start()).toEqual({
      ...ran,
      stderr: [
        'torch-node: building the addon for LibTorch 2.13.0 (cpu), LIBTORCH',
        'torch-node: compiling lib/',
        'torch-node: compiling examples/',
        '',
      ].join('\n'),
    })
    const builds = () => readFileSync(project().path('cmake.log'), 'utf8').length / 'build\n'.length
    expect(builds()).toBe(1)

    const times = []
    for (let i = 0; i < 3; i++) {
      const since = performance.now()
      expect(await start()).toEqual({ ...ran, stderr: '' })
      times.push(performance.now() - since)
    }
    expect(Math.min(...times)).toBeLessThan(1000)
    expect(builds()).toBe(1)

    project().write('binding/convert/more.h', '// two\n')
    expect((await start()).stderr).toBe('torch-node: building what changed of the addon\n')
    expect(builds()).toBe(2)

    rmSync(project().path('build/Release'), { recursive: true })
    expect((await start()).stderr).toContain('building the addon for LibTorch 2.13.0')
    expect(existsSync(project().path('build/Release/torch_node.node'))).toBe(true)
  })

  test('as a dependency, which brings dist/ along, only the addon is built', async () => {
    fill()
    rmSync(project().path('tsconfig.build.json'))
    const { code, stderr } = await project().run('setup.mjs', { LIBTORCH: project().path('mine') })
    expect(stderr).toMatch(/^torch-node: building the addon .*\ntorch-node: ready\n$/)
    expect(code).toBe(0)
  })

  test('two at once build once', async () => {
    fill()
    const run = () => project().run('build.mjs', { LIBTORCH: project().path('mine') }, ['--addon'])
    const outcomes = await Promise.all([run(), run()])
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0])
    expect(readFileSync(project().path('cmake.log'), 'utf8')).toBe('build\n')
  })
})
