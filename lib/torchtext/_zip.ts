// Unpacks zip files with what Node brings.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { crc32, inflateRawSync } from 'node:zlib'
import { RuntimeError } from '../errors.js'

const END = 0x06054b50
const ENTRY = 0x02014b50

function damaged(why: string): RuntimeError {
  return new RuntimeError(`this is no zip file that can be unpacked: ${why}`)
}

// Where the list of entries starts, and how many there are.
function directory(zip: Buffer): { at: number; count: number } {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 0xffff); at--) {
    if (zip.readUInt32LE(at) !== END) continue
    return { at: zip.readUInt32LE(at + 16), count: zip.readUInt16LE(at + 10) }
  }
  throw damaged('it has no directory')
}

interface Entry {
  readonly name: string
  readonly bytes: () => Buffer
}

function* entries(zip: Buffer): IterableIterator<Entry> {
  let { at, count } = directory(zip)
  for (; count > 0; count--) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY)
      throw damaged('its directory is cut')
    const [method, sum] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16)]
    const [packed, size] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)]
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    const local = zip.readUInt32LE(at + 42)
    const name = zip.toString('utf8', at + 46, at + 46 + (nameLength as number))
    at += 46 + (nameLength as number) + (extra as number) + (comment as number)
    const bytes = (): Buffer => {
      if (local + 30 > zip.length) throw damaged(`${name} lies outside`)
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      const raw = zip.subarray(start, start + packed)
      if (method !== 0 && method !== 8) throw damaged(`${name} is packed by method ${method}`)
      const data = method === 0 ? raw : inflateRawSync(raw, { maxOutputLength: Math.max(size, 1) })
      if (data.length !== size || crc32(data) !== sum) throw damaged(`${name} is damaged`)
      return data
    }
    yield { name, bytes }
  }
}

/** Unpacks all files of an archive below a folder; a name that leads out of it is an error. */
export function unzip(file: string, folder: string): void {
  const root = resolve(folder)
  for (const { name, bytes } of entries(readFileSync(file))) {
    const path = resolve(root, name)
    if (path !== root && !path.startsWith(root + sep)) throw damaged(`${name} leads out of it`)
    if (name.endsWith('/')) mkdirSync(path, { recursive: true })
    else {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes())
    }
  }
}
