// @ts-check
// npm start [-- arguments]: sets up what is missing, then trains a network on digits.
import { join } from 'node:path'
import { buildDir } from './setup/paths.mjs'
import { runMain } from './setup/problem.mjs'
import { runNode } from './setup/run.mjs'
import { ensureExamples, setUp } from './setup/steps.mjs'

runMain(async () => {
  await setUp()
  await ensureExamples()
  const program = join(buildDir, 'examples', 'mnist', 'main.js')
  return await runNode(['--enable-source-maps', program, ...process.argv.slice(2)])
})
