// Mirrors ExceptionWrapper of torch/_utils.py: errors of a worker, thrown where its data was waited for.

import { isTensor } from '../../../_is_tensor.js'
import { decode } from './decode.js'
import { type Encoded, encode } from './encode.js'

/** What a worker threw, and where that was. */
export interface WrappedException {
  readonly where: string
  readonly thrown: Encoded
}

const isError = (value: unknown): value is Error =>
  typeof value === 'object' &&
  value !== null &&
  !isTensor(value) &&
  'message' in value &&
  'stack' in value

/** Wraps what was thrown, an error or not. */
export function wrapException(thrown: unknown, where: string, exchange: number): WrappedException {
  try {
    return { where, thrown: encode(thrown, exchange) }
  } catch {
    // It holds what cannot be sent: its text can.
    const text = isError(thrown) ? thrown.message : String(thrown)
    const bare = new Error(text)
    if (isError(thrown)) Object.assign(bare, { name: thrown.name, stack: thrown.stack })
    return { where, thrown: encode(bare, exchange) }
  }
}

// The class, where the error does not say otherwise itself.
const nameOf = (error: Error): string =>
  error.name === 'Error' ? error.constructor.name : error.name

// As Python shows a traceback: the oldest call first, the error last.
function traceback(error: Error): string {
  const { message, stack = '' } = error
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  const lines = [
    'Traceback (most recent call last):',
    ...frames.reverse().map((line) => `  ${line.trim()}`),
  ]
  return `${lines.join('\n')}\n${nameOf(error)}: ${message}\n`
}

/**
 * Throws it here: an error of the same class, whose `cause` is the original with its stack. What is no error comes as it
 * was.
 */
export function reraise({ where, thrown }: WrappedException, exchange: number): never {
  const original = decode(thrown, exchange)
  if (!isError(original)) throw original
  const message = `Caught ${nameOf(original)} ${where}.\nOriginal ${traceback(original)}`
  const error = new Error(message, { cause: original })
  Error.captureStackTrace(error, reraise)
  // Its constructor may want other arguments.
  Object.setPrototypeOf(error, Object.getPrototypeOf(original) as object)
  Object.defineProperty(error, 'name', {
    value: original.name,
    writable: true,
    configurable: true,
  })
  throw Object.assign(error, { ...original })
}
