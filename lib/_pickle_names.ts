// The names of classes and functions in pickles.

import { decodeUtf8 } from './_surrogates.js'
import { EOFError } from './errors.js'
import { UnpicklingError } from './pickle.js'

/** Bytes, from first to last. */
export interface Source {
  /** The next bytes: fewer at the end. */
  read(count: number): Buffer
  /** The next line with its end. */
  readline(): Buffer
}

export const blocked: ReadonlySet<string> = new Set(['sys', 'os', 'posix', 'nt'])

// Modules that Python 3 renamed.
const renamed: Readonly<Record<string, string>> = {
  __builtin__: 'builtins',
  copy_reg: 'copyreg',
  cPickle: 'pickle',
  Queue: 'queue',
  UserDict: 'collections',
  UserList: 'collections',
}

const nestedMessage =
  '``torch.nested`` and ``torch._dynamo`` must be imported to load nested jagged tensors (NJTs)'

const distributedMessage = '``torch.distributed.tensor`` must be imported to load DTensors'

export const notImported: Readonly<Record<string, string>> = {
  'torch.nested._internal.nested_tensor.NestedTensor': nestedMessage,
  'torch.nested._internal.nested_tensor._rebuild_njt': nestedMessage,
  'torch._dynamo.decorators._DimRange': nestedMessage,
  'torch.distributed.device_mesh.DeviceMesh': distributedMessage,
  'torch.distributed.tensor._dtensor_spec.DTensorSpec': distributedMessage,
  'torch.distributed.tensor._dtensor_spec.TensorMeta': distributedMessage,
  'torch.distributed.tensor.DTensor': distributedMessage,
  'torch.distributed.tensor.placement_types.Partial': distributedMessage,
  'torch.distributed.tensor.placement_types.Replicate': distributedMessage,
  'torch.distributed.tensor.placement_types.Shard': distributedMessage,
}

/** The error of a class or function that is not allowed. */
export function unsupportedGlobal(path: string): UnpicklingError {
  const name = path.startsWith('builtins.') ? path.slice('builtins.'.length) : path
  return new UnpicklingError(
    `Unsupported global: GLOBAL ${name} was not an allowed global by default. ` +
      `Please use \`torch.serialization.add_safe_globals([${name}])\` or the ` +
      `\`torch.serialization.safe_globals([${name}])\` context manager to allowlist this global ` +
      'if you trust this class/function.',
  )
}

/** Reads `count` bytes, all of them. */
export function exactly(source: Source, count: number): Buffer {
  const bytes = source.read(count)
  if (bytes.length !== count) throw new EOFError('pickle data was truncated')
  return bytes
}

export function readGlobal(source: Source): [module: string, name: string] {
  const line = (): string => decodeUtf8(source.readline().subarray(0, -1))
  const module = line()
  return [Object.hasOwn(renamed, module) ? (renamed[module] as string) : module, line()]
}

// Bytes that follow an opcode; those of strings and longs say it themselves.
const operands: Readonly<Record<string, number>> = {
  ...{ J: 4, K: 1, M: 2, G: 8, h: 1, j: 4, q: 1, r: 4, '\x80': 1 },
  ...Object.fromEntries([...'\x81Rbaesu(t\x85\x86\x87N\x88\x89)]}\x8fQ'].map((code) => [code, 0])),
}

/** The names of the classes and functions in a pickle, which is not loaded. */
export function get_globals_in_pkl(source: Source): Set<string> {
  const found = new Set<string>()
  for (;;) {
    const [byte] = source.read(1)
    if (byte === undefined) throw new EOFError()
    const code = String.fromCharCode(byte)
    if (code === '.') return found
    if (code === 'c') found.add(readGlobal(source).join('.'))
    else if (code === 'X') exactly(source, exactly(source, 4).readUInt32LE())
    else if (code === 'U' || code === '\x8a') exactly(source, exactly(source, 1)[0] as number)
    else if (Object.hasOwn(operands, code)) exactly(source, operands[code] as number)
    else throw new UnpicklingError(`Unsupported operand ${byte}`)
  }
}
