// Check sums of files.

import { createHash } from 'node:crypto'
import { closeSync, openSync, type PathLike, readSync } from 'node:fs'

/** The check sum of a file in hexadecimal digits; so many bytes are read at a time. */
export function fileDigest(
  path: PathLike,
  algorithm: 'md5' | 'sha256',
  chunkSize = 1 << 20,
): string {
  const hash = createHash(algorithm)
  const chunk = Buffer.allocUnsafe(chunkSize)
  const file = openSync(path, 'r')
  try {
    for (let count = readSync(file, chunk); count > 0; count = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, count))
    }
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}
