// The memory of storages as bytes that Node reads into and writes from.

import { statSync, unlinkSync } from 'node:fs'
import { operator } from '../_ops.js'
import { type dtype, uint8 } from '../dtype.js'
import { RuntimeError } from '../errors.js'
import { native } from '../native.js'
import { UntypedStorage } from '../storage.js'
import type { Tensor } from '../types.js'
import type { Input } from './files.js'

// What one typed array shows: not all of Node's can be larger.
const pieceSize = 2 ** 30

/** A new storage of the CPU, its bytes left as they are. */
export function emptyStorage(bytes: number): UntypedStorage {
  return new UntypedStorage(bytes, { device: 'cpu' })
}

/** A storage that a tensor of bytes is the whole of. */
export function storageOf(bytes: Tensor): UntypedStorage {
  return bytes.untyped_storage()
}

// Files that were mapped, by device and number.
const mapped = new Set<string>()

function identityOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true })
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`
}

/**
 * To be called before a file is written: one that is mapped must not become shorter, for who reads its memory then is
 * killed. It is removed, and lives on for those who have it mapped.
 */
export function letGo(path: string): void {
  const identity = identityOf(path)
  if (identity !== null && mapped.has(identity)) unlinkSync(path)
}

const fromFile = operator<(path: string, ...args: unknown[]) => Tensor>('from_file')

/**
 * A whole file as memory: its bytes are read when they are looked at. With `shared` what is written goes to the file;
 * without, to memory.
 */
export function mapFile(path: string, shared: boolean): UntypedStorage {
  mapped.add(identityOf(path) as string)
  return storageOf(fromFile(path, shared, statSync(path).size, { dtype: uint8 }))
}

/** Part of a storage, on the same memory. */
export function partOf(storage: UntypedStorage, start: number, stop: number): UntypedStorage {
  return storageOf(native.storageSlice(storage._on._h, start, stop))
}

/** Calls `body` with the bytes of a CPU storage, or some of them, a piece at a time. */
export function forPieces(
  storage: UntypedStorage,
  body: (bytes: Uint8Array) => void,
  start = 0,
  stop: number = storage.nbytes(),
): void {
  for (let at = start; at < stop; at += pieceSize) {
    const piece = partOf(storage, at, Math.min(at + pieceSize, stop))
    const { data } = native.numpyData(piece._on._h, true)
    body(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
}

/** The error of a file that ends too early. */
export function tooShort(missing: number): RuntimeError {
  return new RuntimeError(
    `unexpected EOF, expected ${missing} more bytes. The file might be corrupted.`,
  )
}

/** A storage of that many bytes, which the rest of the file must hold. */
export function roomFor(input: Input, bytes: number): UntypedStorage {
  if (bytes > input.size) throw tooShort(bytes - input.size)
  return emptyStorage(bytes)
}

/** Reads the whole of a CPU storage. */
export function readPieces(input: Input, storage: UntypedStorage): void {
  forPieces(storage, (piece) => {
    const count = input.readInto(piece)
    if (count < piece.length) throw tooShort(piece.length - count)
  })
}

/** An integer of 64 bits. */
export function readCount(input: Input): number {
  const bytes = input.read(8)
  if (bytes.length < 8) throw tooShort(8 - bytes.length)
  return Number(bytes.readBigInt64LE())
}

/** Turns the bytes of each element round: those of each half for complex numbers. */
export function byteswap(storage: UntypedStorage, type: dtype): void {
  const width = type.is_complex ? type.itemsize / 2 : type.itemsize
  if (type === uint8 || width === 1) return
  forPieces(storage, (bytes) => {
    const whole = bytes.byteLength - (bytes.byteLength % width)
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, whole)
    if (width === 2) buffer.swap16()
    else if (width === 4) buffer.swap32()
    else buffer.swap64()
  })
}
