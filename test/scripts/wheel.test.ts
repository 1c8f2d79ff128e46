import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { useProject } from './support/project.js'
import { torchWheel } from './support/zip.js'

const project = useProject()
const folder = `libtorch-2.13.0-${process.platform}-${process.arch}-cpu`

/** A python3 whose pip looks for wheels in `shelf` only, and notes how it was called. */
function python(config = "global.find-links='shelf'") {
  project().tool(
    'python3',
    'case "$*" in',
    '--version) echo "Python 3.11.2";;',
    '"-m pip --version") echo "pip 25";;',
    `"-m pip config list") echo "global.index-url='http://127.0.0.1:1/simple'"; echo "${config}";;`,
    '*) echo "$*" >> pip.log',
    '  for last; do case "$last" in torch==*) wanted=$(echo "$last" | /usr/bin/cut -c8-);; esac; done',
    '  while [ "$1" != --dest ]; do shift; done',
    '  if [ -f "shelf/torch-$wanted-any.whl" ]; then exec /bin/cp "shelf/torch-$wanted-any.whl" "$2"; fi',
    '  echo "ERROR: No matching distribution found for torch==$wanted" >&2; exit 1;;',
    'esac',
  )
}

const fetch = (env: Record<string, string> = {}) => project().run('libtorch.mjs', env)

describe('the PyTorch wheel', () => {
  test('its LibTorch is unpacked when the zip is out of reach', async () => {
    python()
    project().write('shelf/torch-2.13.0+cpu-any.whl', torchWheel('2.13.0+cpu'))
    const { code, stdout, stderr } = await fetch()
    const torch = join(project().cache, folder, 'torch')
    expect(stderr).toContain('127.0.0.1:1 cannot be reached')
    expect(stdout).toBe(
      `LibTorch 2.13.0 (cpu), cache (PyTorch wheel through pip, torch-2.13.0+cpu-any.whl)\n${torch}\n`,
    )
    expect(code).toBe(0)
    expect(readdirSync(torch).sort()).toEqual(['include', 'lib', 'version.py'])
    expect(readdirSync(join(project().cache, folder)).sort()).toEqual(['source.json', 'torch'])
    // The index did not answer, the folder of wheels is what is left.
    expect(readFileSync(project().path('pip.log'), 'utf8')).toMatch(
      /^-m pip download --no-deps .*--no-index/,
    )
  })

  test("an index of the user's own is asked when the first does not answer", async () => {
    python("global.extra-index-url='http://127.0.0.1:1/more file:///'")
    project().write('shelf/torch-2.13.0+cpu-any.whl', torchWheel('2.13.0+cpu'))
    expect((await fetch()).code).toBe(0)
    expect(readFileSync(project().path('pip.log'), 'utf8')).toContain('--index-url file:/// ')
  })

  test('one without a label will do', async () => {
    python()
    project().write('shelf/torch-2.13.0-any.whl', torchWheel('2.13.0'))
    expect((await fetch()).stdout).toContain('LibTorch 2.13.0 (cpu), cache')
  })

  test('a CUDA build is refused when the CPU build is wanted', async () => {
    python()
    project().write('shelf/torch-2.13.0-any.whl', torchWheel('2.13.0+cu130'))
    const { code, stderr } = await fetch()
    expect(code).toBe(1)
    expect(stderr).toContain('it is the cu130 build, not cpu')
  })

  test('a file that differs from its SHA-256 in RECORD is a broken download', async () => {
    python()
    const wheel = torchWheel('2.13.0+cpu', { 'torch/lib/libtorch_cpu.so': 'tampered' })
    project().write('shelf/torch-2.13.0+cpu-any.whl', wheel)
    const { code, stderr } = await fetch()
    expect(code).toBe(1)
    expect(stderr).toContain(
      'the download of torch-2.13.0+cpu-any.whl is broken: torch/lib/libtorch_cpu.so in it differs from its SHA-256',
    )
    expect(existsSync(join(project().cache, folder))).toBe(false)
  })

  test('an index that cannot be reached is not left to pip, which tries for minutes', async () => {
    python('')
    const { code, stderr } = await fetch()
    expect(code).toBe(1)
    expect(stderr).toContain("pip's index 127.0.0.1:1 cannot be reached")
    expect(existsSync(project().path('pip.log'))).toBe(false)
  })

  test("pip's own reason is shown", async () => {
    python()
    const { code, stderr } = await fetch()
    expect(code).toBe(1)
    expect(stderr).toContain(
      'pip download failed: ERROR: No matching distribution found for torch==2.13.0',
    )
  })
})
