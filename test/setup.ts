// All test files of a worker share one loaded addon, and with it what belongs to the thread or the process: each file
// leaves it as it found it. The addon is spoken to directly, because lib is loaded anew for every file.

import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

interface Addon {
  setGradEnabled(enabled: boolean): void
  setAutocastEnabled(device_type: string, enabled: boolean): void
  setAutocastCacheEnabled(enabled: boolean): void
  setDefaultDtype(dtype: { _k: number }): void
  setDefaultDevice(device: null): void
  setDeterministic(mode: boolean, warn_only: boolean): void
  setNumThreads(count: number): void
  getNumThreads(): number
}

const path = join(__dirname, '..', 'build', 'Release', 'torch_node.node')
const addon = existsSync(path) ? (createRequire(__filename)(path) as Addon) : undefined
const threads = addon?.getNumThreads() ?? 1
const float32 = { _k: 256 + 6 }

afterAll(() => {
  addon?.setGradEnabled(true)
  addon?.setAutocastEnabled('cpu', false)
  addon?.setAutocastEnabled('cuda', false)
  addon?.setAutocastCacheEnabled(true)
  addon?.setDefaultDtype(float32)
  addon?.setDefaultDevice(null)
  addon?.setDeterministic(false, false)
  addon?.setNumThreads(threads)
})
