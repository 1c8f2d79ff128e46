import { useProject } from './support/project.js'

const project = useProject()
const find = (env: Record<string, string>) => project().run('libtorch.mjs', env)

describe('LIBTORCH', () => {
  test('an unpacked zip', async () => {
    const folder = project().libtorch('mine', '2.13.0+cpu')
    const { code, stdout } = await find({ LIBTORCH: folder })
    expect(stdout).toBe(`LibTorch 2.13.0 (cpu), LIBTORCH\n${folder}\n`)
    expect(code).toBe(0)
  })

  test('the folder that the zip was unpacked in', async () => {
    project().libtorch('downloads/libtorch', '2.12.1+cu130')
    const { stdout } = await find({ LIBTORCH: project().path('downloads') })
    expect(stdout).toBe(
      `LibTorch 2.12.1 (cu130), LIBTORCH\n${project().path('downloads/libtorch')}\n`,
    )
  })

  test("a Python environment's torch", async () => {
    project().write('site-packages/torch/include/ATen/ATen.h')
    project().write('site-packages/torch/lib/libtorch_cpu.so')
    project().write(
      'site-packages/torch/version.py',
      "__version__ = '2.14.1+cu130'\ncuda = '13.0'\n",
    )
    const { stdout } = await find({ LIBTORCH: project().path('site-packages/torch') })
    expect(stdout).toContain('LibTorch 2.14.1 (cu130), LIBTORCH')
  })

  test('a folder whose headers alone tell the version', async () => {
    project().write('mine/include/ATen/ATen.h')
    project().write('mine/lib/libtorch_cpu.so')
    project().write('mine/lib/libtorch_cuda.so')
    project().write(
      'mine/include/torch/headeronly/version.h',
      '#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 11\n#define TORCH_VERSION_PATCH 0\n',
    )
    const { stdout } = await find({ LIBTORCH: project().path('mine') })
    expect(stdout).toContain('LibTorch 2.11.0 (cuda), LIBTORCH')
  })

  test('a folder without LibTorch is an error, not passed over', async () => {
    project().libtorch('cache/libtorch-2.13.0-linux-x64-cpu/torch', '2.13.0+cpu')
    const { code, stderr } = await find({ LIBTORCH: project().bin })
    expect(code).toBe(1)
    expect(stderr).toContain(`LIBTORCH is '${project().bin}', which holds no LibTorch`)
    expect(stderr).toContain('import torch; print(torch.__path__[0])')
  })

  test.each(['2.10.0', '2.15.0', '1.13.1', '3.0.0'])('version %s is refused', async (version) => {
    const { code, stderr } = await find({ LIBTORCH: project().libtorch('mine', version) })
    expect(code).toBe(1)
    expect(stderr).toContain(`LIBTORCH is LibTorch ${version}; torch-node works with 2.11 to 2.14`)
    expect(stderr).toContain('Unset LIBTORCH to have 2.13.0 fetched.')
  })

  test('a version other than the one asked for', async () => {
    const folder = project().libtorch('mine', '2.13.0+cpu')
    const { code, stderr } = await find({ LIBTORCH: folder, TORCH_NODE_TORCH_VERSION: '2.12.0' })
    expect(code).toBe(1)
    expect(stderr).toContain(
      'LIBTORCH is LibTorch 2.13.0, but TORCH_NODE_TORCH_VERSION asks for 2.12.0.',
    )
  })
})

describe('what is asked for', () => {
  test.each(['2.9.0', '2.13', 'latest'])(
    'TORCH_NODE_TORCH_VERSION=%s is refused',
    async (version) => {
      const { code, stderr } = await find({ TORCH_NODE_TORCH_VERSION: version })
      expect(code).toBe(1)
      expect(stderr).toContain(`TORCH_NODE_TORCH_VERSION is LibTorch ${version}`)
    },
  )

  test('a variant that does not exist', async () => {
    const { code, stderr } = await find({ TORCH_NODE_VARIANT: 'gpu' })
    expect(code).toBe(1)
    expect(stderr).toContain("TORCH_NODE_VARIANT is 'gpu', which names no build of LibTorch.")
  })
})

describe('the cache', () => {
  const platform = `${process.platform}-${process.arch}`

  test('is keyed by version, platform and variant', async () => {
    const cpu = project().libtorch(`cache/libtorch-2.13.0-${platform}-cpu/torch`, '2.13.0+cpu')
    const cuda = project().libtorch(`cache/libtorch-2.12.0-${platform}-cu130/torch`, '2.12.0+cu130')
    expect((await find({})).stdout).toContain(`(cpu), cache (origin unknown)\n${cpu}\n`)
    const other = { TORCH_NODE_TORCH_VERSION: '2.12.0', TORCH_NODE_VARIANT: 'cu130' }
    expect((await find(other)).stdout).toContain(
      `LibTorch 2.12.0 (cu130), cache (origin unknown)\n${cuda}\n`,
    )
  })

  test('no python and no network: the error tells what was tried and what to do', async () => {
    const start = Date.now()
    const { code, stderr } = await find({})
    expect(code).toBe(1)
    expect(stderr).toContain('LibTorch 2.13.0 (cpu) is not here and could not be fetched. Tried:')
    expect(stderr).toContain('LIBTORCH: not set')
    expect(stderr).toContain(`cache: nothing in ${project().cache}`)
    expect(stderr).toContain('127.0.0.1:1 cannot be reached')
    expect(stderr).toContain('python3 was not found')
    expect(stderr).toContain('LIBTORCH=/path/to/libtorch npm start')
    expect(Date.now() - start).toBeLessThan(5000)
  })

  test('a cache that cannot be written', async () => {
    const cache = project().write('a-file')
    const { code, stderr } = await find({ TORCH_NODE_CACHE: cache })
    expect(code).toBe(1)
    expect(stderr).toContain(`LibTorch cannot be stored in ${cache}: E`)
    expect(stderr).toContain('TORCH_NODE_CACHE=/path/to/folder npm start')
  })

  test('a python without pip', async () => {
    project().tool('python3', 'case "$*" in --version) echo "Python 3.11.2";; *) exit 1;; esac')
    const { stderr } = await find({})
    expect(stderr).toContain('python3 has no pip')
  })
})
