// Python's `os.makedirs`.

import { mkdirSync } from 'node:fs'
import { FileExistsError, NotADirectoryError } from '../../errors.js'

/** Makes a folder and those above it; a file in its place is a FileExistsError, one above it a NotADirectoryError. */
export function makedirs(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === 'EEXIST') {
      throw new FileExistsError(`[Errno 17] File exists: '${path}'`, { cause: error })
    }
    if (code === 'ENOTDIR') {
      throw new NotADirectoryError(`[Errno 20] Not a directory: '${path}'`, { cause: error })
    }
    throw error
  }
}
