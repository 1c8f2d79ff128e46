// Mirrors tensorboard/summary/writer/record_writer.py.

/** Where a {@link RecordWriter} writes. */
export interface ByteSink {
  write(data: Uint8Array): unknown
  flush(): unknown
  close(): unknown
  readonly closed?: boolean
}

const castagnoli = 0x82f63b78

let table: Uint32Array | undefined

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ castagnoli : crc >>> 1
    return crc
  })
}

/** CRC-32C (Castagnoli) of some bytes. */
export function crc32c(data: Uint8Array): number {
  table ??= makeTable()
  let crc = 0xffffffff
  for (let i = 0; i < data.length; i++) {
    crc = (table[(crc ^ (data[i] as number)) & 0xff] as number) ^ (crc >>> 8)
  }
  return ~crc >>> 0
}

/** The CRC as record files hold it: turned and shifted, for a CRC of data that holds CRCs is a weak one. */
export function masked_crc32c(data: Uint8Array): number {
  const crc = crc32c(data)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

/** Frames data as a record: its length, the CRC of that, the data and its CRC, little-endian. */
export function record(data: Uint8Array): Uint8Array {
  const framed = new Uint8Array(data.length + 16)
  const view = new DataView(framed.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, masked_crc32c(framed.subarray(0, 8)), true)
  framed.set(data, 12)
  view.setUint32(12 + data.length, masked_crc32c(data), true)
  return framed
}

/**
 * Writes records to something that takes bytes, in the format of TensorFlow's record files.
 *
 * @example
 * const parts: Uint8Array[] = []
 * const sink = { write: (data: Uint8Array) => parts.push(data), flush() {}, close() {} }
 * new RecordWriter(sink).write(new Uint8Array([1, 2, 3]))
 * parts[0].length // 19
 */
export class RecordWriter {
  readonly #writer: ByteSink

  constructor(writer: ByteSink) {
    this.#writer = writer
  }

  /** Writes one record. */
  write(data: Uint8Array): void {
    this.#writer.write(record(data))
  }

  /** Has the bytes written out. */
  flush(): void {
    this.#writer.flush()
  }

  /** Closes what is written to. */
  close(): void {
    this.#writer.close()
  }

  /** Whether it is closed. */
  get closed(): boolean {
    return this.#writer.closed ?? false
  }
}
