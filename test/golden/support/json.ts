// Goldens that are JSON, compressed; numbers that JSON has not are `{"f": "inf"}`, as scripts/golden/encode.py writes them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** What a script of scripts/golden wrote to test/golden. */
export function readJson<T>(name: string): T {
  return JSON.parse(gunzipSync(readFileSync(join(__dirname, '..', name))).toString()) as T
}

/** A number as the goldens have it. */
export function encodeNumber(value: number): unknown {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value
  if (Number.isNaN(value)) return { f: 'nan' }
  return { f: value === 0 ? '-0' : value > 0 ? 'inf' : '-inf' }
}
