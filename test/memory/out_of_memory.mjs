/**
 * Runs under a limit of its address space and prints, as JSON, what each allocation met:
 * one that only fits after a full collection, one that never fits, and one after that.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import torch from 'torch-node'

const MB = 2 ** 20
/** Above 32 MB malloc gives a block its own mapping, and takes it away when it is freed. */
const BLOCK = 64 * MB

const bytes = (count) => torch.empty(count, { dtype: torch.uint8 })

/** What `make` threw, or null. */
function attempt(make) {
  try {
    make()
    return null
  } catch (error) {
    const { name, message } = error
    const classes = [torch.OutOfMemoryError, globalThis.Error].map((type) => error instanceof type)
    return { name, message, classes }
  }
}

// Old, dead wrappers: alive through what collections the blocks caused, let go without another.
// Nothing but a full collection finds them.
let blocks = []
for (let i = 0; i < 6; i++) blocks.push(bytes(BLOCK))
globalThis.gc({ type: 'minor' })
globalThis.gc({ type: 'minor' })
blocks = null
await setImmediate()

const size = Number(/VmSize:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
// Room for V8 to work in, less than one block more.
const limit = size + BLOCK - 8 * MB
execFileSync('prlimit', ['--pid', String(process.pid), `--as=${limit}`])

const fits = attempt(() => bytes(2 * BLOCK).dispose())
const never = attempt(() => bytes(limit))
const absurd = attempt(() => torch.empty(2 ** 45))
const after = attempt(() => bytes(BLOCK).dispose())
console.log(JSON.stringify({ fits, never, absurd, after }))
