// @ts-check
// npm run build [-- --addon | --lib]: compiles what changed.
import { runMain } from './setup/problem.mjs'
import { ensureAddon, ensureDependencies, ensureLib } from './setup/steps.mjs'

runMain(async () => {
  const only = process.argv.slice(2)
  await ensureDependencies()
  if (!only.includes('--lib')) await ensureAddon()
  if (!only.includes('--addon')) await ensureLib({ strict: true })
  return 0
})
