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

const Exception_ = callable(Exception)
const RuntimeError_ = callable(RuntimeError)
const NotImplementedError_ = callable(NotImplementedError)
const ValueError_ = callable(ValueError)
const LookupError_ = callable(LookupError)
const IndexError_ = callable(IndexError)
const KeyError_ = callable(KeyError)
const AttributeError_ = callable(AttributeError)
const AssertionError_ = callable(AssertionError)
const StopIteration_ = callable(StopIteration)
const OverflowError_ = callable(OverflowError)
const ZeroDivisionError_ = callable(ZeroDivisionError)
const ImportError_ = callable(ImportError)
const ModuleNotFoundError_ = callable(ModuleNotFoundError)
const EOFError_ = callable(EOFError)
const OSError_ = callable(OSError)
const FileNotFoundError_ = callable(FileNotFoundError)
const OutOfMemoryError_ = callable(OutOfMemoryError)
const AcceleratorError_ = callable(AcceleratorError)
const LinAlgError_ = callable(LinAlgError)

// JavaScript's own, so that the table of Python's classes is whole.
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
type OutOfMemoryError_ = OutOfMemoryError
type AcceleratorError_ = AcceleratorError
type LinAlgError_ = LinAlgError

export {
  AcceleratorError_ as AcceleratorError,
  AssertionError_ as AssertionError,
  AttributeError_ as AttributeError,
  EOFError_ as EOFError,
  Exception_ as Exception,
  FileNotFoundError_ as FileNotFoundError,
  ImportError_ as ImportError,
  IndexError_ as IndexError,
  KeyError_ as KeyError,
  LinAlgError_ as LinAlgError,
  LookupError_ as LookupError,
  ModuleNotFoundError_ as ModuleNotFoundError,
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
