// Mirrors tensorboard/summary/writer/event_file_writer.py. Python hands records to a thread; here they are gathered and
// appended by the caller, a few at a time.

import { appendFileSync, closeSync, openSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { typeName } from '../../_typename.js'
import { AttributeError, OSError } from '../../errors.js'
import { makedirs } from './_makedirs.js'
import { Event } from './_proto.js'
import { RecordWriter } from './_record_writer.js'

// Those that hold records not yet in their files. The listener is there only while there are some: so neither open
// writers nor forgotten ones keep anything alive.
const unwritten = new Set<AppendedFile>()

function writeAll(): void {
  for (const file of unwritten) {
    try {
      file.flush()
    } catch {
      // The process ends; nobody could be told.
    }
  }
}

function keep(file: AppendedFile): void {
  if (unwritten.size === 0) process.on('exit', writeAll)
  unwritten.add(file)
}

function release(file: AppendedFile): void {
  if (unwritten.delete(file) && unwritten.size === 0) process.off('exit', writeAll)
}

// Not held open: a writer that nobody closes costs no descriptor.
class AppendedFile {
  readonly #path: string
  readonly #max_queue: number
  readonly #flush_secs: number
  #records: Uint8Array[] = []
  #flushed = Date.now()
  closed = false

  constructor(path: string, max_queue: number, flush_secs: number) {
    if (typeof max_queue !== 'number') {
      throw new TypeError(
        `'>' not supported between instances of '${typeName(max_queue)}' and 'int'`,
      )
    }
    if (typeof flush_secs !== 'number') {
      throw new TypeError(
        `unsupported operand type(s) for +: 'float' and '${typeName(flush_secs)}'`,
      )
    }
    this.#path = path
    this.#max_queue = max_queue
    this.#flush_secs = flush_secs
  }

  write(data: Uint8Array): void {
    this.checkOpen()
    this.#records.push(data)
    if (this.#records.length === 1) keep(this)
    const full = this.#max_queue > 0 && this.#records.length >= this.#max_queue
    if (full || Date.now() - this.#flushed >= this.#flush_secs * 1000) this.flush()
  }

  flush(): void {
    this.#flushed = Date.now()
    if (this.#records.length === 0) return
    const records = Buffer.concat(this.#records)
    this.#records = []
    release(this)
    appendFileSync(this.#path, records)
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.flush()
  }

  checkOpen(): void {
    if (this.closed) throw new OSError('Writer is closed')
  }
}

let made = 0

// The count is of one thread; a file of another thread of this process is no reason to fail, nor to be overwritten.
function makeFile(logdir: string, filename_suffix: string): string {
  const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, '0')
  for (;;) {
    const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${made++}${filename_suffix}`
    const path = join(logdir, name)
    try {
      closeSync(openSync(path, 'wx'))
      return path
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error
    }
  }
}

/**
 * Makes a new event file in a folder and appends events to it, a few at a time: when `max_queue_size` have come
 * together, at the first one after `flush_secs`, on `flush()` and `close()`, and when the process exits.
 */
export class EventFileWriter {
  readonly #logdir: string
  readonly #file: AppendedFile
  readonly #records: RecordWriter

  constructor(logdir: string, max_queue_size = 10, flush_secs = 120, filename_suffix = '') {
    this.#logdir = logdir
    makedirs(logdir)
    this.#file = new AppendedFile(makeFile(logdir, filename_suffix), max_queue_size, flush_secs)
    this.#records = new RecordWriter(this.#file)
    this.add_event(
      new Event({
        wall_time: Date.now() / 1000,
        file_version: 'brain.Event:2',
        source_metadata: { writer: 'tensorboard.summary.writer.event_file_writer' },
      }),
    )
    this.flush()
  }

  /** The folder of the file. */
  get_logdir(): string {
    return this.#logdir
  }

  /** Adds an event. */
  add_event(event: Event): void {
    this.#records.write(event.SerializeToString())
  }

  /** Writes all events that were added to the file. */
  flush(): void {
    this.#file.checkOpen()
    this.#records.flush()
  }

  /** Writes what is left; nothing can be added after it. */
  close(): void {
    this.#records.close()
  }

  /** Python's has no such method either, though its FileWriter calls it. */
  reopen(): never {
    throw new AttributeError(`'${typeName(this)}' object has no attribute 'reopen'`)
  }
}
