// @ts-check
// npm run bench [-- --json FILE --only TEXT --rounds N]: speed here, in Python and in C++.
import { runMain } from './setup/problem.mjs'
import { ensureAddon, ensureDependencies, ensureLib } from './setup/steps.mjs'

runMain(async () => {
  await ensureDependencies()
  await ensureAddon()
  await ensureLib()
  const { bench } = await import('../test/bench/run.mjs')
  return bench(process.argv.slice(2))
})
