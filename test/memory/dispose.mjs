/** Prints, as JSON, the resident memory in MB before a big tensor, with it, and without it. */
import { readFileSync } from 'node:fs'
import torch from 'torch-node'

const resident = () =>
  Math.round(Number(/VmRSS:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024)

function freedBy(release) {
  gc() // Else V8 may give back some of its own meanwhile.
  const before = resident()
  const big = torch.ones(64 * 2 ** 20) // 256 MB
  const view = big.view(8, -1)
  const held = resident()
  release(view)
  const half = resident()
  release(big)
  return { before, held, half, after: resident() }
}

torch.ones(1)
console.log(
  JSON.stringify({
    dispose: freedBy((x) => x.dispose()),
    using: freedBy((x) => x[Symbol.dispose]()),
  }),
)
