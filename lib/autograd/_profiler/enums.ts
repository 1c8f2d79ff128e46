// The enumerations of torch._C that the profiler shows: values that are what they are by identity.

abstract class Enum {
  readonly name: string
  readonly value: number

  constructor(name: string, value: number) {
    this.name = name
    this.value = value
  }

  toString(): string {
    return `${this.constructor.name}.${this.name}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `<${this.toString()}: ${this.value}>`
  }
}

/**
 * What a profile records: operators on the CPU, kernels on a device.
 *
 * @example
 * const { ProfilerActivity, profile } = torch.profiler
 * profile({ activities: [ProfilerActivity.CPU] }, (prof) => net(input)) // (3, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export class ProfilerActivity extends Enum {
  static readonly CPU = new ProfilerActivity('CPU', 0)
  static readonly XPU = new ProfilerActivity('XPU', 1)
  static readonly CUDA = new ProfilerActivity('CUDA', 2)
  static readonly HPU = new ProfilerActivity('HPU', 3)
  static readonly MTIA = new ProfilerActivity('MTIA', 4)
  static readonly PrivateUse1 = new ProfilerActivity('PrivateUse1', 5)
}

/**
 * Where an event of a profile ran, such as `DeviceType.CPU`; `value` is LibTorch's number.
 *
 * @example
 * const prof = torch.autograd.profiler.profile((prof) => (net(input), prof))
 * prof.function_events[0].device_type === DeviceType.CPU // True
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export class DeviceType extends Enum {
  static readonly CPU = new DeviceType('CPU', 0)
  static readonly CUDA = new DeviceType('CUDA', 1)
  static readonly MKLDNN = new DeviceType('MKLDNN', 2)
  static readonly OPENGL = new DeviceType('OPENGL', 3)
  static readonly OPENCL = new DeviceType('OPENCL', 4)
  static readonly IDEEP = new DeviceType('IDEEP', 5)
  static readonly HIP = new DeviceType('HIP', 6)
  static readonly FPGA = new DeviceType('FPGA', 7)
  static readonly MAIA = new DeviceType('MAIA', 8)
  static readonly XLA = new DeviceType('XLA', 9)
  static readonly Vulkan = new DeviceType('Vulkan', 10)
  static readonly Metal = new DeviceType('Metal', 11)
  static readonly XPU = new DeviceType('XPU', 12)
  static readonly MPS = new DeviceType('MPS', 13)
  static readonly Meta = new DeviceType('Meta', 14)
  static readonly HPU = new DeviceType('HPU', 15)
  static readonly VE = new DeviceType('VE', 16)
  static readonly Lazy = new DeviceType('Lazy', 17)
  static readonly IPU = new DeviceType('IPU', 18)
  static readonly MTIA = new DeviceType('MTIA', 19)
  static readonly PrivateUse1 = new DeviceType('PrivateUse1', 20)
}

const deviceTypes = new Map(
  Object.values(DeviceType)
    .filter((type) => type instanceof DeviceType)
    .map((type) => [type.value, type]),
)

/** The member for LibTorch's number. */
export function deviceTypeOf(value: number): DeviceType {
  return deviceTypes.get(value) ?? DeviceType.CPU
}

/**
 * What a {@link torch.profiler.profile} does at a step: nothing, warm up, record, or record and hand over the trace. A
 * schedule gives one for each step.
 *
 * @example
 * const { ProfilerAction } = torch.profiler
 * const schedule = (step: number) => (step < 2 ? ProfilerAction.NONE : ProfilerAction.RECORD_AND_SAVE)
 * schedule(2).name // 'RECORD_AND_SAVE'
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html#torch.profiler.ProfilerAction
 */
export class ProfilerAction extends Enum {
  static readonly NONE = new ProfilerAction('NONE', 0)
  static readonly WARMUP = new ProfilerAction('WARMUP', 1)
  static readonly RECORD = new ProfilerAction('RECORD', 2)
  static readonly RECORD_AND_SAVE = new ProfilerAction('RECORD_AND_SAVE', 3)
  /** Set by the profiler itself; not for schedules. */
  static readonly DEVICE_STOPPED = new ProfilerAction('DEVICE_STOPPED', 4)
}
