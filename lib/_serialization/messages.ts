// The texts of torch.load for files that it refuses.

import { UnpicklingError } from '../pickle.js'

export const UNSAFE_MESSAGE =
  'In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` ' +
  'from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, ' +
  'but it can result in arbitrary code execution. Do it only if you got the file from a ' +
  'trusted source.'

const DOCS_MESSAGE =
  '\n\nCheck the documentation of torch.load to learn more about types accepted by default with ' +
  'weights_only https://pytorch.org/docs/stable/generated/torch.load.html.'

function weightsOnlyMessage(message: string): string {
  if (/GLOBAL (\S+) was not an allowed global by default./.test(message)) {
    return (
      'Weights only load failed. This file can still be loaded, to do so you have two options, ' +
      '\x1b[1mdo those steps only if you trust the source of the checkpoint\x1b[0m. ' +
      `\n\t(1) ${UNSAFE_MESSAGE}\n\t(2) Alternatively, to load with \`weights_only=True\` please check ` +
      `the recommended steps in the following error message.\n\tWeightsUnpickler error: ${message}${DOCS_MESSAGE}`
    )
  }
  if (/(\S+) must be (\S+) to load/.test(message)) {
    return `Weights only load failed. ${message}\n ${UNSAFE_MESSAGE}\n`
  }
  const isBlocked = /whose module (\S+) is blocked/.test(message)
  const request = isBlocked
    ? ''
    : 'Please file an issue with the following so that we can make ' +
      '`weights_only=True` compatible with your use case: WeightsUnpickler error: '
  return `Weights only load failed. ${UNSAFE_MESSAGE}\n${request}\n\n${message}${DOCS_MESSAGE}`
}

// What Python would run: there is nothing here that could.
function noCodeMessage(message: string): string {
  const [, path] = /GLOBAL (\S+) was not an allowed global/.exec(message) ?? []
  if (path === undefined) return message
  return (
    `The file holds an object of ${path}, a class or function of Python, which does not exist here: torch.load reads ` +
    'data alone, with `weights_only=False` too. Save the `state_dict()` of a module in Python instead of the module; ' +
    `or name a class of your own for it by \`torch.serialization.add_safe_globals([[MyClass, '${path}']])\`.`
  )
}

/** The error of `torch.load` for one of its unpickler. */
export function explain(error: Error, weights_only: boolean): UnpicklingError {
  const { message } = error
  return new UnpicklingError(weights_only ? weightsOnlyMessage(message) : noCodeMessage(message))
}
