// @ts-check
// Reads zip files with nothing but Node: a user may have neither unzip nor Python, and the zip of a
// CUDA build is larger than 4 GB (zip64).
import {
  closeSync,
  createReadStream,
  createWriteStream,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} method 0 stored, 8 deflated
 * @property {number} crc
 * @property {number} packed bytes
 * @property {number} size bytes
 * @property {number} offset of its local header
 * @property {number} mode of the file in Unix, 0 if not known
 */

const streamAbove = 8_000_000

/** @param {number} fd @param {number} position @param {number} length */
function readAt(fd, position, length) {
  const buffer = Buffer.allocUnsafe(length)
  if (readSync(fd, buffer, 0, length, position) !== length) throw new Error('it ends too early')
  return buffer
}

/** @param {string} file @returns {Entry[]} in the order of the archive */
export function readDirectory(file) {
  const fd = openSync(file, 'r')
  try {
    const { start, length } = findDirectory(fd)
    const directory = readAt(fd, start, length)
    const entries = []
    for (let at = 0; at < length; ) {
      if (directory.readUInt32LE(at) !== 0x02014b50) throw new Error('its directory is damaged')
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
        directory.readUInt16LE(at + field),
      )
      const extraAt = at + 46 + /** @type {number} */ (nameLength)
      const end = extraAt + /** @type {number} */ (extraLength)
      const sizes = wideSizes(
        directory.subarray(extraAt, end),
        directory.readUInt32LE(at + 24),
        directory.readUInt32LE(at + 20),
        directory.readUInt32LE(at + 42),
      )
      entries.push({
        name: directory.toString('utf8', at + 46, extraAt),
        method: directory.readUInt16LE(at + 10),
        crc: directory.readUInt32LE(at + 16),
        mode: directory.readUInt32LE(at + 38) >>> 16,
        ...sizes,
      })
      at = end + /** @type {number} */ (commentLength)
    }
    return entries
  } finally {
    closeSync(fd)
  }
}

/** @param {number} fd */
function findDirectory(fd) {
  const fileSize = fstatSync(fd).size
  const tailAt = Math.max(0, fileSize - 65_557)
  const tail = readAt(fd, tailAt, fileSize - tailAt)
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (at < 0) throw new Error('it is no complete zip file')
  const locator = at - 20
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) {
    return { length: tail.readUInt32LE(at + 12), start: tail.readUInt32LE(at + 16) }
  }
  const wide = readAt(fd, Number(tail.readBigUInt64LE(locator + 8)), 56)
  return { length: Number(wide.readBigUInt64LE(40)), start: Number(wide.readBigUInt64LE(48)) }
}

/**
 * Fields of 2^32-1 stand for 64-bit values in the zip64 extra field, in this order.
 * @param {Buffer} extra @param {number} size @param {number} packed @param {number} offset
 */
function wideSizes(extra, size, packed, offset) {
  const values = [size, packed, offset]
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let field = at + 4
    for (const [i, value] of values.entries()) {
      if (value !== 0xffffffff) continue
      values[i] = Number(extra.readBigUInt64LE(field))
      field += 8
    }
  }
  return { size: values[0] ?? 0, packed: values[1] ?? 0, offset: values[2] ?? 0 }
}

/**
 * Unpacks entries and compares each with its checksum.
 * @param {string} file @param {Entry[]} entries @param {string} folder
 * @param {(content: Buffer, entry: Entry) => void} onData sees all bytes, in order
 */
export async function extract(file, entries, folder, onData) {
  const fd = openSync(file, 'r')
  try {
    for (const entry of entries) {
      if (entry.name.endsWith('/')) continue
      const target = join(folder, ...safeParts(entry.name))
      mkdirSync(dirname(target), { recursive: true })
      const header = readAt(fd, entry.offset, 30)
      const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
      const crc = await (entry.size > streamAbove ? extractLarge : extractSmall)(
        fd,
        file,
        start,
        entry,
        target,
        onData,
      )
      if (crc !== entry.crc) throw new Error(`${entry.name} in it is damaged`)
    }
  } finally {
    closeSync(fd)
  }
}

/** @typedef {(fd: number, file: string, start: number, entry: Entry, target: string, onData: (content: Buffer, entry: Entry) => void) => Promise<number>} Extractor */

/** @type {Extractor} 9,000 headers: a stream for each would take longer than their unpacking. */
async function extractSmall(fd, _file, start, entry, target, onData) {
  const packed = readAt(fd, start, entry.packed)
  const content = entry.method === 8 ? inflateRawSync(packed) : packed
  onData(content, entry)
  if ((entry.mode & 0o170000) === 0o120000) symlinkSync(content.toString(), target)
  else writeFileSync(target, content, { mode: fileMode(entry) })
  return crc32(content)
}

/** @type {Extractor} */
async function extractLarge(_fd, file, start, entry, target, onData) {
  let crc = 0
  await pipeline(
    createReadStream(file, { start, end: start + entry.packed - 1 }),
    entry.method === 8 ? createInflateRaw({ chunkSize: 1 << 18 }) : new PassThrough(),
    async function* (chunks) {
      for await (const chunk of chunks) {
        crc = crc32(chunk, crc)
        onData(chunk, entry)
        yield chunk
      }
    },
    createWriteStream(target, { mode: fileMode(entry) }),
  )
  return crc
}

/** @param {Entry} entry */
function fileMode(entry) {
  return entry.mode & 0o111 ? 0o755 : 0o644
}

/** @param {string} name @returns {string[]} */
function safeParts(name) {
  const parts = name.split('/')
  if (parts.includes('..') || parts[0] === '' || name.includes('\\') || name.includes(':')) {
    throw new Error(`${name} in it leads out of the folder`)
  }
  return parts
}
