// Mirrors emit_itt and emit_nvtx of torch/autograd/profiler.py: operators as ranges of other tools' traces.

import { python } from '../../_kwargs.js'
import { synchronize } from '../../cuda/index.js'
import { RuntimeError } from '../../errors.js'
import { native } from '../../native.js'
import { Block, blockClass } from './block.js'
import { ProfilerState } from './config.js'
import { _set_is_profiler_enabled } from './enabled.js'
import { _ProfilerResult } from './results.js'

const bindItt = python('emit_itt.__init__(self, enabled=True, record_shapes=False)')
const bindNvtx = python('emit_nvtx.__init__(self, enabled=True, record_shapes=False)')

interface EmitKeywords {
  /** False makes it do nothing. */
  enabled?: boolean
  /** Adds the sizes of the inputs to the names of the ranges. */
  record_shapes?: boolean
}

abstract class Emit extends Block {
  readonly enabled: boolean
  readonly record_shapes: boolean
  entered = false
  abstract readonly state: number
  abstract readonly tool: string

  constructor({ enabled, record_shapes }: Required<EmitKeywords>) {
    super()
    this.enabled = enabled
    this.record_shapes = record_shapes
  }

  protected synchronize(): void {}

  __enter__(): this | null {
    if (!this.enabled) return null
    if (this.entered) {
      throw new RuntimeError(`${this.tool} annotation context manager is not reentrant`)
    }
    this.entered = true
    this.synchronize()
    _set_is_profiler_enabled(true)
    const flags = [this.record_shapes, false, false, false, false]
    native.profilerEnable(this.state, flags, [], [], '', [])
    return this
  }

  __exit__(): void {
    if (!this.enabled) return
    this.synchronize()
    new _ProfilerResult()
    _set_is_profiler_enabled(false)
  }
}

class EmitItt extends Emit {
  readonly state = ProfilerState.ITT
  readonly tool = 'ITT'

  constructor(...args: unknown[]) {
    super(bindItt(args))
  }
}

class EmitNvtx extends Emit {
  readonly state = ProfilerState.NVTX
  readonly tool = 'NVTX'

  constructor(...args: unknown[]) {
    super(bindNvtx(args))
  }

  protected override synchronize(): void {
    synchronize()
  }
}

/** The calls of {@link emit_itt} and {@link emit_nvtx}. */
export interface EmitClass {
  new (keywords?: EmitKeywords): Emit
  (keywords?: EmitKeywords): Emit
  <R>(body: () => R): R
  <R>(keywords: EmitKeywords, body: () => R): R
  readonly prototype: Emit
}

/**
 * Makes every operator a range in a trace of Intel VTune, inside of a block. With `record_shapes` the ranges name the
 * shapes of the inputs; with `enabled` false it does nothing.
 *
 * @example
 * torch.autograd.profiler.emit_itt({ enabled: false }, () => net(input)) // (3, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.profiler.emit_itt.html
 */
export const emit_itt = blockClass(EmitItt, 'emit_itt') as unknown as EmitClass

/**
 * Makes every operator an NVTX range in a trace of Nsight Systems, inside of a block. Needs a GPU. With `record_shapes`
 * the ranges name the shapes of the inputs; with `enabled` false it does nothing.
 *
 * @example
 * torch.autograd.profiler.emit_nvtx({ enabled: torch.cuda.is_available() }, () => net(input)) // (3, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.profiler.emit_nvtx.html
 */
export const emit_nvtx = blockClass(EmitNvtx, 'emit_nvtx') as unknown as EmitClass
