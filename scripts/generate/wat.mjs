// @ts-check
/** Assembles lib/PIL/_resample.wat: WebAssembly has instructions for vectors, which JavaScript lacks. */
import { readFileSync } from 'node:fs'
import loadWabt from 'wabt'

const source = new URL('../../lib/PIL/_resample.wat', import.meta.url)

/** The text of lib/PIL/_resample_wasm.ts. */
export async function assembled() {
  const wabt = await loadWabt()
  const module = wabt.parseWat('_resample.wat', readFileSync(source, 'utf8'))
  const { buffer } = module.toBinary({})
  const base64 = Buffer.from(buffer).toString('base64')
  return `// Written by scripts/generate from _resample.wat.\n\nexport const program =\n  '${base64}'\n`
}
