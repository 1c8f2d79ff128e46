// From what LibTorch recorded to the events that users see. Mirrors profile._parse_kineto_results of
// torch/autograd/profiler.py.

import { ValueError } from '../../errors.js'
import { native } from '../../native.js'
import {
  _filter_name,
  _filter_stack_entry,
  _rewrite_name,
  MEMORY_EVENT_NAME,
  MemRecordsAcc,
  OUT_OF_MEMORY_EVENT_NAME,
} from '../profiler_util.js'
import { DeviceType, deviceTypeOf } from './enums.js'
import { complete, FunctionEvent } from './event.js'
import { type KinetoEvent, readEvent } from './kineto_event.js'
import { byTime } from './tree.js'

/** What a profile recorded. LibTorch keeps it as long as this object lives. */
export class _ProfilerResult {
  readonly #id: number

  /** Ends the profile of this thread. */
  constructor() {
    this.#id = native.profilerDisable(this)
  }

  /** All that was recorded, as LibTorch has it. */
  events(): KinetoEvent[] {
    return native.profilerEvents(this.#id).map(readEvent)
  }

  /** Microseconds between the CUDA events of one event, where CUPTI was not at hand. */
  cudaElapsedUs(event: number): number {
    return native.profilerCudaElapsed(this.#id, event)
  }

  /** Nanoseconds since 1970; a bigint, for no double holds them. */
  trace_start_ns(): number | bigint {
    return native.profilerTraceStart(this.#id)
  }

  /** Writes it for chrome://tracing or Perfetto; once. */
  save(path: string): void {
    native.profilerSave(this.#id, path)
  }
}

const onCpu = new Set([DeviceType.CPU, DeviceType.MKLDNN, DeviceType.IDEEP])
const onDevice = new Set([DeviceType.CUDA, DeviceType.PrivateUse1, DeviceType.HIP, DeviceType.XPU])
const withKernels = new Set([DeviceType.CUDA, DeviceType.PrivateUse1, DeviceType.XPU])

const bytesOn = (devices: ReadonlySet<DeviceType>, event: KinetoEvent): number =>
  devices.has(deviceTypeOf(event.device_type)) ? event.nbytes : 0

interface MemoryRecord {
  readonly event: KinetoEvent
  start_ns(): number
}

// An allocation that no operator made, as an event of its own.
function memoryEvent(event: KinetoEvent, id: number, use_device: string | null): FunctionEvent {
  return new FunctionEvent({
    id,
    name: event.name,
    overload_name: '',
    trace_name: null,
    thread: event.start_thread_id,
    start_us: event.start_ns / 1000,
    end_us: event.start_ns / 1000,
    fwd_thread: event.start_thread_id,
    input_shapes: [],
    stack: [],
    use_device,
    cpu_memory_usage: bytesOn(onCpu, event),
    device_memory_usage: bytesOn(onDevice, event),
  })
}

function functionEvent(
  event: KinetoEvent,
  memory: Pick<FunctionEvent, 'cpu_memory_usage' | 'device_memory_usage'>,
  use_device: string | null,
): FunctionEvent {
  return new FunctionEvent({
    [complete]: true,
    ...memory,
    id: event.correlation_id,
    name: _rewrite_name(event.name, true),
    overload_name: event.overload_name,
    trace_name: _rewrite_name(event.name),
    thread: event.start_thread_id,
    start_us: event.start_ns / 1000,
    end_us: event.end_ns / 1000,
    fwd_thread: event.fwd_thread_id,
    input_shapes: event.shapes,
    concrete_inputs: event.concrete_inputs,
    kwinputs: event.kwinputs,
    stack: event.stack.filter(_filter_stack_entry),
    scope: event.scope,
    use_device,
    is_async: event.is_async || event.start_thread_id !== event.end_thread_id,
    is_remote: false,
    sequence_nr: event.sequence_nr,
    node_id: -1,
    device_type: deviceTypeOf(event.device_type),
    device_index: event.device_index,
    device_resource_id: event.device_resource_id,
    is_legacy: false,
    flops: event.flops,
    is_user_annotation: event.is_user_annotation,
    is_python_function: event.is_python_function,
    activity_type: event.activity_type,
    metadata_json: event.metadata_json ?? null,
    extra_meta: event.extra_meta ?? null,
    flow_id: event.flow_id ?? null,
    flow_type: event.flow_type ?? null,
    flow_start: event.flow_start ?? null,
    external_id: event.external_id ?? 0,
    linked_correlation_id: event.linked_correlation_id,
    structured_input_shapes: event.structured_input_shapes ?? null,
    structured_input_strides: event.structured_input_strides ?? null,
    input_dtypes: event.dtypes,
    python_id: event.python_id ?? -1,
    python_parent_id: event.python_parent_id ?? -1,
    python_module_id: event.python_module_id ?? -1,
  })
}

// Says when the time for reading results is over.
function deadline(timeout_s: number | null): { readonly passed: boolean } {
  if (timeout_s !== null && timeout_s < 0) throw new ValueError('timeout_s must be non-negative')
  const end = timeout_s === null ? Number.POSITIVE_INFINITY : performance.now() + timeout_s * 1000
  let passed = false
  return {
    get passed() {
      passed ||= performance.now() >= end
      return passed
    },
  }
}

/** The events of a profile, in the order of their starts. */
export function _parse_kineto_results(
  result: _ProfilerResult,
  use_device: string | null,
  timeout_s: number | null = null,
): FunctionEvent[] {
  const recorded = result.events()
  const timeout = deadline(timeout_s)
  const memory = recorded
    .filter((event) => event.name === MEMORY_EVENT_NAME)
    .map((event): [MemoryRecord, boolean] => [{ event, start_ns: () => event.start_ns }, false])
  const outOfMemory = recorded.filter((event) => event.name === OUT_OF_MEMORY_EVENT_NAME)
  const memoryAt = new MemRecordsAcc(memory)
  const all: FunctionEvent[] = []
  const frontend: FunctionEvent[] = []
  const linked = new Map<number, FunctionEvent[]>()
  let max_evt_id = 0
  for (const [at, event] of recorded.entries()) {
    if (timeout.passed) break
    if (_filter_name(event.name) || event.is_hidden_event) continue
    const usage = { cpu_memory_usage: 0, device_memory_usage: 0 }
    if (deviceTypeOf(event.device_type) === DeviceType.CPU) {
      for (const record of memoryAt.in_interval(event.start_ns, event.end_ns)) {
        usage.cpu_memory_usage += bytesOn(onCpu, record[0].event)
        usage.device_memory_usage += bytesOn(onDevice, record[0].event)
        record[1] = true
      }
    }
    const made = functionEvent(event, usage, use_device)
    max_evt_id = Math.max(max_evt_id, made.id)
    if (use_device === 'cuda' && made.device_type === DeviceType.CPU && !made.is_async) {
      const elapsed = result.cudaElapsedUs(at)
      if (elapsed > 0) {
        made.append_kernel(made.name, made.device_index, elapsed)
        made.is_legacy = true
      }
    }
    all.push(made)
    const link = event.linked_correlation_id
    if (link === 0) frontend.push(made)
    else linked.set(link, [...(linked.get(link) ?? []), made])
  }
  for (const event of frontend) linkKernels(event, linked.get(event.id) ?? [])
  const alone = memory.filter(([, counted]) => !counted).map(([{ event }]) => event)
  for (const event of [...alone, ...outOfMemory]) {
    if (timeout.passed) break
    all.push(memoryEvent(event, ++max_evt_id, use_device))
  }
  if (timeout.passed) {
    process.stderr.write(
      `Profiler _parse_kineto_results timed out after ${timeout_s?.toFixed(3)} seconds, returning partial results with ${all.length} events\n`,
    )
  }
  return all.sort(byTime)
}

// What an operator started: kernels on a device, and calls of the device's runtime on the CPU.
function linkKernels(event: FunctionEvent, started: readonly FunctionEvent[]): void {
  if (event.device_type !== DeviceType.CPU || event.is_async) return
  for (const one of started) {
    if (withKernels.has(one.device_type)) {
      event.append_kernel(one.name, one.device_index, one.time_range.elapsed_us())
    } else if (one.device_type === DeviceType.CPU) {
      // On the operator's thread it is found to be its child.
      one.thread = event.thread
    }
  }
}
