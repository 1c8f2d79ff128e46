// Mirrors torch/utils/data/_utils/worker.py.

import { receiveMessageOnPort } from 'node:worker_threads'
import { random } from '../../../_builtins/random.js'
import { join } from '../../../_exchange.js'
import { isTensor } from '../../../_is_tensor.js'
import { isPlainObject, pyRepr } from '../../../_repr.js'
import { set_grad_enabled } from '../../../autograd/grad_mode.js'
import { AssertionError, RuntimeError } from '../../../errors.js'
import * as numpyRandom from '../../../numpy/random.js'
import { manual_seed } from '../../../random.js'
import type { Tensor } from '../../../types.js'
import type { Dataset } from '../dataset.js'
import { makesAnew } from './collate.js'
import { decode, load } from './decode.js'
import { encode } from './encode.js'
import { wrapException } from './exception.js'
import { type Fetcher, fetcherOf } from './fetch.js'
import { _generate_state } from './generate_state.js'
import {
  type Answer,
  doneAt,
  type Job,
  master,
  ring,
  rung,
  state,
  stateAt,
  type Task,
  type ThreadData,
} from './threads.js'

/** What a worker is told of itself. */
export class WorkerInfo<T = unknown> {
  /** From 0 to `num_workers` - 1. */
  readonly id: number
  readonly num_workers: number
  /** What the worker's generators were seeded with. */
  readonly seed: number | bigint
  /** The worker's own copy of the dataset. */
  readonly dataset: Dataset<T>

  constructor(id: number, num_workers: number, seed: number | bigint, dataset: Dataset<T>) {
    this.id = id
    this.num_workers = num_workers
    this.seed = seed
    this.dataset = dataset
    Object.freeze(this)
  }

  toString(): string {
    const fields = Object.entries(this).map(([name, value]) => `${name}=${pyRepr(value)}`)
    return `WorkerInfo(${fields.join(', ')})`
  }
}

let info: WorkerInfo | null = null
// Whether this thread is a worker, and what it is about.
let phase: 'none' | 'importing' | 'working' = 'none'

/**
 * What a worker of a loader is told of itself: `id`, `num_workers`, `seed` and its copy of the `dataset`. Null outside
 * of workers. An iterable dataset asks it which part of the data is its own.
 *
 * @example
 * const { DataLoader, IterableDataset, get_worker_info } = torch.utils.data
 * class Numbers extends IterableDataset<number> {
 *   override *__iter__() {
 *     const info = get_worker_info()
 *     const [first, step] = info === null ? [0, 1] : [info.id, info.num_workers]
 *     for (let i = first; i < 4; i += step) yield i
 *   }
 * }
 * const numbers = [...new Numbers()]
 * numbers // [0, 1, 2, 3]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.get_worker_info
 */
export function get_worker_info(): WorkerInfo | null {
  return info
}

/** Refuses to start workers of a worker. */
export function checkMayStart(): void {
  if (phase === 'importing') {
    throw new RuntimeError(
      `
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that the script that iterates over a
        DataLoader with num_workers > 0 also defines its dataset or
        collate_fn: the worker threads import it, and so run it again.
        Move these into a module of their own, or let only the main
        thread do the rest:

            import { isMainThread } from 'node:worker_threads'

            if (isMainThread) {
                ...
            }
`,
    )
  }
  if (phase === 'working') {
    throw new AssertionError('daemonic processes are not allowed to have children')
  }
}

// All generators of a worker; those of JavaScript cannot be seeded.
function seedAll(seed: number | bigint, id: number): void {
  manual_seed(seed)
  random.seed(seed)
  numpyRandom.seed(_generate_state(BigInt(seed) - BigInt(id), id))
}

/** The life of a thread: one job after the other. */
export async function serve({ port, bell }: ThreadData): Promise<void> {
  const next = (): Task => {
    for (;;) {
      const before = Atomics.load(bell, rung)
      const received = receiveMessageOnPort(port) as { message: Task } | undefined
      if (received) return received.message
      Atomics.wait(bell, rung, before)
    }
  }
  for (;;) {
    Atomics.store(bell, stateAt, state.idle)
    Atomics.notify(bell, stateAt)
    const task = next()
    if (task[0] === 'quit') return
    if (task[0] !== 'job') continue
    Atomics.store(bell, stateAt, state.busy)
    const [, job] = task
    master.bell = job.bell
    const answer = (one: Answer): void => {
      port.postMessage(one)
      ring(job.bell)
    }
    await _worker_loop(job, next, answer)
    master.bell = null
    info = null
    phase = 'none'
  }
}

// Tensors that nobody else has: their memory need not wait for the collector.
function dispose(made: unknown): void {
  if (isTensor(made)) (made as Tensor).dispose()
  else if (Array.isArray(made)) made.forEach(dispose)
  else if (isPlainObject(made)) Object.values(made).forEach(dispose)
}

interface Given {
  readonly dataset: Dataset<unknown>
  readonly collate_fn: (data: never) => unknown
  readonly worker_init_fn: ((id: number) => unknown) | null
}

async function _worker_loop(
  job: Job,
  next: () => Task,
  answer: (one: Answer) => void,
): Promise<void> {
  const { pass, exchange, id, num_workers, seed } = job
  const where = `in DataLoader worker process ${id}`
  const isDone = (): boolean => Atomics.load(job.bell, doneAt) === 1
  let failed: { thrown: unknown } | null = null
  let makeFetcher: (() => Fetcher) | null = null
  let fetcher: Fetcher | null = null
  let disposes = false
  try {
    join(exchange, id)
    set_grad_enabled(true)
    phase = 'importing'
    await load(job.modules)
    phase = 'working'
    const { dataset, collate_fn, worker_init_fn } = decode(job.given, exchange) as Given
    seedAll(seed, id)
    info = new WorkerInfo(id, num_workers, seed, dataset)
    worker_init_fn?.(id)
    const { iterable, auto_collation, drop_last } = job
    makeFetcher = () => fetcherOf(dataset, iterable, auto_collation, collate_fn, drop_last)
    disposes = makesAnew(collate_fn)
    fetcher = makeFetcher()
  } catch (thrown) {
    failed = { thrown }
  }
  let ended = false
  for (;;) {
    const task = next()
    if (task[0] === 'end') return
    if (task[0] === 'resume') {
      answer(['resumed', pass])
      ended = false
      fetcher = makeFetcher?.() ?? null
      continue
    }
    if (task[0] !== 'fetch' || isDone() || ended) continue
    const [, idx, index] = task
    try {
      if (failed !== null) throw failed.thrown
      const result = (fetcher as Fetcher).fetch(decode(index, exchange))
      if (result.done) {
        ended = true
        answer(['ended', pass, idx, id])
        continue
      }
      answer(['data', pass, idx, id, encode(result.value, exchange)])
      if (disposes) dispose(result.value)
    } catch (thrown) {
      if (isDone()) continue
      answer(['error', pass, idx, id, wrapException(thrown, where, exchange)])
    }
  }
}
