import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { useProject } from './support/project.js'

const project = useProject()

/** Builds the addon for a LibTorch that is there, with what the test put on PATH. */
function build(env: Record<string, string> = {}) {
  return project().run(
    'build.mjs',
    { LIBTORCH: project().libtorch('libtorch', '2.13.0+cpu'), ...env },
    ['--addon'],
  )
}

describe('the tools that the addon is built with', () => {
  test('no compiler', async () => {
    project().tools()
    rmSync(join(project().bin, 'g++'))
    const { code, stderr } = await build()
    expect(code).toBe(1)
    expect(stderr).toContain(
      'No C++ compiler was found, and the native addon needs one.\nWhat to do next:',
    )
    expect(stderr).toMatch(/- Install it: /)
    expect(stderr).not.toContain('    at ')
  })

  test('a CXX that is not there', async () => {
    project().tools()
    const { code, stderr } = await build({ CXX: 'my-g++' })
    expect(code).toBe(1)
    expect(stderr).toContain("No C++ compiler was found (CXX is set to 'my-g++')")
  })

  test.each([
    ['g++ (Ubuntu 9.4.0-1ubuntu1) 9.4.0', 'gcc 11 or later'],
    ['Ubuntu clang version 12.0.0-3', 'clang 14 or later'],
  ])('an old compiler: %s', async (version, needed) => {
    project().tools()
    project().tool('g++', `echo "${version}"`)
    const { code, stderr } = await build()
    expect(code).toBe(1)
    expect(stderr).toContain(`The C++ compiler is too old: ${version}`)
    expect(stderr).toContain(needed)
  })

  test('no cmake', async () => {
    project().tools()
    rmSync(join(project().bin, 'cmake'))
    const { code, stderr } = await build()
    expect(code).toBe(1)
    expect(stderr).toContain('cmake was not found, and the native addon is built with it.')
    expect(stderr).toContain('python3 -m pip install cmake')
  })

  test('an old cmake', async () => {
    project().tools()
    project().tool('cmake', 'echo "cmake version 3.16.3"')
    const { code, stderr } = await build()
    expect(code).toBe(1)
    expect(stderr).toContain('cmake 3.16.3 is too old: 3.18 is needed.')
  })

  test('nothing to drive the compiler', async () => {
    project().tools()
    rmSync(join(project().bin, 'ninja'))
    const { code, stderr } = await build()
    expect(code).toBe(1)
    expect(stderr).toContain('Neither ninja nor make was found')
  })

  test('a build that fails shows the messages and where to look', async () => {
    project().tools()
    project().tool(
      'cmake',
      'case "$1" in --version) echo "cmake version 3.25.1";; *) echo "the reason" >&2; exit 1;; esac',
    )
    const { code, stderr } = await build()
    expect(code).toBe(1)
    expect(stderr).toContain('the reason')
    expect(stderr).toContain('cmake-js configure failed')
    expect(stderr).toContain('npm run doctor')
  })
})
