// Python's exceptions, with Python's names, messages and relations.

import { callable, enter } from './_callable.js'
import { pyRepr } from './_repr.js'

/** What every Python exception here extends; JavaScript's own `TypeError` does not. */
class Exception extends Error {
  /** The C++ frames that LibTorch appended to its message, where the error came from there. */
  declare cppStack?: string

  constructor(message = '', options?: ErrorOptions) {
    super(message, options)
    // The first line of a stack is where the error was made.
    Error.captureStackTrace(this, enter)
    // Read from the class, so that a user's subclass gets its own name.
    Object.defineProperty(this, 'name', {
      value: new.target.name,
      writable: true,
      configurable: true,
    })
  }
}

class RuntimeError extends Exception {}
class NotImplementedError extends RuntimeError {}
class ValueError extends Exception {}
class LookupError extends Exception {}
class IndexError extends LookupError {}
class AttributeError extends Exception {}
class AssertionError extends Exception {}
class OverflowError extends Exception {}
class ZeroDivisionError extends Exception {}
class ImportError extends Exception {}
class ModuleNotFoundError extends ImportError {}
class EOFError extends Exception {}
class OSError extends Exception {}
class FileNotFoundError extends OSError {}
class FileExistsError extends OSError {}
class NotADirectoryError extends OSError {}
class OutOfMemoryError extends RuntimeError {}
class AcceleratorError extends RuntimeError {}
class LinAlgError extends RuntimeError {}

/** Its message is the repr of the missing key, as `str(KeyError('a'))` is `'a'` with quotes. */
class KeyError extends LookupError {
  readonly key: unknown

  constructor(key?: unknown, options?: ErrorOptions) {
    super(key === undefined ? '' : pyRepr(key), options)
    this.key = key
  }
}

class StopIteration extends Exception {
  /** What a generator returned. */
  readonly value: unknown

  constructor(value?: unknown) {
    super(value === undefined ? '' : String(value))
    this.value = value
  }
}

/**
 * What every Python exception here extends; JavaScript's own `TypeError` does not.
 *
 * @example
 * let caught = null
 * try {
 *   torch.ones(2).view(3)
 * } catch (error) {
 *   caught = error
 * }
 * caught instanceof Exception // True
 *
 * @see https://docs.python.org/3/library/exceptions.html#Exception
 */
const Exception_ = callable(Exception)
/** What LibTorch throws where nothing more special fits. */
const RuntimeError_ = callable(RuntimeError)
/** An operator or option that this device, dtype or class does not have; a RuntimeError. */
const NotImplementedError_ = callable(NotImplementedError)
/** A value that is of the right kind, but not a right one. */
const ValueError_ = callable(ValueError)
/** The base of IndexError and KeyError. */
const LookupError_ = callable(LookupError)
/** An index out of range. */
const IndexError_ = callable(IndexError)
/** A key that is not there. Its message is the repr of the key. */
const KeyError_ = callable(KeyError)
/** A field or method that is not there. */
const AttributeError_ = callable(AttributeError)
/** What was taken for granted does not hold; also what `torch.testing.assert_close` throws. */
const AssertionError_ = callable(AssertionError)
/** The end of an iterator; `value` is what a generator returned. */
const StopIteration_ = callable(StopIteration)
/** A number too large for its type. */
const OverflowError_ = callable(OverflowError)
/** A division by zero. */
const ZeroDivisionError_ = callable(ZeroDivisionError)
/** A module that cannot be loaded. */
const ImportError_ = callable(ImportError)
/** A module that is not there; an ImportError. */
const ModuleNotFoundError_ = callable(ModuleNotFoundError)
/** A file that ends too early. */
const EOFError_ = callable(EOFError)
/** Trouble with a file or the system. */
const OSError_ = callable(OSError)
/** A file that is not there; an OSError. */
const FileNotFoundError_ = callable(FileNotFoundError)
/** A file or folder that is there already; an OSError. */
const FileExistsError_ = callable(FileExistsError)
/** A file where a folder should be; an OSError. */
const NotADirectoryError_ = callable(NotADirectoryError)
/** A GPU without enough memory; a RuntimeError. */
const OutOfMemoryError_ = callable(OutOfMemoryError)
/** An error of a GPU itself, which later calls may show; a RuntimeError. */
const AcceleratorError_ = callable(AcceleratorError)
/** A matrix that an algorithm of `torch.linalg` cannot treat, such as a singular one; a RuntimeError. */
const LinAlgError_ = callable(LinAlgError)

// JavaScript's own, so that the table of Python's classes is whole.
/** JavaScript's own: an argument of a wrong kind, or one missing. */
const TypeError_ = globalThis.TypeError

type Exception_ = Exception
type RuntimeError_ = RuntimeError
type NotImplementedError_ = NotImplementedError
type ValueError_ = ValueError
type TypeError_ = TypeError
type LookupError_ = LookupError
type IndexError_ = IndexError
type KeyError_ = KeyError
type AttributeError_ = AttributeError
type AssertionError_ = AssertionError
type StopIteration_ = StopIteration
type OverflowError_ = OverflowError
type ZeroDivisionError_ = ZeroDivisionError
type ImportError_ = ImportError
type ModuleNotFoundError_ = ModuleNotFoundError
type EOFError_ = EOFError
type OSError_ = OSError
type FileNotFoundError_ = FileNotFoundError
type FileExistsError_ = FileExistsError
type NotADirectoryError_ = NotADirectoryError
type OutOfMemoryError_ = OutOfMemoryError
type AcceleratorError_ = AcceleratorError
type LinAlgError_ = LinAlgError

export {
  AcceleratorError_ as AcceleratorError,
  AssertionError_ as AssertionError,
  AttributeError_ as AttributeError,
  EOFError_ as EOFError,
  Exception_ as Exception,
  FileExistsError_ as FileExistsError,
  FileNotFoundError_ as FileNotFoundError,
  ImportError_ as ImportError,
  IndexError_ as IndexError,
  KeyError_ as KeyError,
  LinAlgError_ as LinAlgError,
  LookupError_ as LookupError,
  ModuleNotFoundError_ as ModuleNotFoundError,
  NotADirectoryError_ as NotADirectoryError,
  NotImplementedError_ as NotImplementedError,
  OSError_ as OSError,
  OutOfMemoryError_ as OutOfMemoryError,
  OverflowError_ as OverflowError,
  RuntimeError_ as RuntimeError,
  StopIteration_ as StopIteration,
  TypeError_ as TypeError,
  ValueError_ as ValueError,
  ZeroDivisionError_ as ZeroDivisionError,
}
