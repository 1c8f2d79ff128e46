// The threads that workers run in, and what is said between them and the loop.
//
// Note [Loader threads]
// A message to a thread or from it goes by a port, and then a bell is rung: a counter in shared memory, so that either
// side can sleep until there is something (Atomics.wait), without its event loop. A loop that awaits listens to the
// ports instead. To load the library takes a thread longer than many a pass over a loader lasts: at the end of a pass
// threads go to sleep, and the next one takes them up. All that belongs to a pass (dataset, seeds, prefetched batches)
// is made anew. Threads and ports are unref'd: they keep no process alive.

import { setFlagsFromString } from 'node:v8'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { closeExchange, endedMembers, openExchange } from '../../../_exchange.js'
import type { Encoded } from './encode.js'
import type { WrappedException } from './exception.js'

/** What one worker does in one pass. */
export interface Job {
  /** Of the pass: what comes from an earlier one is thrown away. */
  readonly pass: number
  readonly exchange: number
  readonly bell: Int32Array
  readonly id: number
  readonly num_workers: number
  readonly seed: number | bigint
  readonly iterable: boolean
  readonly auto_collation: boolean
  readonly drop_last: boolean
  /** The dataset, collate_fn and worker_init_fn. */
  readonly given: Encoded
  readonly modules: readonly string[]
}

/** To a thread. */
export type Task =
  | readonly ['job', Job]
  | readonly ['fetch', idx: number, index: Encoded]
  | readonly ['resume']
  | readonly ['end']
  | readonly ['quit']

/** From a thread; `ended` where an iterable dataset has no more. */
export type Answer =
  | readonly ['data', pass: number, idx: number, id: number, data: Encoded]
  | readonly ['error', pass: number, idx: number, id: number, error: WrappedException]
  | readonly ['ended', pass: number, idx: number, id: number]
  | readonly ['resumed', pass: number]

/** What a thread is started with. */
export interface ThreadData {
  readonly port: MessagePort
  readonly bell: Int32Array
}

/** Places in the bell of a thread. */
export const rung = 0
export const stateAt = 1
/** Place in the bell of a pass. */
export const doneAt = 1

/** What a thread does. */
export const state = { starting: 0, busy: 1, idle: 2, ended: 3 } as const

/** A bell, in memory that threads share. */
export const makeBell = (): Int32Array => new Int32Array(new SharedArrayBuffer(8))

/** Wakes who sleeps at this bell. */
export function ring(bell: Int32Array): void {
  Atomics.add(bell, rung, 1)
  Atomics.notify(bell, rung)
}

/** Where this thread, if it is a worker, rings when it ends. */
export const master: { bell: Int32Array | null } = { bell: null }

/** Python's MP_STATUS_CHECK_INTERVAL, in milliseconds. */
export const statusCheckInterval = 5000
const idleLimit = 20_000
const closingLimit = 200
// In megabytes.
const initialHeap = 128

// `node --input-type=module -e ...`: an option that no file may have.
const isEvaluated = process.execArgv.some((one) => one.startsWith('--input-type'))

export class LoaderThread {
  readonly port: MessagePort
  readonly bell = makeBell()
  readonly worker: Worker
  readonly id: number
  /** What ended it, where that is known. */
  error: unknown
  #idle: NodeJS.Timeout | undefined

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port = port1
    // Tests run lib itself; a thread needs what was compiled of it.
    const here = import.meta.url.replace(
      /\/lib\/(utils\/data\/_utils\/)threads\.ts$/,
      '/dist/$1threads.js',
    )
    const workerData: ThreadData = { port: port2, bell: this.bell }
    // A thread's heap is read from this when it starts. By default V8 collects all of a small heap as soon as 24 MB of
    // buffers were made, dead or not, which are the pixels of fifty photographs.
    setFlagsFromString(`--initial-old-space-size=${initialHeap}`)
    this.worker = new Worker(new URL('./worker_main.js', here), {
      workerData,
      transferList: [port2],
      name: 'pt_data_worker',
      ...(isEvaluated ? { execArgv: [] } : {}),
    })
    this.id = this.worker.threadId
    this.worker.unref()
    this.port.unref()
    const end = (): void => {
      Atomics.store(this.bell, stateAt, state.ended)
      sleeping.delete(this)
    }
    // Told to the pass by its own means; an error without a listener would be thrown.
    this.worker.on('error', (error) => {
      this.error = error
      end()
    })
    this.worker.on('exit', end)
  }

  get state(): number {
    return Atomics.load(this.bell, stateAt)
  }

  send(task: Task): void {
    this.port.postMessage(task)
    ring(this.bell)
  }

  /** Goes to sleep; ended where it does not come to that, or nobody wakes it. */
  sleep(): void {
    sleeping.add(this)
    this.#idle = setTimeout(() => {
      if (this.state === state.idle) this.#idle = setTimeout(() => this.quit(), idleLimit).unref()
      else this.kill()
    }, statusCheckInterval).unref()
  }

  wake(): void {
    sleeping.delete(this)
    clearTimeout(this.#idle)
    // What an earlier pass did not wait for.
    while (receiveMessageOnPort(this.port)) {}
  }

  quit(): void {
    sleeping.delete(this)
    this.send(['quit'])
  }

  kill(): void {
    sleeping.delete(this)
    void this.worker.terminate()
  }
}

const sleeping = new Set<LoaderThread>()

/** Threads for a pass: such as sleep, or new ones. Waits a moment for those that are about to, `patient` or not. */
function threads(count: number, patient: boolean): LoaderThread[] {
  const taken: LoaderThread[] = []
  const end = performance.now() + (patient ? closingLimit : closingLimit / 10)
  for (const thread of sleeping) {
    if (taken.length === count) break
    const left = end - performance.now()
    if (thread.state === state.busy && left > 0) {
      Atomics.wait(thread.bell, stateAt, state.busy, left)
    }
    if (thread.state === state.idle) taken.push(thread)
  }
  for (const thread of taken) thread.wake()
  while (taken.length < count) taken.push(new LoaderThread())
  return taken
}

// Passes that threw. Python ends the workers of such a one when the traceback is let go of; a loop here says nothing, so
// they end when another pass begins, or soon, unless somebody asks for the next batch after all.
const thrown = new Set<Crew>()
const thrownLimit = 1000

let passes = 0

/** The workers of one pass, or of all passes where they persist. Does not know its iterator, which it may outlive. */
export class Crew {
  readonly exchange = openExchange()
  readonly bell = makeBell()
  readonly pass = ++passes
  readonly threads: readonly LoaderThread[]
  #closed = false
  #next = 0
  readonly #inbox: Answer[] = []
  #wake: (() => void) | null = null
  #listens = false
  #farewell: NodeJS.Timeout | undefined

  constructor(count: number, patient: boolean) {
    for (const crew of thrown) crew.close()
    this.threads = threads(count, patient)
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Whether the loop was left by an error, as far as one can see. */
  set hasThrown(has: boolean) {
    clearTimeout(this.#farewell)
    if (has) {
      thrown.add(this)
      this.#farewell = setTimeout(() => this.close(), thrownLimit).unref()
    } else thrown.delete(this)
  }

  send(id: number, task: Task): void {
    this.threads[id]?.send(task)
  }

  /** The next answer, if there is one. */
  receive(): Answer | undefined {
    for (;;) {
      const answer = this.#inbox.shift() ?? this.#poll()
      if (answer === undefined || answer[1] === this.pass) return answer
    }
  }

  #poll(): Answer | undefined {
    const { threads } = this
    for (let i = 0; i < threads.length; i++) {
      const thread = threads[this.#next] as LoaderThread
      this.#next = (this.#next + 1) % threads.length
      const received = receiveMessageOnPort(thread.port) as { message: Answer } | undefined
      if (received) return received.message
    }
    return undefined
  }

  /** How often the bell was rung; to be asked before {@link receive}. */
  get rung(): number {
    return Atomics.load(this.bell, rung)
  }

  /** Sleeps until the bell is rung once more, at most `ms` milliseconds. */
  wait(before: number, ms: number): void {
    if (Atomics.wait(this.bell, rung, before, ms) !== 'timed-out') return
    // Of threads that ended without a word, as when their heap is full, the add-on knows.
    for (const id of endedMembers(this.exchange)) {
      const { bell } = this.threads[id] as LoaderThread
      Atomics.store(bell, stateAt, state.ended)
    }
  }

  /** The same without blocking the thread. */
  async waitAsync(ms: number): Promise<void> {
    if (this.#inbox.length > 0) return
    this.#listen()
    for (const { port, worker } of this.threads) {
      port.ref()
      worker.ref()
    }
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      timer = setTimeout(resolve, Math.min(ms, 2 ** 31 - 1))
    })
    this.#wake = null
    clearTimeout(timer)
    for (const { port, worker } of this.threads) {
      port.unref()
      worker.unref()
    }
  }

  #listen(): void {
    if (this.#listens) return
    this.#listens = true
    for (const { port, worker } of this.threads) {
      port.on('message', this.#hear)
      worker.on('exit', this.#rouse)
    }
  }

  readonly #hear = (answer: Answer): void => {
    this.#inbox.push(answer)
    this.#rouse()
  }
  readonly #rouse = (): void => this.#wake?.()

  /** Whether a worker's thread is no more. */
  hasEnded(id: number): boolean {
    return this.threads[id]?.state === state.ended
  }

  /** Lets the threads go: to sleep, or, where one may hang, for good. Twice is once. */
  close(kill = false): void {
    if (this.#closed) return
    this.#closed = true
    this.hasThrown = false
    Atomics.store(this.bell, doneAt, 1)
    for (const thread of this.threads) {
      thread.port.off('message', this.#hear)
      thread.worker.off('exit', this.#rouse)
      thread.port.unref()
      if (thread.state === state.ended) continue
      if (kill) {
        thread.kill()
        continue
      }
      thread.send(['end'])
      thread.sleep()
    }
    closeExchange(this.exchange)
    this.#wake?.()
  }
}
