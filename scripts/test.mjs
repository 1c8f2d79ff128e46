// @ts-check
// npm test [-- arguments of jest]: sets up what is missing, then runs the tests.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './setup/paths.mjs'
import { runMain } from './setup/problem.mjs'
import { runNode } from './setup/run.mjs'
import { ensureExamples, setUp } from './setup/steps.mjs'

runMain(async () => {
  await setUp()
  await ensureExamples()
  const require = createRequire(import.meta.url)
  const jest = join(dirname(require.resolve('jest/package.json')), 'bin', 'jest.js')
  return await runNode([jest, ...process.argv.slice(2)], { cwd: root })
})
