// @ts-check
// npm run check: everything that CI does. Goes on after a failure, and ends with `N passed, N failed`.

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildDir, root } from './setup/paths.mjs'
import { runMain } from './setup/problem.mjs'
import { run } from './setup/run.mjs'
import { readJson } from './setup/stamp.mjs'

const report = join(buildDir, 'jest.json')

/** @type {{ name: string, command: [string, ...string[]] }[]} each counts as one test */
const checks = [
  { name: 'lint', command: ['npm', 'run', 'lint'] },
  { name: 'types', command: ['npm', 'run', 'typecheck'] },
  { name: 'generated files', command: [process.execPath, 'scripts/generate/index.mjs', '--check'] },
]

/** @param {[string, ...string[]]} command */
async function succeeds([program, ...args]) {
  const code = await run(program, args, { cwd: root, shell: process.platform === 'win32' })
  return code === 0
}

runMain(async () => {
  mkdirSync(buildDir, { recursive: true })
  rmSync(report, { force: true })
  const outcome = { passed: 0, failed: 0 }

  const ended = await succeeds(['npm', 'test', '--', '--json', `--outputFile=${report}`])
  const tests = readJson(report)
  outcome.passed += tests?.numPassedTests ?? 0
  // A suite that cannot even be loaded has no tests that could fail.
  outcome.failed += (tests?.numFailedTests ?? 0) + (tests?.numRuntimeErrorTestSuites ?? 0)
  if (!ended && outcome.failed === 0) outcome.failed++

  const lines = [`tests: ${outcome.passed} passed, ${outcome.failed} failed`]
  for (const { name, command } of checks) {
    console.log(`\n== ${name}`)
    const passed = await succeeds(command)
    outcome[passed ? 'passed' : 'failed']++
    lines.push(`${name}: ${passed ? 'passed' : 'failed'}`)
  }
  console.log(`\n${lines.join('\n')}\n${outcome.passed} passed, ${outcome.failed} failed`)
  return outcome.failed === 0 ? 0 : 1
})
