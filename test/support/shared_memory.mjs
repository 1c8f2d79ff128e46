// A long synchronous loop over memory that tensors and arrays share; prints the peak of resident memory.
import { existsSync, readFileSync } from 'node:fs'
import torch from 'torch-node'

const programs = {
  numpy() {
    for (let i = 0; i < 8000; i++) torch.ones(25_000).numpy()
  },
  // Fewer than the 64 after which a buffer looks for dead ones by itself.
  numpy_large() {
    for (let i = 0; i < 60; i++) torch.ones(4_000_000).numpy()
  },
  from_numpy() {
    for (let i = 0; i < 1000; i++) torch.from_numpy(new Float32Array(1e6))
  },
}

programs[/** @type {keyof typeof programs} */ (process.argv[2])]()
// Not resourceUsage().maxRSS: Linux counts in it what the process that forked this one held.
const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
const peak = /VmHWM:\s*(\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS
console.log(Number(peak) * 1024)
