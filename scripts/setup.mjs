// @ts-check
// Brings whatever a fresh clone lacks; npm start and npm test do the same by themselves.
import { runMain } from './setup/problem.mjs'
import { say } from './setup/progress.mjs'
import { setUp } from './setup/steps.mjs'

runMain(async () => {
  await setUp()
  say('ready')
  return 0
})
