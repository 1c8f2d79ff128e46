// @ts-check
// npm run bench [-- arguments]: sets up what is missing, then compares speed with Python and C++.
import { runMain } from './setup/problem.mjs'
import { setUp } from './setup/steps.mjs'

runMain(async () => {
  await setUp()
  const { bench } = await import('../test/bench/run.mjs')
  await bench(process.argv.slice(2))
})
