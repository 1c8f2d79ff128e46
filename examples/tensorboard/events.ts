/**
 * Reads TensorBoard's event files: records, each with its length and checksums, that hold a protocol buffer. Only as much
 * as the example prints; the fields' numbers are those of event.proto and summary.proto.
 */
import { readFileSync } from 'node:fs'
import { sprintf } from 'torch-node/builtins'

/** CRC-32C, bit by bit, turned and shifted as the format has it. */
function maskedCrc(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  crc = ~crc >>> 0
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

function* records(path: string): IterableIterator<Buffer> {
  const file = readFileSync(path)
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at))
    const data = file.subarray(at + 12, at + 12 + length)
    const right =
      file.readUInt32LE(at + 8) === maskedCrc(file.subarray(at, at + 8)) &&
      file.readUInt32LE(at + 12 + length) === maskedCrc(data)
    if (!right) throw new Error(`${path} is damaged at ${at}`)
    yield data
    at += length + 16
  }
}

/** A message by the numbers of its fields; all but varints are left as bytes. */
class Message {
  readonly #fields = new Map<number, (number | Buffer)[]>()

  constructor(data: Buffer) {
    let at = 0
    const varint = (): number => {
      let value = 0
      for (let scale = 1; ; scale *= 128) {
        const byte = data[at++]
        value += (byte % 128) * scale
        if (byte < 128) return value
      }
    }
    const take = (length: number): Buffer => {
      at += length
      return data.subarray(at - length, at)
    }
    const readers = new Map<number, () => number | Buffer>([
      [0, varint],
      [1, () => take(8)],
      [2, () => take(varint())],
      [5, () => take(4)],
    ])
    while (at < data.length) {
      const key = varint()
      const number = Math.floor(key / 8)
      const read = readers.get(key % 8)
      if (read === undefined) throw new Error(`unknown wire type ${key % 8}`)
      this.#fields.set(number, [...(this.#fields.get(number) ?? []), read()])
    }
  }

  has(number: number): boolean {
    return this.#fields.has(number)
  }

  all(number: number): Buffer[] {
    return (this.#fields.get(number) ?? []).filter((value) => typeof value !== 'number')
  }

  bytes(number: number): Buffer {
    return this.all(number)[0] ?? Buffer.alloc(0)
  }

  int(number: number): number {
    return Number(this.#fields.get(number)?.[0] ?? 0)
  }

  text(number: number): string {
    return String(this.bytes(number))
  }

  message(number: number): Message {
    return new Message(this.bytes(number))
  }
}

/** What an event says, in a line for each value. */
function* lines(event: Message): IterableIterator<string> {
  if (event.has(3)) yield `version ${event.text(3)}`
  if (event.has(4)) {
    const nodes = event.message(4).all(1)
    yield `graph of ${nodes.length} nodes`
    for (const data of nodes) {
      const node = new Message(data)
      const scope = node.text(1).split('/').slice(0, -1) // and a name, which Python takes from the variable
      if (node.text(2).startsWith('aten::')) yield `  ${scope.join('/')}: ${node.text(2)}`
    }
  }
  for (const data of event.message(5).all(1)) {
    const value = new Message(data)
    const at = `step ${event.int(2)} ${value.text(1)}:`
    if (value.has(2)) yield sprintf('%s %.4f', at, value.bytes(2).readFloatLE())
    else if (value.has(4)) {
      const image = value.message(4)
      const png = image.bytes(4)
      yield `${at} ${png.toString('latin1', 1, 4)} of ${image.int(2)} x ${image.int(1)}`
    } else if (value.has(5)) {
      const histo = value.message(5)
      const [min, max, num] = [1, 2, 3].map((field) =>
        histo.has(field) ? histo.bytes(field).readDoubleLE() : 0,
      )
      yield sprintf('%s %d numbers from %.4f to %.4f', at, num, min, max)
    } else if (value.has(9)) {
      const words = value.message(8).all(8).map(String)
      yield [at, value.message(9).message(1).text(1), ...words].join(' ')
    }
  }
}

export function* readEvents(path: string): IterableIterator<string> {
  for (const data of records(path)) yield* lines(new Message(data))
}
