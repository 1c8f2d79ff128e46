import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { useProject } from './support/project.js'

const project = useProject()

/** Pretends that the addon was built for the LibTorch in a folder. */
function builtFor(root: string, version: string) {
  project().write('build/Release/torch_node.node', 'no addon')
  const built = statSync(join(root, 'include/ATen/ATen.h')).mtimeMs
  project().write(
    'build/addon.json',
    JSON.stringify({ libtorch: { root, version, variant: 'cpu', built } }),
  )
}

describe('npm run doctor', () => {
  test('a machine with nothing', async () => {
    const { code, stdout } = await project().run('doctor.mjs')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Node {9}\d+\.\d+\.\d+, Node-API \d+, \w+-\w+$/m)
    expect(stdout).toMatch(/^Compiler {5}none$/m)
    expect(stdout).toMatch(/^cmake {8}none$/m)
    expect(stdout).toMatch(/^Python {7}none$/m)
    expect(stdout).toContain('none yet; the next npm start fetches 2.13.0 (cpu)')
    expect(stdout).toMatch(/^Addon {8}not built$/m)
    expect(stdout).toMatch(/^GPU {10}none/m)
    expect(stdout).toContain(project().cache)
    expect(stdout).toContain('No C++ compiler was found')
  })

  test('a machine with everything', async () => {
    project().tools()
    project().tool(
      'python3',
      'case "$*" in --version) echo "Python 3.11.2";; *) echo /env/torch;; esac',
    )
    project().tool('nvidia-smi', 'echo "NVIDIA H200"')
    const { code, stdout } = await project().run('doctor.mjs', {
      LIBTORCH: project().libtorch('mine', '2.12.0+cpu'),
    })
    expect(stdout).toContain(`Compiler     g++ (GCC) 12.2.0, ${project().bin}/g++`)
    expect(stdout).toContain('cmake        3.25.1')
    expect(stdout).toContain('Python       3.11.2 with pip')
    expect(stdout).toContain('has PyTorch; to use its LibTorch: LIBTORCH=/env/torch')
    expect(stdout).toContain(
      `LibTorch     2.12.0 (cpu), LIBTORCH\n             ${project().path('mine')}`,
    )
    expect(stdout).toContain("torch-node's tests are made for 2.13.0")
    expect(stdout).toContain('Addon        not built: npm run build')
    expect(stdout).toContain(
      'GPU          NVIDIA H200\n             to use it: TORCH_NODE_VARIANT=cu130',
    )
    expect(code).toBe(0)
  })

  test('an addon built for another LibTorch', async () => {
    project().tools()
    const old = project().libtorch('old', '2.12.0+cpu')
    builtFor(old, '2.12.0')
    const { code, stdout } = await project().run('doctor.mjs', {
      LIBTORCH: project().libtorch('new', '2.13.0+cpu'),
    })
    expect(code).toBe(1)
    expect(stdout).toContain(`Addon        built for another LibTorch: 2.12.0 (cpu), ${old}`)
    expect(stdout).toContain('Build it again: npm run build')
    expect(stdout).toContain(`Or go back to the other: LIBTORCH=${old}`)
  })

  test('a wrong LIBTORCH', async () => {
    project().tools()
    const { code, stdout } = await project().run('doctor.mjs', { LIBTORCH: project().bin })
    expect(code).toBe(1)
    expect(stdout).toContain('which holds no LibTorch')
  })
})

describe('the addon', () => {
  const rebuild = (root: string) => project().run('build.mjs', { LIBTORCH: root }, ['--addon'])

  test('built for another LibTorch is built again, saying so', async () => {
    const old = project().libtorch('old', '2.12.0+cpu')
    builtFor(old, '2.12.0')
    const { stderr } = await rebuild(project().libtorch('new', '2.13.0+cpu'))
    expect(stderr).toContain(`the addon was built for another LibTorch: 2.12.0 (cpu) in ${old}`)
    expect(stderr).toContain('building the addon for LibTorch 2.13.0 (cpu), LIBTORCH')
  })

  test('is built again when its LibTorch was replaced in place', async () => {
    const root = project().libtorch('mine', '2.13.0+cpu')
    builtFor(root, '2.13.0')
    project().write('mine/include/ATen/ATen.h', '// newer')
    const { stderr } = await rebuild(root)
    expect(stderr).toContain('the addon was built for another LibTorch')
  })

  test('is built again when its sources changed', async () => {
    const root = project().libtorch('mine', '2.13.0+cpu')
    builtFor(root, '2.13.0')
    const { stderr } = await rebuild(root)
    expect(stderr).toContain('building what changed of the addon')
  })
})

describe('the dependencies', () => {
  const lock = (version: string) =>
    JSON.stringify({
      packages: {
        '': {},
        'node_modules/a': { version },
        'node_modules/elsewhere': { version: '1.0.0', optional: true },
      },
    })

  async function state() {
    const { stdout } = await project().run('doctor.mjs')
    return stdout.match(/^Dependencies (.*)$/m)?.[1]
  }

  test('are compared with the lock file', async () => {
    rmSync(project().path('node_modules'))
    project().write('package-lock.json', lock('1.2.3'))
    expect(await state()).toBe('missing')
    mkdirSync(project().path('node_modules'))
    const installed = project().path('node_modules/.package-lock.json')
    writeFileSync(
      installed,
      JSON.stringify({ packages: { 'node_modules/a': { version: '1.2.3' } } }),
    )
    expect(await state()).toBe('installed')
    project().write('package-lock.json', lock('1.2.4'))
    expect(await state()).toBe('out of date')
  })

  test('npm that fails', async () => {
    rmSync(project().path('node_modules'))
    project().write('package-lock.json', lock('1.2.3'))
    project().tool('npm', 'echo "$*"; exit 7')
    const { code, stdout, stderr } = await project().run('build.mjs', {}, ['--addon'])
    expect(stdout).toMatch(/^ci --include=dev/)
    expect(stderr).toContain('npm ci failed (exit code 7)')
    expect(stderr).toContain('npm registry can be reached')
    expect(code).toBe(1)
  })
})
