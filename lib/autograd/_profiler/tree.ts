// Which event was called by which. Mirrors EventList._build_tree of torch/autograd/profiler_util.py.

import { AssertionError } from '../../errors.js'
import { DeviceType } from './enums.js'
import type { FunctionEvent } from './event.js'

/**
 * Makes an event the child of the shortest one on its thread that it lies in. Events that overlap in part only are not
 * related, and neither are those that end on another thread than they start on.
 */
export function _populate_cpu_children(events: readonly FunctionEvent[]): void {
  const synchronous = events.filter(
    (event) => !event.is_async && event.device_type === DeviceType.CPU,
  )
  // Runs of one thread and node: a node in between ends a run.
  const runs: FunctionEvent[][] = []
  let last = ''
  for (const event of synchronous.sort((a, b) => a.thread - b.thread)) {
    const key = `${event.thread} ${event.node_id}`
    if (key === last) runs.at(-1)?.push(event)
    else runs.push([event])
    last = key
  }
  for (const run of runs) nest(run.sort(byTime))
}

/** By start; of those that start together, the longest first. */
export function byTime(a: FunctionEvent, b: FunctionEvent): number {
  return a.time_range.start - b.time_range.start || b.time_range.end - a.time_range.end
}

function nest(events: readonly FunctionEvent[]): void {
  // Each of these lies in those before it.
  const open: FunctionEvent[] = []
  for (const event of events) {
    const { start, end } = event.time_range
    for (let parent = open.at(-1); parent !== undefined; parent = open.at(-1)) {
      const range = parent.time_range
      if (start >= range.end || end > range.end) {
        open.pop()
        continue
      }
      parent.append_cpu_child(event)
      if (event.cpu_parent !== null) {
        throw new AssertionError(`There is already a CPU parent event for ${event.key}`)
      }
      event.set_cpu_parent(parent)
      break
    }
    open.push(event)
  }
}

/** The events without those that only repeat the one that called them. */
export function withoutRepeats(events: readonly FunctionEvent[]): readonly FunctionEvent[] {
  let kept = events
  for (;;) {
    const repeats = new Set<FunctionEvent>()
    for (const event of kept) {
      const parent = event.cpu_parent
      if (parent === null || parent.name !== event.name || parent.cpu_children.length !== 1) {
        continue
      }
      parent.cpu_children = event.cpu_children
      parent.kernels = event.kernels
      for (const child of event.cpu_children) child.cpu_parent = parent
      repeats.add(event)
    }
    if (repeats.size === 0) return kept
    kept = kept.filter((event) => !repeats.has(event))
  }
}

const BACKWARD_FUNCTION = 1

function backwardParent(event: FunctionEvent): FunctionEvent | null {
  for (let at: FunctionEvent | null = event; at !== null; at = at.cpu_parent) {
    if (at.scope === BACKWARD_FUNCTION) return at
  }
  return null
}

/** Gives what runs in backward the source location of its forward call. */
export function _set_backward_stacktraces(events: readonly FunctionEvent[]): void {
  const forward = new Map<string, string[]>()
  for (const event of events) {
    if (backwardParent(event) !== null || event.stack === null) continue
    const key = `${event.sequence_nr} ${event.thread}`
    if (!forward.has(key)) forward.set(key, event.stack)
  }
  for (const event of events) {
    const parent = backwardParent(event)
    if (parent === null) continue
    if (parent.fwd_thread === null) {
      throw new AssertionError('Expected fwd_thread to be set for backward parent')
    }
    event.stack = forward.get(`${parent.sequence_nr} ${parent.fwd_thread}`) ?? []
  }
}
