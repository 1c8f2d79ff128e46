// @ts-check
import { inspectLibtorch } from './setup/inspect.mjs'
export async function ensureLibtorch() {
  return { ...inspectLibtorch(process.env.LIBTORCH ?? ''), source: 'LIBTORCH' }
}
