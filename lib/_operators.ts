// The operators of the table as functions and methods, by namespace. The generated files give them their types.

import { asFunction, asMethod, type OperatorFunction } from './_call.js'
import type { Namespace } from './_generated/operators.js'
import { defineOperators, type NativeOperator } from './native.js'

// The native gives nothing; Python hands back the list that a foreach operator has written.
function givingList(foreach: OperatorFunction): OperatorFunction {
  return (...args) => {
    foreach(...args)
    const [list] = args
    return Array.isArray(list) ? list : (list as { self: unknown }).self
  }
}

function asForeach(name: string, operator: NativeOperator): OperatorFunction {
  const foreach = asFunction(name, operator)
  return /^_foreach_.*_$/.test(name) ? givingList(foreach) : foreach
}

function define(namespace: Namespace): Readonly<Record<string, OperatorFunction>> {
  const wrap = namespace === 'Tensor' ? asMethod : asForeach
  return Object.fromEntries(
    defineOperators(namespace).map(([name, operator]) => [name, wrap(name, operator)]),
  )
}

export const operators: Readonly<Record<Namespace, Readonly<Record<string, OperatorFunction>>>> = {
  torch: define('torch'),
  Tensor: define('Tensor'),
  nn: define('nn'),
  linalg: define('linalg'),
  fft: define('fft'),
  special: define('special'),
  sparse: define('sparse'),
  nested: define('nested'),
}
