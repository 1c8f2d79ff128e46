// Mirrors _MultiProcessingDataLoaderIter of torch/utils/data/dataloader.py, with threads for processes.

import { iter } from '../../_builtins/iteration.js'
import { AssertionError, RuntimeError } from '../../errors.js'
import { _BaseDataLoaderIter, type LoaderSettings } from './_base_iter.js'
import * as collations from './_utils/collate.js'
import { decode } from './_utils/decode.js'
import { discard, type Encoded, encode, modulesOf } from './_utils/encode.js'
import { reraise, type WrappedException } from './_utils/exception.js'
import { type Named, remember } from './_utils/locate.js'
import {
  type Answer,
  Crew,
  type Job,
  type LoaderThread,
  statusCheckInterval,
} from './_utils/threads.js'
import { checkMayStart } from './_utils/worker.js'
import * as datasets from './dataset.js'

type Received = Exclude<Answer, readonly ['resumed', ...unknown[]]>

/** A batch that was asked for: of whom, and what came, where it came before its turn. */
interface TaskInfo {
  readonly worker: number
  data?: Received
}

/** What waits for workers: yields for how many milliseconds. */
type Waits<R> = Generator<number, R, void>

// What the debugger would tell of the most usual classes, without asking it.
function rememberOwn(): void {
  const own = [
    ['dataset', datasets],
    ['_utils/collate', collations],
  ] as const
  for (const [file, exported] of own) {
    for (const value of Object.values<unknown>(exported)) {
      if (typeof value !== 'function') continue
      const place = { module: `torch-node:utils/data/${file}`, name: value.name, source: null }
      remember(value as Named, place)
    }
  }
}

const invalidState = (): AssertionError =>
  new AssertionError(
    'Invalid iterator state: shutdown or no outstanding tasks when fetching next data',
  )

// An iterator that nobody has any more leaves its workers behind.
const forgotten = new FinalizationRegistry<Crew>((crew) => crew.close())

/** One pass over a loader whose batches are made by worker threads; all passes where these persist. */
export class _MultiProcessingDataLoaderIter<Batch> extends _BaseDataLoaderIter<Batch> {
  readonly _num_workers: number
  readonly _prefetch_factor: number
  readonly _persistent_workers: boolean
  readonly _in_order: boolean
  readonly _timeout: number
  readonly #isIterable: boolean
  readonly #crew: Crew
  #shutdown = false
  #send_idx = 0
  #rcvd_idx = 0
  #task_info = new Map<number, TaskInfo>()
  #tasks_outstanding = 0
  #workers_status: boolean[] = []
  #workers_num_tasks: number[] = []
  #cycle = 0
  #toResume = false

  /** `patient`: this thread may be blocked. */
  constructor(loader: LoaderSettings, patient: boolean) {
    super(loader)
    checkMayStart()
    this._num_workers = loader.num_workers
    this._prefetch_factor = loader.prefetch_factor ?? 2
    this._persistent_workers = loader.persistent_workers
    this._in_order = loader.in_order
    this._timeout = loader.timeout
    this.#isIterable = this._dataset instanceof datasets.IterableDataset
    this.#crew = new Crew(this._num_workers, patient)
    forgotten.register(this, this.#crew, this)
    try {
      this.#start(loader)
      this.#begin(loader)
      this.#prime()
    } catch (error) {
      this._shutdown_workers()
      throw error
    }
  }

  #start({ dataset, collate_fn, worker_init_fn, drop_last }: LoaderSettings): void {
    rememberOwn()
    const { exchange, bell, pass } = this.#crew
    for (let id = 0; id < this._num_workers; id++) {
      // Once for each: a tensor can be taken once.
      const given = encode({ dataset, collate_fn, worker_init_fn }, exchange)
      const seed = BigInt(this._base_seed) + BigInt(id)
      const job: Job = {
        pass,
        exchange,
        bell,
        id,
        num_workers: this._num_workers,
        seed: seed <= Number.MAX_SAFE_INTEGER ? Number(seed) : seed,
        iterable: this.#isIterable,
        auto_collation: this._auto_collation,
        drop_last,
        given,
        modules: modulesOf(given),
      }
      this.#crew.send(id, ['job', job])
    }
  }

  get isAlive(): boolean {
    return !this.#crew.closed
  }

  /** Another pass with the same workers. */
  _reset(loader: LoaderSettings): void {
    this.#begin(loader)
    for (let id = 0; id < this._num_workers; id++) this.#crew.send(id, ['resume'])
    this.#toResume = true
  }

  // As in Python this asks the sampler anew in the first pass too: one that draws at once draws twice.
  #begin(loader: LoaderSettings): void {
    this._sampler_iter = iter(this._index_sampler) as Iterator<unknown>
    this._num_yielded = 0
    this._IterableDataset_len_called = loader._IterableDataset_len_called
    this.#send_idx = 0
    this.#rcvd_idx = 0
    this.#task_info = new Map()
    this.#tasks_outstanding = 0
    this.#workers_status = Array<boolean>(this._num_workers).fill(true)
    this.#workers_num_tasks = Array<number>(this._num_workers).fill(0)
    this.#cycle = 0
  }

  #prime(): void {
    for (let i = 0; i < this._prefetch_factor * this._num_workers; i++) this.#try_put_index()
  }

  // What was asked for in the last pass, and came after it, is thrown away.
  *#resume(): Waits<void> {
    for (let left = this._num_workers; left > 0; ) {
      const answer = yield* this.#get_data()
      if (answer[0] === 'resumed') left -= 1
      else if (answer[0] === 'data') discard(answer[4], this.#crew.exchange)
    }
    this.#toResume = false
    this.#prime()
  }

  *#get_data(): Waits<Answer> {
    const limit = this._timeout > 0 ? this._timeout * 1000 : Number.POSITIVE_INFINITY
    const start = performance.now()
    for (;;) {
      // In this order: what they said at last comes first.
      const failed = this.#failed_workers()
      const answer = this.#crew.receive()
      if (answer !== undefined) return answer
      const left = limit - (performance.now() - start)
      if (failed.length > 0) {
        this._shutdown_workers(true)
        const ids = failed.map(({ id }) => id).join(', ')
        const cause = failed.find(({ error }) => error !== undefined)?.error
        throw new RuntimeError(
          `DataLoader worker (pid(s) ${ids}) exited unexpectedly`,
          cause === undefined ? {} : { cause },
        )
      }
      if (left <= 0) {
        this._shutdown_workers(true)
        throw new RuntimeError(`DataLoader timed out after ${this._timeout} seconds`)
      }
      yield Math.min(left, statusCheckInterval)
    }
  }

  #failed_workers(): LoaderThread[] {
    const { threads } = this.#crew
    return threads.filter((_, id) => this.#workers_status[id] && this.#crew.hasEnded(id))
  }

  *#next_data(): Waits<IteratorResult<Batch>> {
    this.#crew.hasThrown = false
    if (this.#crew.closed && !this.#shutdown) throw invalidState()
    if (this.#toResume) yield* this.#resume()
    for (;;) {
      if (!this.#find_next()) {
        if (!this._persistent_workers) this._shutdown_workers()
        return { done: true, value: undefined }
      }
      const info = this.#task_info.get(this.#rcvd_idx) as TaskInfo
      if (info.data) {
        this.#task_info.delete(this.#rcvd_idx)
        this.#rcvd_idx += 1
        return this.#process_data(info.data, info.worker)
      }
      if (this.#tasks_outstanding <= 0) throw invalidState()
      const answer = (yield* this.#get_data()) as Received
      this.#tasks_outstanding -= 1
      const [kind, , idx, id] = answer
      if (kind === 'ended') {
        this.#workers_status[id] = false
        this.#try_put_index()
        continue
      }
      if (idx !== this.#rcvd_idx && this._in_order) {
        this.#task_info.set(idx, { worker: id, data: answer })
        continue
      }
      this.#task_info.delete(idx)
      if (idx === this.#rcvd_idx) this.#rcvd_idx += 1
      return this.#process_data(answer, id)
    }
  }

  // Goes on to the next batch that is there or to come: not those asked of workers whose dataset had ended.
  #find_next(): boolean {
    if (this.#shutdown) return false
    for (; this.#rcvd_idx < this.#send_idx; this.#rcvd_idx += 1) {
      const info = this.#task_info.get(this.#rcvd_idx)
      if (info && (info.data || this.#workers_status[info.worker])) return true
      this.#task_info.delete(this.#rcvd_idx)
    }
    return false
  }

  #try_put_index(): void {
    const most = this._prefetch_factor * this._num_workers
    const next = this._sampler_iter.next()
    if (next.done) return
    const id = this.#next_worker(most)
    if (id === null) return
    this.#crew.send(id, ['fetch', this.#send_idx, encode(next.value, this.#crew.exchange)])
    this.#task_info.set(this.#send_idx, { worker: id })
    this.#workers_num_tasks[id] = (this.#workers_num_tasks[id] as number) + 1
    this.#tasks_outstanding += 1
    this.#send_idx += 1
  }

  #next_worker(most: number): number | null {
    const active = this.#workers_status.filter(Boolean).length
    for (let i = 0; i < this._num_workers; i++) {
      const id = this.#cycle
      this.#cycle = (this.#cycle + 1) % this._num_workers
      if (!this.#workers_status[id]) continue
      const tasks = this.#workers_num_tasks[id] as number
      if (this._in_order || tasks < Math.floor(most / active)) return id
    }
    return null
  }

  #process_data(answer: Received, worker: number): IteratorResult<Batch> {
    this.#workers_num_tasks[worker] = (this.#workers_num_tasks[worker] as number) - 1
    this.#try_put_index()
    const { exchange } = this.#crew
    if (answer[0] === 'error') {
      this.#crew.hasThrown = !this._persistent_workers
      reraise(answer[4] as WrappedException, exchange)
    }
    return { done: false, value: decode(answer[4] as Encoded, exchange) as Batch }
  }

  /** Lets the workers go. */
  _shutdown_workers(kill = false): void {
    if (this.#shutdown) return
    this.#shutdown = true
    forgotten.unregister(this)
    this.#crew.close(kill)
  }

  protected override _hasWorkers(): boolean {
    return true
  }

  protected override _next_data(): IteratorResult<Batch> {
    const waits = this.#next_data()
    for (;;) {
      const before = this.#crew.rung
      const step = waits.next()
      if (step.done) return step.value
      this.#crew.wait(before, step.value)
    }
  }

  /** The same without blocking the thread while workers work. */
  async nextAsync(): Promise<IteratorResult<Batch>> {
    const waits = this.#next_data()
    for (;;) {
      const step = waits.next()
      if (step.done) return this._counted(step.value)
      await this.#crew.waitAsync(step.value)
    }
  }

  /** Where a loop is left early. */
  return(value?: unknown): IteratorResult<Batch> {
    if (!this._persistent_workers) this._shutdown_workers()
    return { done: true, value }
  }
}
