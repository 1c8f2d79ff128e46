// The operators of the table as functions and methods, by namespace. The generated files give them their types.

import type { Namespace } from './_generated/operators.js'
import { asFunction, asMethod, type OperatorFunction } from './_call.js'
import { defineOperators } from './native.js'

function define(namespace: Namespace): Readonly<Record<string, OperatorFunction>> {
  const wrap = namespace === 'Tensor' ? asMethod : asFunction
  return Object.fromEntries(
    defineOperators(namespace).map(([name, operator]) => [name, wrap(name, operator)]),
  )
}

export const operators: Readonly<
  Record<Namespace, Readonly<Record<string, OperatorFunction>>>
> = {
  torch: define('torch'),
  Tensor: define('Tensor'),
  nn: define('nn'),
  linalg: define('linalg'),
  fft: define('fft'),
  special: define('special'),
  sparse: define('sparse'),
  nested: define('nested'),
}
