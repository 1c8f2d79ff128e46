import { useProject } from './support/project.js'

const project = useProject()

/** An npm whose tests write the given report of jest, and whose other scripts succeed or fail. */
function npm(report: object | undefined, exits: { test: number; lint: number; typecheck: number }) {
  project().tool(
    'npm',
    'case "$*" in',
    `test*) ${report ? `echo '${JSON.stringify(report)}' > build/jest.json;` : ''} exit ${exits.test};;`,
    `"run lint") exit ${exits.lint};;`,
    `"run typecheck") exit ${exits.typecheck};;`,
    'esac',
    'exit 1',
  )
}

async function lastLine() {
  const { code, stdout } = await project().run('check.mjs')
  return [stdout.trim().split('\n').at(-1), code]
}

const fine = { test: 0, lint: 0, typecheck: 0 }
const tests = { numPassedTests: 40, numFailedTests: 0, numRuntimeErrorTestSuites: 0 }

describe('npm run check', () => {
  beforeEach(() => {
    project().write(
      'scripts/generate/index.mjs',
      'process.exitCode = process.argv[2] === "--check" ? 0 : 1',
    )
  })

  test('counts the tests and each further check', async () => {
    npm(tests, fine)
    expect(await lastLine()).toEqual(['43 passed, 0 failed', 0])
  })

  test('goes on after failures', async () => {
    npm({ ...tests, numFailedTests: 2 }, { test: 1, lint: 1, typecheck: 0 })
    expect(await lastLine()).toEqual(['42 passed, 3 failed', 1])
  })

  test('a suite that cannot be loaded is a failure', async () => {
    npm({ ...tests, numRuntimeErrorTestSuites: 1 }, { ...fine, test: 1 })
    expect(await lastLine()).toEqual(['43 passed, 1 failed', 1])
  })

  test('a set-up that fails is a failure, and an old report is not counted', async () => {
    project().write('build/jest.json', JSON.stringify(tests))
    npm(undefined, { ...fine, test: 1 })
    expect(await lastLine()).toEqual(['3 passed, 1 failed', 1])
  })

  test('tests that pass under a jest that fails', async () => {
    npm(tests, { ...fine, test: 1 })
    expect(await lastLine()).toEqual(['43 passed, 1 failed', 1])
  })
})
