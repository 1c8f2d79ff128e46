// Zip archives by hand, as torch.load takes them.

import { native } from '../../lib/native.js'

/** An archive of these records, and of the version that each has. */
export function zipped(records: Record<string, Uint8Array | string>): Uint8Array {
  const names = Object.keys(records)
  const bytes = names.map((name) => Buffer.from(records[name] as Uint8Array))
  return native.zipWrite(null, true, 64, names, bytes) as Uint8Array
}

/** A record of an archive. */
export function recordOf(file: Uint8Array, name: string): Buffer {
  const archive = native.zipOpen(file)
  try {
    return Buffer.from(native.zipRecord(archive, name))
  } finally {
    native.zipClose(archive)
  }
}

/** A pickle of protocol 2 of these opcodes. */
export function pickled(...parts: (string | number[])[]): Buffer {
  const bytes = parts.map((part) => Buffer.from(part as string, 'latin1'))
  return Buffer.concat([Buffer.of(0x80, 2), ...bytes, Buffer.from('.')])
}
