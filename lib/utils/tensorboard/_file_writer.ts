// Mirrors FileWriter of torch/utils/tensorboard/writer.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { float, int } from '../../_builtins/conversion.js'
import { type Callable, callable } from '../../_callable.js'
import { typeName } from '../../_typename.js'
import { AttributeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { EventFileWriter } from './_event_file_writer.js'
import { Event, type Summary } from './_proto.js'

/** The step that a value belongs to. */
export type Step = number | bigint | Tensor | string | null

/** Seconds since 1970; null for now. */
export type Walltime = number | null

/** A graph and what is known of a run of it, as serialised protocol buffers. */
export type GraphProfile = readonly [graph_def: Uint8Array, run_metadata: Uint8Array]

const init = initializer<
  [log_dir: string, max_queue: number, flush_secs: number, filename_suffix: string]
>()("FileWriter.__init__(self, log_dir, max_queue=10, flush_secs=120, filename_suffix='')")

const bindEvent = initializer<[event: Event, step: Step, walltime: Walltime]>()(
  'FileWriter.add_event(self, event, step=None, walltime=None)',
)

const bindSummary = initializer<[summary: Summary, global_step: Step, walltime: Walltime]>()(
  'FileWriter.add_summary(self, summary, global_step=None, walltime=None)',
)

const bindGraph = initializer<[graph_profile: GraphProfile, walltime: Walltime]>()(
  'FileWriter.add_graph(self, graph_profile, walltime=None)',
)

function checkInt64(step: number | bigint): number | bigint {
  if (typeof step === 'bigint' && BigInt.asIntN(64, step) !== step) {
    throw new ValueError(`Value out of range: ${step}`)
  }
  return step
}

class FileWriter {
  readonly event_writer: EventFileWriter

  constructor(...args: ArgumentsOf<typeof init>) {
    const { log_dir, max_queue, flush_secs, filename_suffix } = init(args)
    this.event_writer = new EventFileWriter(log_dir, max_queue, flush_secs, filename_suffix)
  }

  /** The folder of the event file. */
  get_logdir(): string {
    return this.event_writer.get_logdir()
  }

  /** Adds an event, with its step and time. */
  add_event(...args: ArgumentsOf<typeof bindEvent>): void {
    const { event, step, walltime } = bindEvent(args)
    if (!(event instanceof Event)) {
      throw new AttributeError(`'${typeName(event)}' object has no attribute 'wall_time'`)
    }
    // Unlike float(), a field of a message takes no text.
    if (typeof walltime === 'string') throw new TypeError('must be real number, not str')
    event.wall_time = walltime === null ? Date.now() / 1000 : float(walltime)
    if (step !== null) event.step = checkInt64(int(step))
    this.event_writer.add_event(event)
  }

  /** Adds a summary, with its step and time. */
  add_summary(...args: ArgumentsOf<typeof bindSummary>): void {
    const { summary, global_step, walltime } = bindSummary(args)
    this.add_event(new Event({ summary }), global_step, walltime)
  }

  /** Adds a graph, as `graph()` of `_pytorch_graph` gives it. */
  add_graph(...args: ArgumentsOf<typeof bindGraph>): void {
    const { graph_profile, walltime } = bindGraph(args)
    const [graph_def, run_metadata] = graph_profile
    this.add_event(new Event({ graph_def }), null, walltime)
    const tagged_run_metadata = { tag: 'step1', run_metadata }
    this.add_event(new Event({ tagged_run_metadata }), null, walltime)
  }

  /** Writes all events that were added to the file. */
  flush(): void {
    this.event_writer.flush()
  }

  /** Writes what is left and ends. */
  close(): void {
    this.event_writer.close()
  }

  /** Throws what Python throws: its event writer cannot be opened again. */
  reopen(): never {
    return this.event_writer.reopen()
  }
}

/**
 * Writes summaries and events to one event file in a folder; {@link SummaryWriter} uses it.
 *
 * @example
 * const folder = `${process.env.TMPDIR ?? '/tmp'}/runs/file_writer`
 * const writer = FileWriter(folder, { max_queue: 20 })
 * writer.close()
 *
 * @see https://docs.pytorch.org/docs/2.13/tensorboard.html
 */
const FileWriter_: Callable<typeof FileWriter> = callable(FileWriter)
type FileWriter_ = FileWriter

export { FileWriter_ as FileWriter }
