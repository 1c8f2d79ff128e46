// Mirrors FunctionEventAvg of torch/autograd/profiler_util.py.

import { pyStr } from '../../_repr.js'
import { AssertionError } from '../../errors.js'
import { DeviceType } from './enums.js'
import { FunctionEvent } from './event.js'
import { FormattedTimesMixin } from './times.js'

/**
 * Sums over the events of one key, and means over their number.
 *
 * @example
 * const prof = torch.autograd.profiler.profile((prof) => (net(input), prof))
 * prof.key_averages().find(({ key }) => key === 'aten::linear')?.count // 2
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.profiler_util.FunctionEventAvg.html
 */
export class FunctionEventAvg extends FormattedTimesMixin {
  key: string | null = null
  count = 0
  node_id = 0
  is_async = false
  is_remote = false
  use_device: string | null = null
  cpu_time_total = 0
  device_time_total = 0
  self_cpu_time_total = 0
  self_device_time_total = 0
  /** Sizes of the inputs of the first event; `''` where events were not grouped by them. */
  input_shapes: number[][] | string | null = null
  overload_name: string | null = null
  stack: string[] | null = null
  scope: number | null = null
  cpu_memory_usage = 0
  device_memory_usage = 0
  self_cpu_memory_usage = 0
  self_device_memory_usage = 0
  cpu_children: FunctionEvent[] | null = null
  cpu_parent: FunctionEvent | null = null
  device_type: DeviceType = DeviceType.CPU
  is_legacy = false
  flops: number | null = 0
  declare is_user_annotation: boolean
  declare self_cpu_percent: number | string
  declare total_cpu_percent: number | string
  declare total_device_percent: number | string

  /** Adds an event, or other sums; the first one says what it is. */
  add(other: FunctionEvent | FunctionEventAvg): this {
    if (this.key === null) this.#describe(other)
    if (!(other instanceof FunctionEvent || other instanceof FunctionEventAvg)) {
      throw new AssertionError('Expected other to be a FunctionEvent or FunctionEventAvg')
    }
    if (other.key !== this.key) {
      throw new AssertionError(`Expected keys to match, but got ${other.key} vs ${this.key}`)
    }
    this.cpu_time_total += other.cpu_time_total
    this.device_time_total += other.device_time_total
    this.self_cpu_time_total += other.self_cpu_time_total
    this.self_device_time_total += other.self_device_time_total
    this.cpu_memory_usage += other.cpu_memory_usage
    this.device_memory_usage += other.device_memory_usage
    this.self_cpu_memory_usage += other.self_cpu_memory_usage
    this.self_device_memory_usage += other.self_device_memory_usage
    this.count += other.count
    if (this.flops === null) this.flops = other.flops
    else if (other.flops !== null) this.flops += other.flops
    return this
  }

  #describe(other: FunctionEvent | FunctionEventAvg): void {
    this.key = other.key
    this.node_id = other.node_id
    this.is_async = other.is_async
    this.is_remote = other.is_remote
    this.cpu_parent = other.cpu_parent
    this.cpu_children = other.cpu_children
    this.overload_name = other.overload_name
    this.input_shapes = other.input_shapes
    this.stack = other.stack
    this.scope = other.scope
    this.device_type = other.device_type
    this.is_legacy = other.is_legacy
    this.use_device = other.use_device
    this.is_user_annotation = other.is_user_annotation
  }

  __repr__(): string {
    const device = this.use_device || 'cuda'
    return (
      `<FunctionEventAvg key=${pyStr(this.key)} self_cpu_time=${this.self_cpu_time_total_str} cpu_time=${this.cpu_time_str} ` +
      ` self_${device}_time=${this.self_device_time_total_str} ${device}_time=${this.device_time_str} input_shapes=${pyStr(this.input_shapes)} ` +
      `cpu_memory_usage=${this.cpu_memory_usage} ${device}_memory_usage=${this.device_memory_usage}>`
    )
  }
}
