// Event files as scripts/golden/summary_writer.py notes them.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { decode as imageOf } from '../../../lib/PIL/_codecs.js'
import { masked_crc32c } from '../../../lib/utils/tensorboard/_record_writer.js'
import { schema } from '../../../lib/utils/tensorboard/_schema.js'

/** What Python wrote. */
export interface Answer {
  /** By folder: the records of its event file, in base64. */
  events: Record<string, string[]>
  files: Record<string, string>
  error?: [string, string]
}

export interface Answers {
  pieces: Record<string, Answer>
  errors: Record<string, [name: string, message: string]>
  graphs: Record<string, unknown[]>
}

export function readAnswers(): Answers {
  const path = join(__dirname, '..', '..', 'golden', 'summary_writer.gz')
  return JSON.parse(gunzipSync(readFileSync(path)).toString()) as Answers
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A new folder that is gone after the tests of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'torch-node-tensorboard-'))
  folders.push(folder)
  return folder
}

export interface Message {
  [field: string]: unknown
}

interface Type {
  decode(data: Uint8Array): Message
  encode(message: Message): { finish(): Uint8Array }
}

const { parse } = createRequire(__filename)('protobufjs') as {
  parse(text: string, options: object): { root: { lookupType(name: string): Type } }
}
const { root } = parse(schema, { keepCase: true })

/** A message of the schema, without what is at its default. */
export function decode(type: string, data: Uint8Array): Message {
  return JSON.parse(JSON.stringify(root.lookupType(type).decode(data))) as Message
}

/** The records of a file; their checksums must be right. */
export function readRecords(path: string): Buffer[] {
  const data = readFileSync(path)
  const records: Buffer[] = []
  for (let at = 0; at < data.length; ) {
    const size = Number(data.readBigUInt64LE(at))
    const record = data.subarray(at + 12, at + 12 + size)
    expect(data.readUInt32LE(at + 8)).toBe(masked_crc32c(data.subarray(at, at + 8)))
    expect(data.readUInt32LE(at + 12 + size)).toBe(masked_crc32c(record))
    expect(record.length).toBe(size)
    records.push(record)
    at += size + 16
  }
  return records
}

/** All files below a folder, by their paths in it. */
export function filesIn(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
}

/** The paths of the event files in a folder. */
export function eventFiles(folder: string): string[] {
  return filesIn(folder)
    .filter((name) => name.includes('tfevents'))
    .map((name) => join(folder, name))
}

/** The events of a folder's files, without the first of each, which tells the writer. */
export function eventsIn(folder: string): Message[] {
  return eventFiles(folder).flatMap((path) =>
    readRecords(path)
      .slice(1)
      .map((record) => decode('Event', record)),
  )
}

/** Mode and pixels of an image file. */
export function pixels(file: Uint8Array): Buffer {
  const { mode, data } = imageOf(file)
  return Buffer.concat([Buffer.from(`${mode} `), data as Uint8Array])
}

// Pictures by their pixels.
function normal(record: Uint8Array): string {
  const event = root.lookupType('Event').decode(record) as {
    summary?: { value: { image?: { encoded_image_string: Uint8Array } }[] }
  } & Message
  for (const { image } of event.summary?.value ?? []) {
    if (image) image.encoded_image_string = pixels(image.encoded_image_string)
  }
  return Buffer.from(root.lookupType('Event').encode(event).finish()).toString('base64')
}

/** What is in a folder, as Python noted it. */
export function answerOf(folder: string, withFirst: boolean): Answer {
  const answer: Answer = { events: {}, files: {} }
  for (const name of filesIn(folder)) {
    const path = join(folder, name)
    if (name.includes('tfevents')) {
      const records = readRecords(path).map(normal)
      const at = dirname(name) === '.' ? '' : relative('.', dirname(name))
      answer.events[at] = [...(answer.events[at] ?? []), ...records.slice(withFirst ? 0 : 1)]
    } else {
      const data = readFileSync(path)
      answer.files[name] = (name.endsWith('.png') ? pixels(data) : data).toString('base64')
    }
  }
  return answer
}
