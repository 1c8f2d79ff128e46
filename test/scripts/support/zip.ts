import { createHash } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'

/** A zip file of the given files, deflated. `damage` changes a content after its checksum is taken. */
export function makeZip(files: Record<string, string>, damage?: string): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const crc = crc32(text)
    const content = damage === name ? `${text.slice(0, -1)}?` : text
    const packed = deflateRawSync(content)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc, 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(content.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed)

    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, rest, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const end = Buffer.alloc(18)
  const length = Buffer.concat(directory).length
  end.writeUInt16LE(Object.keys(files).length, 4)
  end.writeUInt16LE(Object.keys(files).length, 6)
  end.writeUInt32LE(length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06', 'latin1'), end])
}

/** The parts of LibTorch's zip that set-up looks at. */
export function libtorchZip(version: string, damage?: string): Buffer {
  // Random text does not shrink, so that the download comes in several pieces.
  const noise = Array.from({ length: 20_000 }, (_, i) => sha256(String(i), 'hex')).join('')
  return makeZip(
    {
      'libtorch/build-version': `${version}\n`,
      'libtorch/include/ATen/ATen.h': '#pragma once\n',
      'libtorch/lib/libtorch_cpu.so': noise,
      'libtorch/bin/unwanted': 'not unpacked',
    },
    damage,
  )
}

/** The parts of a PyTorch wheel that set-up looks at, with the hashes of its files in RECORD. */
export function torchWheel(version: string, change: Record<string, string> = {}): Buffer {
  const files: Record<string, string> = {
    'torch/version.py': `__version__ = '${version}'\n`,
    'torch/include/ATen/ATen.h': '#pragma once\n',
    'torch/lib/libtorch_cpu.so': 'library',
    'torch/nn/unwanted.py': 'not unpacked',
  }
  const record = Object.entries(files).map(
    ([name, text]) => `${name},sha256=${sha256(text)},${text.length}`,
  )
  const about = `torch-${version}.dist-info`
  return makeZip({
    ...files,
    ...change,
    [`${about}/METADATA`]: 'Name: torch\n',
    [`${about}/RECORD`]: record.join('\n'),
  })
}

export function sha256(
  content: string | Buffer,
  encoding: 'hex' | 'base64url' = 'base64url',
): string {
  return createHash('sha256').update(content).digest(encoding)
}
