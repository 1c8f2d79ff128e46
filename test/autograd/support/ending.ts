import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** How a program of this folder ends; it is killed after a bounded time. */
export function ending(program: string, ...args: string[]): Record<string, unknown> {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, program), ...args],
    { encoding: 'utf8', timeout: 50_000, env: { ...process.env, OMP_NUM_THREADS: '1' } },
  )
  return { code: status, signal, stdout, stderr }
}
