/** MNIST's file format, "idx": a magic number, the sizes, then the bytes; gzipped or not. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { UserError } from './errors.js'

/** An array of unsigned bytes, in C order. */
export interface IdxArray {
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

/** The third byte of the magic number: the element type "unsigned byte". */
const UBYTE = 0x08

/** Reads an idx file of unsigned bytes. */
export function readIdx(path: string): IdxArray {
  const file = readFileSync(path)
  const bad = (why: string) =>
    new UserError(`${path} is not a whole idx file (${why}). Delete it and get it again.`)
  let bytes = file
  if (file[0] === 0x1f && file[1] === 0x8b) {
    try {
      bytes = gunzipSync(file)
    } catch (error) {
      throw bad((error as Error).message)
    }
  }
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) throw bad('wrong magic number')
  if (bytes[2] !== UBYTE) throw bad(`element type ${bytes[2]}, not unsigned byte`)
  const dimensions = bytes[3]
  const start = 4 + 4 * dimensions
  if (bytes.length < start) throw bad('cut short in its header')
  const shape = Array.from({ length: dimensions }, (_, i) => bytes.readUInt32BE(4 + 4 * i))
  const count = shape.reduce((a, b) => a * b, 1)
  if (bytes.length !== start + count) {
    throw bad(`${bytes.length - start} bytes of data where ${shape.join('x')} = ${count} belong`)
  }
  // A copy of its own: the tensor made of it shares this memory, and nothing else should.
  return { shape, data: new Uint8Array(bytes.subarray(start)) }
}

/** Writes an idx file of unsigned bytes, gzipped if the name ends in `.gz`. */
export function writeIdx(path: string, { shape, data }: IdxArray): void {
  const header = Buffer.alloc(4 + 4 * shape.length)
  header[2] = UBYTE
  header[3] = shape.length
  shape.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i)
  })
  const bytes = Buffer.concat([header, data])
  // Under another name first: an interrupted run must not leave half a file that looks whole.
  writeFileSync(`${path}.part`, path.endsWith('.gz') ? gzipSync(bytes) : bytes)
  renameSync(`${path}.part`, path)
}
