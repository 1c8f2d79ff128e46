// Mirrors FunctionEvent of torch/autograd/profiler_util.py.

import { type Binder, python } from '../../_kwargs.js'
import { floatRepr, pyStr } from '../../_repr.js'
import { AssertionError } from '../../errors.js'
import { DeviceType } from './enums.js'
import { _build_metadata, type EventMetadata } from './metadata.js'
import { deprecatedName, FormattedTimesMixin, Interval, Kernel } from './times.js'

/** Sizes of a tensor, or of each tensor of a list. */
export type StructuredShape = number[] | number[][]

/** What a {@link FunctionEvent} is made of. */
export interface FunctionEventKeywords {
  id: number
  name: string
  thread: number
  start_us: number
  end_us: number
  overload_name?: string | null
  fwd_thread?: number | null
  input_shapes?: number[][] | null
  stack?: string[] | null
  scope?: number
  use_device?: string | null
  cpu_memory_usage?: number
  device_memory_usage?: number
  is_async?: boolean
  is_remote?: boolean
  sequence_nr?: number
  node_id?: number
  device_type?: DeviceType
  device_index?: number
  device_resource_id?: number | null
  is_legacy?: boolean
  flops?: number | null
  trace_name?: string | null
  concrete_inputs?: unknown[] | null
  kwinputs?: Record<string, unknown> | null
  is_user_annotation?: boolean
  is_python_function?: boolean
  activity_type?: string | null
  metadata_json?: string | null
  flow_id?: number | null
  flow_type?: number | null
  flow_start?: boolean | null
  external_id?: number
  linked_correlation_id?: number
  extra_meta?: Record<string, string> | null
  structured_input_shapes?: StructuredShape[] | null
  structured_input_strides?: StructuredShape[] | null
  input_dtypes?: string[] | null
  python_id?: number
  python_parent_id?: number
  python_module_id?: number
}

const bind: Binder = python(
  `FunctionEvent.__init__(self, id, name, thread, start_us, end_us, overload_name=None, fwd_thread=None,
  input_shapes=None, stack=None, scope=0, use_device=None, cpu_memory_usage=0, device_memory_usage=0, is_async=False,
  is_remote=False, sequence_nr=-1, node_id=-1, device_type=None, device_index=0, device_resource_id=None,
  is_legacy=False, flops=None, trace_name=None, concrete_inputs=None, kwinputs=None, is_user_annotation=False,
  is_python_function=False, activity_type=None, metadata_json=None, flow_id=None, flow_type=None, flow_start=None,
  external_id=0, linked_correlation_id=0, extra_meta=None, structured_input_shapes=None,
  structured_input_strides=None, input_dtypes=None, python_id=-1, python_parent_id=-1, python_module_id=-1)`,
)

type Fields = { [K in keyof FunctionEventKeywords]-?: Exclude<FunctionEventKeywords[K], undefined> }

/** Marks keywords that are all there, as a profile makes them by the thousand: they need no binding. */
export const complete: unique symbol = Symbol('complete')

function fieldsOf(args: readonly unknown[]): Fields {
  const [first] = args as [({ [complete]?: true } & Fields)?]
  return first?.[complete] === true ? first : bind<Fields>(args)
}

const sum = (events: readonly FunctionEvent[], of: (event: FunctionEvent) => number): number =>
  events.reduce((total, event) => total + of(event), 0)

const onDevice = new Set(['CUDA', 'PrivateUse1', 'MTIA', 'HPU', 'XPU'])

/**
 * One call of an operator, or one labelled range, of a profile. Times are microseconds since the start of the trace.
 *
 * @example
 * const prof = torch.autograd.profiler.profile((prof) => (net(input), prof))
 * const event = prof.function_events.find(({ name }) => name === 'aten::relu')
 * event?.cpu_children.map(({ name }) => name) // ['aten::clamp_min']
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.profiler_util.FunctionEvent.html
 */
export class FunctionEvent extends FormattedTimesMixin {
  id: number
  node_id: number
  name: string
  /** The overload of the operator, where the profile captures those. */
  overload_name: string | null
  /** The name in exported traces; null for what is not exported. */
  trace_name: string | null
  time_range: Interval
  thread: number
  /** The thread of the forward call that a backward node belongs to. */
  fwd_thread: number | null
  kernels: Kernel[]
  count: number
  cpu_children: FunctionEvent[]
  cpu_parent: FunctionEvent | null
  /** Sizes of the inputs, `[]` for what is no tensor; needs `record_shapes`. */
  input_shapes: number[][] | null
  concrete_inputs: unknown[] | null
  kwinputs: Record<string, unknown> | null
  stack: string[] | null
  /** 0 an operator, 1 a node of backward, 7 a labelled range. */
  scope: number
  use_device: string | null
  /** Bytes that it took, less those it gave back; needs `profile_memory`. */
  cpu_memory_usage: number
  device_memory_usage: number
  is_async: boolean
  is_remote: boolean
  sequence_nr: number
  device_type: DeviceType
  device_index: number
  device_resource_id: number
  is_legacy: boolean
  flops: number | null
  is_user_annotation: boolean
  is_python_function: boolean
  activity_type: string | null
  self_cpu_percent: number | string = -1
  total_cpu_percent: number | string = -1
  total_device_percent: number | string = -1
  readonly _metadata_json: string | null
  flow_id: number | null
  flow_type: number | null
  flow_start: boolean | null
  external_id: number
  linked_correlation_id: number
  event_metadata: EventMetadata | null
  structured_input_shapes: StructuredShape[] | null
  structured_input_strides: StructuredShape[] | null
  input_dtypes: string[] | null
  python_id: number
  python_parent_id: number
  python_module_id: number

  constructor(keywords: FunctionEventKeywords & { [complete]?: true })
  constructor(
    id: number,
    name: string,
    thread: number,
    start_us: number,
    end_us: number,
    keywords?: Omit<FunctionEventKeywords, 'id' | 'name' | 'thread' | 'start_us' | 'end_us'>,
  )
  constructor(...args: unknown[]) {
    super()
    const a = fieldsOf(args)
    this.id = a.id
    this.node_id = a.node_id
    this.name = a.name
    this.overload_name = a.overload_name
    this.trace_name = a.trace_name
    this.time_range = new Interval(a.start_us, a.end_us)
    this.thread = a.thread
    this.fwd_thread = a.fwd_thread
    this.kernels = []
    this.count = 1
    this.cpu_children = []
    this.cpu_parent = null
    this.input_shapes = a.input_shapes
    this.concrete_inputs = a.concrete_inputs
    this.kwinputs = a.kwinputs
    this.stack = a.stack
    this.scope = a.scope
    this.use_device = a.use_device
    this.cpu_memory_usage = a.cpu_memory_usage
    this.device_memory_usage = a.device_memory_usage
    this.is_async = a.is_async
    this.is_remote = a.is_remote
    this.sequence_nr = a.sequence_nr
    this.device_type = a.device_type ?? DeviceType.CPU
    this.device_index = a.device_index
    this.device_resource_id = a.device_resource_id ?? a.thread
    this.is_legacy = a.is_legacy
    this.flops = a.flops
    this.is_user_annotation = a.is_user_annotation
    this.is_python_function = a.is_python_function
    this.activity_type = a.activity_type
    this._metadata_json = a.metadata_json
    this.flow_id = a.flow_id
    this.flow_type = a.flow_type
    this.flow_start = a.flow_start
    this.external_id = a.external_id
    this.linked_correlation_id = a.linked_correlation_id
    this.event_metadata = a.extra_meta === null ? null : _build_metadata(a.extra_meta)
    this.structured_input_shapes = a.structured_input_shapes
    this.structured_input_strides = a.structured_input_strides
    this.input_dtypes = a.input_dtypes
    this.python_id = a.python_id
    this.python_parent_id = a.python_parent_id
    this.python_module_id = a.python_module_id
  }

  #onCpu(): boolean {
    return this.device_type === DeviceType.CPU
  }

  /** Adds what it started on a device. */
  append_kernel(name: string, device: number, duration: number): void {
    if (!this.#onCpu()) throw new AssertionError('Expected device_type to be CPU')
    this.kernels.push(new Kernel(name, device, duration))
  }

  /** Adds what it called itself, so that its own time is right. */
  append_cpu_child(child: FunctionEvent): void {
    if (!this.#onCpu()) throw new AssertionError('Expected device_type to be CPU')
    checkRelative('child', child)
    this.cpu_children.push(child)
  }

  /** Sets what called it. */
  set_cpu_parent(parent: FunctionEvent): void {
    if (!this.#onCpu()) throw new AssertionError('Expected device_type to be CPU')
    checkRelative('parent', parent)
    this.cpu_parent = parent
  }

  /** Bytes without those of what it called. */
  get self_cpu_memory_usage(): number {
    if (this.is_async || !this.#onCpu()) return 0
    return this.cpu_memory_usage - sum(this.cpu_children, (child) => child.cpu_memory_usage)
  }

  /** Bytes on the device without those of what it called. */
  get self_device_memory_usage(): number {
    if (this.is_async || !this.#onCpu()) return 0
    return this.device_memory_usage - sum(this.cpu_children, (child) => child.device_memory_usage)
  }

  /** @deprecated `event_metadata` has it read. */
  get metadata_json(): string | null {
    deprecatedName('metadata_json', 'event_metadata')
    return this._metadata_json
  }

  /** @deprecated `self_device_memory_usage` is its name. */
  get self_cuda_memory_usage(): number {
    deprecatedName('self_cuda_memory_usage', 'self_device_memory_usage')
    return this.self_device_memory_usage
  }

  /** Microseconds on the CPU; 0 for an event of the device. */
  get cpu_time_total(): number {
    return this.#onCpu() ? this.time_range.elapsed_us() : 0
  }

  /** Microseconds on the CPU without those of what it called. */
  get self_cpu_time_total(): number {
    if (this.is_async || !this.#onCpu()) return 0
    return this.cpu_time_total - sum(this.cpu_children, (child) => child.cpu_time_total)
  }

  /** Microseconds on the device, with what it called. */
  get device_time_total(): number {
    if (this.is_async || !this.use_device) return 0
    if (this.#onCpu()) {
      const own = this.kernels.reduce((total, { duration }) => total + duration, 0)
      // A legacy event has one kernel that stands for those of its children too.
      return this.is_legacy ? own : own + sum(this.cpu_children, (child) => child.device_time_total)
    }
    this.#checkOnDevice()
    return this.time_range.elapsed_us()
  }

  /** @deprecated `device_time_total` is its name. */
  get cuda_time_total(): number {
    deprecatedName('cuda_time_total', 'device_time_total')
    return this.device_time_total
  }

  /** Microseconds on the device without those of what it called. */
  get self_device_time_total(): number {
    if (this.is_async || !this.use_device) return 0
    if (!this.#onCpu()) return this.device_time_total
    return this.device_time_total - sum(this.cpu_children, (child) => child.device_time_total)
  }

  /** @deprecated `self_device_time_total` is its name. */
  get self_cuda_time_total(): number {
    deprecatedName('self_cuda_time_total', 'self_device_time_total')
    return this.self_device_time_total
  }

  #checkOnDevice(): void {
    if (onDevice.has(this.device_type.name)) return
    throw new AssertionError(
      `Expected device_type to be CUDA, PrivateUse1, MTIA, HPU or XPU, but got ${this.device_type}`,
    )
  }

  /** What {@link EventList.key_averages} groups by. */
  get key(): string {
    return this.name
  }

  __repr__(): string {
    const device = pyStr(this.use_device)
    const { start, end } = this.time_range
    return (
      `<FunctionEvent id=${this.id} name=${this.name} overload_name=${pyStr(this.overload_name)} ` +
      `device_type=${this.device_type} node_id=${this.node_id} cpu_time=${this.cpu_time_str} ` +
      `start_us=${floatRepr(start)} end_us=${floatRepr(end)} ` +
      `cpu_children=${pyStr(this.cpu_children.map(({ id }) => id))} ${device}_time=${this.device_time_str} ` +
      `name=${this.name} thread=${this.thread} input_shapes=${pyStr(this.input_shapes)} ` +
      `cpu_memory_usage=${this.cpu_memory_usage} ${device}_memory_usage=${this.device_memory_usage} ` +
      `is_async=${pyStr(this.is_async)} is_remote=${pyStr(this.is_remote)} seq_nr=${this.sequence_nr} is_legacy=${pyStr(this.is_legacy)}>`
    )
  }
}

function checkRelative(what: 'child' | 'parent', event: unknown): void {
  if (!(event instanceof FunctionEvent)) {
    throw new AssertionError(`Expected ${what} to be a FunctionEvent`)
  }
  if (event.device_type !== DeviceType.CPU) {
    throw new AssertionError(`Expected ${what} device_type to be CPU`)
  }
}
