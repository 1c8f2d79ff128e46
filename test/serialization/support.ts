// What the tests of files share.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import torch from 'torch-node'
import { BytesIO } from 'torch-node/io'

interface Golden {
  cases: Record<string, { file: string; value: unknown; legacy?: string }>
  tar: string
  training: string
  trained: string
  safetensors: Record<string, string>
  data: Record<string, { file: string; value: unknown }>
}

const path = join(__dirname, '..', 'golden', 'serialization.gz')
/** What scripts/golden/serialization.py wrote. */
export const golden = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Golden

export const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(text, 'base64'))

/** The file of a value. */
export function fileOf(value: unknown, options = {}): Uint8Array<ArrayBuffer> {
  const buffer = new BytesIO()
  torch.save(value, buffer, options)
  return buffer.getvalue()
}

/** The error that a function throws, as `[name, message]`. */
export function errorOf(body: () => unknown): [string, string] {
  try {
    body()
  } catch (error) {
    const { name, message } = error as Error
    return [name, message]
  }
  throw new Error('nothing was thrown')
}

/** A folder for the tests of a file. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'torch-node-files-'))
  afterAll(() => rmSync(made, { recursive: true, force: true }))
  return made
}
