// The operators that a program calls, as LibTorch's observer writes them down.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RuntimeError } from '../../errors.js'
import { ExecutionTraceObserver } from '../../profiler/profiler.js'

/** What an operator took or gave: values, shapes and types at the same places; of a tensor the value is its identity. */
export interface Values {
  values: unknown[]
  shapes: unknown[]
  types: string[]
}

/** A call of an operator, or a range that a program named; its parent is what it happened in. */
export interface TraceNode {
  id: number
  name: string
  /** The parent. */
  ctrl_deps: number
  inputs: Values
  outputs: Values
  attrs: { name: string; value: unknown }[]
}

/** Whether it is an operator, rather than a range. */
export function isOperator({ attrs }: TraceNode): boolean {
  return attrs.some(({ name, value }) => name === 'op_schema' && value !== '')
}

/** Runs a function and gives what it called, in order, and its result. */
export function recordOperators<R>(body: () => R): { nodes: TraceNode[]; result: R } {
  const folder = mkdtempSync(join(tmpdir(), 'torch-node-graph-'))
  const path = join(folder, 'trace.json')
  const observer = new ExecutionTraceObserver().register_callback(path)
  try {
    if (!observer.is_registered) {
      throw new RuntimeError(
        'a graph is recorded by an ExecutionTraceObserver, and another one is registered: unregister it first',
      )
    }
    observer.start()
    let result: R
    try {
      result = body()
    } finally {
      observer.stop()
      observer.unregister_callback()
    }
    const { nodes } = JSON.parse(readFileSync(path, 'utf8')) as { nodes: TraceNode[] }
    return { nodes: nodes.sort((a, b) => a.id - b.id), result }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
