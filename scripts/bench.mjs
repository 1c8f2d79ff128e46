// @ts-check
// npm run bench [-- arguments]: sets up what is missing, then compares speed with Python and C++.
import { join } from 'node:path'
import { root } from './setup/paths.mjs'
import { runMain } from './setup/problem.mjs'
import { runNode } from './setup/run.mjs'
import { setUp } from './setup/steps.mjs'

runMain(async () => {
  await setUp()
  return await runNode([join(root, 'test', 'bench', 'run.mjs'), ...process.argv.slice(2)])
})
