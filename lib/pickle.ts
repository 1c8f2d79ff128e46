// The exceptions of Python's `pickle`: `import { UnpicklingError } from 'torch-node/pickle'`.

import { callable } from './_callable.js'
import { Exception } from './errors.js'

class PickleError extends Exception {}
class PicklingError extends PickleError {}
class UnpicklingError extends PickleError {}

/** The base of both errors of pickles. */
const PickleError_ = callable(PickleError)
/** What `torch.save` throws of a value that cannot be saved. */
const PicklingError_ = callable(PicklingError)
/** What `torch.load` throws of a file that holds what must not, or cannot, be read. */
const UnpicklingError_ = callable(UnpicklingError)
type PickleError_ = PickleError
type PicklingError_ = PicklingError
type UnpicklingError_ = UnpicklingError

export * as default from './pickle.js'
export {
  PickleError_ as PickleError,
  PicklingError_ as PicklingError,
  UnpicklingError_ as UnpicklingError,
}
