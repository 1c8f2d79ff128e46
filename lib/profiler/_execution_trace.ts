// Mirrors ExecutionTraceObserver of torch/profiler/profiler.py.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { callable } from '../_callable.js'
import { native } from '../native.js'
import { warn } from '../warnings.js'
import type { TraceObserver } from './_kineto_profile.js'

let files = 0
const temporaryFile = (suffix: string): string =>
  join(tmpdir(), `torch-node-${process.pid}-${files++}${suffix}`)

class ExecutionTraceObserver implements TraceObserver {
  extra_resources_collection = false
  resources_dir = ''
  output_file_path = ''
  output_file_path_observer = ''
  #registered = false
  #running = false

  /** One that the environment asks for with `ENABLE_PYTORCH_EXECUTION_TRACE=1`; else null. */
  static build_execution_trace_obs_from_env(): ExecutionTraceObserver | null {
    if (process.env.ENABLE_PYTORCH_EXECUTION_TRACE !== '1') return null
    const observer = new ExecutionTraceObserver().register_callback(temporaryFile('.et.json'))
    observer.set_extra_resource_collection(
      process.env.ENABLE_PYTORCH_EXECUTION_TRACE_EXTRAS === '1',
    )
    return observer
  }

  /** The folder for what belongs to a trace, beside it; null if there is none. */
  static get_resources_dir_for_et_path(trace_path: string, create_dir = false): string | null {
    const name = basename(trace_path, extname(trace_path))
    const folder = join(dirname(trace_path), `${name}_resources`)
    if (existsSync(folder)) return folder
    if (!create_dir) return null
    try {
      mkdirSync(folder)
    } catch {
      warn(`Execution trace exception when creating ${folder}`)
      return null
    }
    return folder
  }

  /** Makes a folder for what belongs to the trace. */
  set_extra_resource_collection(val: boolean): void {
    this.extra_resources_collection = val
    if (val) this.get_resources_dir(true)
  }

  /** That folder; null where it is not wanted. */
  get_resources_dir(can_create = false): string | null {
    if (!this.extra_resources_collection) return null
    this.resources_dir ||=
      ExecutionTraceObserver.get_resources_dir_for_et_path(this.output_file_path, can_create) ?? ''
    return this.resources_dir || null
  }

  /** Says where to write, and gives itself. A name that ends in `.gz` compresses it. */
  register_callback(output_file_path: string): this {
    if (this.#registered) return this
    this.output_file_path = output_file_path
    this.output_file_path_observer = output_file_path.endsWith('.gz')
      ? temporaryFile('.json')
      : output_file_path
    this.#registered = native.executionTraceAdd(this.output_file_path_observer)
    return this
  }

  /** Ends the recording for good and completes the file. */
  unregister_callback(): void {
    if (!this.#registered) return
    this.stop()
    native.executionTraceRemove()
    this.#registered = false
    if (this.output_file_path === this.output_file_path_observer) return
    writeFileSync(this.output_file_path, gzipSync(readFileSync(this.output_file_path_observer)))
    rmSync(this.output_file_path_observer)
  }

  /** Whether a file was given and nobody else records. */
  get is_registered(): boolean {
    return this.#registered
  }

  /** Whether it records now. */
  is_running(): boolean {
    return this.#running
  }

  /** Begins to record, if registered. */
  start(): void {
    if (!this.#registered || this.#running) return
    native.executionTraceEnable(true)
    this.#running = true
  }

  /** Pauses. */
  stop(): void {
    if (!this.#running) return
    native.executionTraceEnable(false)
    this.#running = false
  }

  /** Ends the recording, as {@link unregister_callback} does. */
  cleanup(): void {
    this.unregister_callback()
  }

  /** Where the trace goes; null before {@link register_callback}. */
  get_output_file_path(): string | null {
    return this.output_file_path || null
  }
}

/**
 * Records a program as a graph of operators with their inputs and outputs, as JSON, for replay and simulation. A
 * process has one at a time; a second one that registers stays without effect. `register_callback(path)` says where the
 * file goes; a path that ends in `.gz` is compressed.
 *
 * @example
 * const folder = process.env.TMPDIR ?? '/tmp'
 * const observer = torch.profiler.ExecutionTraceObserver().register_callback(`${folder}/trace.json`)
 * torch.profiler.profile({ execution_trace_observer: observer }, () => net(input))
 * observer.unregister_callback()
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
const ExecutionTraceObserver_ = callable(ExecutionTraceObserver)
type ExecutionTraceObserver_ = ExecutionTraceObserver

export { ExecutionTraceObserver_ as ExecutionTraceObserver }
