// The newer kind of checkpoint of torch/utils/checkpoint.py: hooks of saved tensors that keep nothing in the forward
// pass and run the function again when backward wants the first of them.
//
// Holders are kept strongly where Python has weak references, which keep their targets to the end of the job here. So
// a tensor that was computed again and that no backward asks for lives as long as the graph.

import { pyRepr } from '../../_repr.js'
import { _current_graph_task_id } from '../../autograd/_graph_task.js'
import { enable_grad, no_grad } from '../../autograd/grad_mode.js'
import { saved_tensors_hooks } from '../../autograd/graph.js'
import { AssertionError, RuntimeError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import { currentGroup, type Group } from './group.js'

/**
 * What goes wrong when a function does not do the same again: its second run saves other tensors for backward than the
 * first one.
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html
 */
export class CheckpointError extends RuntimeError {}

/** What is compared between the two runs; null for nothing. */
export type MetadataOf = ((tensor: Tensor) => unknown) | null

// Thrown to end the second run when all that is needed has been computed.
class StopRecomputation extends Error {}

// Stands in the graph for one tensor. By the backward that computed it again; null once it was handed out.
class Holder {
  readonly tensors = new Map<Group, Tensor | null>()
}

/** One checkpointed call. */
export interface Frame {
  readonly recompute: (args: readonly unknown[]) => unknown
  readonly args: readonly SavedArgument[]
  readonly earlyStop: boolean
  readonly metadataOf: MetadataOf
  readonly holders: Holder[]
  readonly metadata: unknown[]
  readonly counts: Map<Group, number>
  readonly recomputed: Set<Group>
  forwardCompleted: boolean
  ignoreMismatch: boolean
}

const tip =
  'Tip: the function must do the same in both runs; determinism_check: "none" switches the comparison off.'

/** An argument of the call, which must not change until it is used again. */
class SavedArgument {
  readonly #value: unknown
  readonly #version: number

  constructor(value: unknown) {
    this.#value = value
    this.#version = value instanceof Tensor ? value._version : 0
  }

  get(): unknown {
    const value = this.#value
    if (value instanceof Tensor && value._version !== this.#version) {
      const node = value.grad_fn
      const origin = node ? `, which is output ${value.output_nr} of ${node.name()},` : ''
      throw new RuntimeError(
        `one of the variables needed for gradient computation has been modified by an inplace operation: [${value.type()} ${pyRepr([...value.shape])}]${origin} is at version ${value._version}; expected version ${this.#version} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).`,
      )
    }
    return value
  }
}

/** Starts the frame of a call. */
export function newFrame(
  recompute: Frame['recompute'],
  args: readonly unknown[],
  earlyStop: boolean,
  metadataOf: MetadataOf,
): Frame {
  return {
    recompute,
    args: args.map((arg) => new SavedArgument(arg)),
    earlyStop,
    metadataOf,
    holders: [],
    metadata: [],
    counts: new Map(),
    recomputed: new Set(),
    forwardCompleted: false,
    ignoreMismatch: false,
  }
}

/** Runs the call itself: what its graph saves becomes holders. */
export function runForward<R>(frame: Frame, body: () => R): R {
  const pack = (tensor: Tensor): Holder => {
    const holder = new Holder()
    frame.holders.push(holder)
    const { metadataOf } = frame
    if (metadataOf !== null) frame.metadata.push(no_grad(() => metadataOf(tensor)))
    return holder
  }
  return saved_tensors_hooks(pack, (holder: Holder) => take(frame, holder), body)
}

// The tensor that a holder stands for; the first one asked for in a backward runs the function again.
function take(frame: Frame, holder: Holder): Tensor {
  const group = currentGroup() ?? backwardGroup()
  if (!frame.recomputed.has(group)) {
    runAgain(frame, group)
    frame.recomputed.add(group)
    checkMatch(frame, group)
  }
  const tensor = holder.tensors.get(group)
  if (tensor === undefined) throw unexpected()
  if (tensor === null) {
    const extra =
      currentGroup() === null
        ? ''
        : 'Performing two backward calls that overlap (i.e. require the same saved activation in order to compute gradients) is not allowed while under the torch.utils.checkpoint.GraphExecGroup context. '
    throw new CheckpointError(
      `torch.utils.checkpoint: Unpack is being triggered for a tensor that was already unpacked once. ${extra}If you are calling ctx.saved_tensors in backward, make sure to do so only once. Otherwise please open an issue with details on your use case.`,
    )
  }
  holder.tensors.set(group, null)
  return tensor
}

// Outside of a backward each unpacking stands for itself.
function backwardGroup(): Group {
  const id = _current_graph_task_id()
  return id === -1 ? {} : id
}

function runAgain(frame: Frame, group: Group): void {
  const pack = (tensor: Tensor): Tensor => {
    const kept = tensor.requires_grad ? tensor.detach() : tensor
    const at = frame.counts.get(group) ?? 0
    frame.counts.set(group, at + 1)
    const holder = frame.holders[at]
    if (holder === undefined) {
      if (frame.forwardCompleted) {
        throw new CheckpointError(
          `torch.utils.checkpoint: trying to save more tensors during recomputation than during the original forward pass.\n${tip}`,
        )
      }
      // A backward inside the function itself.
      frame.ignoreMismatch = true
      return kept
    }
    holder.tensors.set(group, kept)
    if (frame.earlyStop && at + 1 === frame.holders.length) throw new StopRecomputation()
    return kept
  }
  try {
    saved_tensors_hooks(
      pack,
      (tensor: Tensor) => tensor,
      () => enable_grad(() => frame.recompute(frame.args.map((arg) => arg.get()))),
    )
  } catch (error) {
    if (!(error instanceof StopRecomputation)) throw error
  }
}

function checkMatch(frame: Frame, group: Group): void {
  if (frame.ignoreMismatch) return
  const count = frame.counts.get(group) ?? 0
  if (frame.holders.length !== count) {
    throw new CheckpointError(
      'torch.utils.checkpoint: A different number of tensors was saved during the original forward and recomputation.\n' +
        `Number of tensors saved during forward: ${frame.holders.length}\n` +
        `Number of tensors saved during recomputation: ${count}.\n${tip}`,
    )
  }
  const { metadataOf } = frame
  if (metadataOf === null) return
  const different = frame.holders.flatMap((holder, i) => {
    const tensor = holder.tensors.get(group)
    if (!tensor) throw unexpected()
    const [saved, again] = [pyRepr(frame.metadata[i]), pyRepr(metadataOf(tensor))]
    if (saved === again) return []
    return [`tensor at position ${i}:\nsaved metadata: ${saved}\nrecomputed metadata: ${again}\n`]
  })
  if (different.length > 0) {
    throw new CheckpointError(
      `torch.utils.checkpoint: Recomputed values for the following tensors have different metadata than during the forward pass.\n${different.join('')}.\n${tip}`,
    )
  }
}

function unexpected(): AssertionError {
  return new AssertionError(
    'Something went unexpectedly wrong in activation checkpoint. Please report this bug by filing an issue to PyTorch.',
  )
}
