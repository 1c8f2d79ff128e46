// Mirrors safetensors/torch.py: `import { load_file } from 'torch-node/safetensors/torch'`.

import { isTensor } from '../_is_tensor.js'
import { python } from '../_kwargs.js'
import { isPlainObject, pyRepr } from '../_repr.js'
import { withOutput } from '../_serialization/files.js'
import { forPieces } from '../_serialization/memory.js'
import { classText } from '../_typename.js'
import { KeyError, RuntimeError, ValueError } from '../errors.js'
import { strided } from '../layout.js'
import { native } from '../native.js'
import type { Module } from '../nn/modules/module.js'
import type { Device, Tensor } from '../types.js'
import {
  headerLength,
  readHeader,
  SafetensorError,
  type TensorInfo,
  typeOf,
  writeHeader,
} from './_format.js'
import { SafeFile, tensorOf, tensorsByName } from './_safe_file.js'
import { duplicateNames, sharedNames } from './_shared.js'

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>
/** Text that goes into the header of a file. */
export type Metadata = Readonly<Record<string, string>>

function check(tensors: unknown): asserts tensors is Tensors {
  if (!isPlainObject(tensors)) {
    throw new ValueError(
      `Expected a dict of [str, torch.Tensor] but received ${classText(tensors)}`,
    )
  }
  const sparse: string[] = []
  for (const [name, tensor] of Object.entries(tensors)) {
    if (!isTensor(tensor)) {
      throw new ValueError(
        `Key \`${name}\` is invalid, expected torch.Tensor but received ${classText(tensor)}`,
      )
    }
    if (tensor.layout !== strided) sparse.push(name)
  }
  if (sparse.length > 0) {
    throw new ValueError(
      `You are trying to save a sparse tensors: \`${pyRepr(sparse)}\` which this library does not support.` +
        ' You can make it a dense tensor before saving with `.to_dense()` but be aware this might' +
        ' make a much larger file than needed.',
    )
  }
  const shared = sharedNames(tensors as Tensors).filter((names) => names.length > 1)
  if (shared.length > 0) {
    throw new RuntimeError(
      `
            Some tensors share memory, this will lead to duplicate memory on disk and potential differences when loading them again: ${pyRepr(shared.map((names) => new Set(names)))}.
            A potential way to correctly save your model is to use \`save_model\`.
            More information at https://huggingface.co/docs/safetensors/torch_shared_tensors
            `,
    )
  }
}

function checkMetadata(metadata: Metadata | null): void {
  for (const value of Object.values(metadata ?? {})) {
    if (typeof value !== 'string') {
      throw new TypeError(
        `argument 'metadata': '${classText(value).slice(8, -2)}' object is not an instance of 'str'`,
      )
    }
  }
}

function describe(name: string, tensor: Tensor): TensorInfo & { rank: number } {
  if (!tensor.is_contiguous()) {
    throw new ValueError(
      `You are trying to save a non contiguous tensor: \`${name}\` which is not allowed. It either means you` +
        " are trying to save tensors which are reference of each other in which case it's recommended to save" +
        ' only the full tensors, and reslice at load time, or simply call `.contiguous()` on your tensor to' +
        ' pack it before saving.',
    )
  }
  const type = typeOf(tensor.dtype)
  if (type === null) throw new KeyError(tensor.dtype)
  const shape = [...tensor.size()]
  if (type.name === 'F4' && shape.length > 0) shape.push(2 * (shape.pop() as number))
  const stop = tensor.numel() * tensor.dtype.itemsize
  return { name, type: type.name, rank: type.rank, dtype: tensor.dtype, shape, start: 0, stop }
}

// Larger types first, then by name: so all lie at multiples of their size.
function arrange(tensors: Tensors): TensorInfo[] {
  const infos = Object.entries(tensors).map(([name, tensor]) => describe(name, tensor))
  infos.sort((a, b) => b.rank - a.rank || Buffer.from(a.name).compare(Buffer.from(b.name)))
  let at = 0
  return infos.map((info) => {
    const start = at
    at += info.stop
    return { ...info, start, stop: at }
  })
}

function write(
  tensors: unknown,
  metadata: Metadata | null,
  open: (body: (write: (bytes: Uint8Array) => void) => void) => void,
): void {
  check(tensors)
  checkMetadata(metadata)
  const infos = arrange(tensors)
  const onCpu = infos.map(({ name }) =>
    (tensors[name] as Tensor).detach().resolve_conj().resolve_neg().cpu(),
  )
  open((put) => {
    put(writeHeader(infos, metadata))
    for (const [i, { start, stop }] of infos.entries()) {
      if (start === stop) continue
      const tensor = onCpu[i] as Tensor
      const from = tensor.storage_offset() * tensor.dtype.itemsize
      forPieces(tensor.untyped_storage(), put, from, from + stop - start)
    }
  })
}

const bindSave = python('save(tensors, metadata=None)', { dicts: ['tensors', 'metadata'] })

/**
 * The bytes of a safetensors file with these tensors, which must be dense, contiguous and not share memory.
 *
 * @throws ValueError or RuntimeError for tensors that are not so.
 *
 * @example
 * const bytes = save({ weight: torch.ones(2) })
 * load(bytes).weight // tensor([1., 1.])
 *
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export function save(
  tensors: Tensors,
  metadata?: Metadata | { metadata: Metadata | null } | null,
): Uint8Array
export function save(...args: unknown[]): Uint8Array {
  const { tensors, metadata } = bindSave<{ tensors: unknown; metadata: Metadata | null }>(args)
  const parts: Uint8Array[] = []
  write(tensors, metadata, (body) => body((bytes) => parts.push(Uint8Array.from(bytes))))
  return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts)
}

const bindSaveFile = python('save_file(tensors, filename, metadata=None)', {
  dicts: ['tensors', 'metadata'],
})

/**
 * Saves tensors to a safetensors file; see {@link save}.
 *
 * @example
 * save_file({ weight: torch.ones(2) }, `${tmpdir}/w.safetensors`, { format: 'pt' })
 * load_file(`${tmpdir}/w.safetensors`).weight // tensor([1., 1.])
 *
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export function save_file(
  tensors: Tensors,
  filename: string | URL,
  metadata?: Metadata | { metadata: Metadata | null } | null,
): void
export function save_file(...args: unknown[]): void {
  const { tensors, filename, metadata } = bindSaveFile<{
    tensors: unknown
    filename: string | URL
    metadata: Metadata | null
  }>(args)
  write(tensors, metadata, (body) => withOutput(filename, body))
}

const bindLoadFile = python("load_file(filename, device='cpu', *, backend='mmap')")

/**
 * The tensors of a safetensors file. On the CPU they are on the memory of the mapped file: nothing is copied, pages are
 * read when they are looked at, and what is written to them does not reach the file.
 *
 * @throws SafetensorError for a broken file; FileNotFoundError.
 *
 * @example
 * save_file({ weight: torch.ones(2) }, `${tmpdir}/w.safetensors`)
 * Object.keys(load_file(`${tmpdir}/w.safetensors`)) // ['weight']
 *
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export function load_file(
  filename: string | URL,
  device?: Device | { device?: Device; backend?: 'mmap' | 'pread' },
): Record<string, Tensor>
export function load_file(...args: unknown[]): Record<string, Tensor> {
  const { filename, device } = bindLoadFile<{ filename: unknown; device: Device }>(args)
  const file = new SafeFile(filename, 'pt', device)
  try {
    return file.get_tensors()
  } finally {
    file.close()
  }
}

/**
 * The tensors in the bytes of a safetensors file, copied.
 *
 * @throws SafetensorError for broken bytes.
 *
 * @example
 * load(save({ weight: torch.ones(2) })).weight // tensor([1., 1.])
 *
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export function load(data: Uint8Array): Record<string, Tensor> {
  if (!ArrayBuffer.isView(data)) {
    throw new TypeError(`argument 'bytes': ${classText(data).slice(7, -1)} object is not bytes`)
  }
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  try {
    const length = headerLength(bytes.subarray(0, 8), bytes.length)
    const header = readHeader(bytes.subarray(8, 8 + length), bytes.length)
    return tensorsByName(header.tensors, (info) => {
      const part = bytes.subarray(header.dataStart + info.start, header.dataStart + info.stop)
      const own = Uint8Array.from(part)
      return tensorOf(
        info,
        native.fromTypedArray(own, [own.length], [1], 0, null).untyped_storage(),
      )
    })
  } catch (error) {
    if (!(error instanceof SafetensorError)) throw error
    throw new SafetensorError(`Error while deserializing: ${error.message}`)
  }
}

const bindSaveModel = python('save_model(model, filename, metadata=None, force_contiguous=True)', {
  dicts: ['metadata'],
})

/**
 * Saves the state of a module. Of tensors that share memory one is saved; the header tells of the others.
 *
 * @example
 * const net = nn.Linear(2, 1)
 * save_model(net, `${tmpdir}/net.safetensors`)
 * load_model(net, `${tmpdir}/net.safetensors`) // [[], []]
 *
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export function save_model(
  model: Module,
  filename: string | URL,
  metadata?: Metadata | null,
  force_contiguous?: boolean | { force_contiguous?: boolean },
): void
export function save_model(
  model: Module,
  filename: string | URL,
  options: { metadata?: Metadata | null; force_contiguous?: boolean },
): void
export function save_model(...args: unknown[]): void {
  const { model, filename, metadata, force_contiguous } = bindSaveModel<{
    model: Module
    filename: string | URL
    metadata: Metadata | null
    force_contiguous: boolean
  }>(args)
  const state = { ...(model.state_dict() as Record<string, Tensor>) }
  const notes: Record<string, string> = { ...metadata }
  for (const [kept, removed] of duplicateNames(state)) {
    for (const name of removed) {
      notes[name] ??= kept
      delete state[name]
    }
  }
  if (force_contiguous) {
    for (const [name, tensor] of Object.entries(state)) state[name] = tensor.contiguous()
  }
  const isEmpty = Object.keys(notes).length === 0
  try {
    save_file(state, filename, isEmpty && metadata === null ? null : notes)
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    throw new ValueError(
      `${error.message} Or use save_model(..., force_contiguous=True), read the docs for potential caveats.`,
    )
  }
}

const bindLoadModel = python(
  "load_model(model, filename, strict=True, device='cpu', *, backend='mmap')",
)

/**
 * Loads the state of a module from a safetensors file. With `strict` a name that is missing or too much is a
 * RuntimeError; without, both lists are the result.
 *
 * @example
 * const net = nn.Linear(2, 1)
 * save_file({ weight: torch.ones(1, 2) }, `${tmpdir}/part.safetensors`)
 * load_model(net, `${tmpdir}/part.safetensors`, false) // [['bias'], []]
 *
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export function load_model(
  model: Module,
  filename: string | URL,
  strict?: boolean | { strict?: boolean; device?: Device },
  device?: Device,
): [missing: string[], unexpected: string[]]
export function load_model(...args: unknown[]): [string[], string[]] {
  const { model, filename, strict, device } = bindLoadModel<{
    model: Module
    filename: string | URL
    strict: boolean
    device: Device
  }>(args)
  const state = load_file(filename, device)
  const own = model.state_dict() as Record<string, Tensor>
  const removed = [...duplicateNames(own, Object.keys(state)).values()].flat()
  const report = model.load_state_dict(state, { strict: false })
  const missing = new Set(report.missing_keys)
  const unexpected = [...report.unexpected_keys]
  for (const name of removed) if (!missing.delete(name)) unexpected.push(name)
  if (strict && missing.size + unexpected.length > 0) {
    const list = (names: Iterable<string>): string =>
      [...names]
        .sort()
        .map((name) => `"${name}"`)
        .join(', ')
    let text = `Error(s) in loading state_dict for ${model.constructor.name}:`
    if (missing.size > 0) text += `\n    Missing key(s) in state_dict: ${list(missing)}`
    if (unexpected.length > 0) text += `\n    Unexpected key(s) in state_dict: ${list(unexpected)}`
    throw new RuntimeError(text)
  }
  return [[...missing], unexpected]
}

const bindOpen = python("safe_open(filename, framework, device='cpu', *, backend='mmap')")

interface OpenOptions {
  device?: Device
  /** Files are always mapped. */
  backend?: 'mmap' | 'pread'
}

/**
 * Opens a safetensors file and takes tensors from it one by one: as an object, with `using`, or for the time of a
 * function that gets it.
 *
 * @param filename - a path or a file URL.
 * @param framework - `'pt'`.
 * @throws SafetensorError for a file that is not one; FileNotFoundError.
 *
 * @example
 * save_file({ weight: torch.ones(2, 3) }, `${tmpdir}/model.safetensors`)
 * using f = safe_open(`${tmpdir}/model.safetensors`, 'pt')
 * f.keys() // ['weight']
 * f.get_tensor('weight').size() // torch.Size([2, 3])
 * f.get_slice('weight')['0:1'] // tensor([[1., 1., 1.]])
 *
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export function safe_open(
  filename: string | URL,
  framework: 'pt' | 'torch' | 'pytorch',
  device?: Device | OpenOptions,
): SafeFile
export function safe_open<R>(
  filename: string | URL,
  framework: 'pt' | 'torch' | 'pytorch',
  ...rest: [body: (f: SafeFile) => R] | [device: Device | OpenOptions, body: (f: SafeFile) => R]
): R
export function safe_open(...args: unknown[]): unknown {
  const body = typeof args.at(-1) === 'function' ? (args.at(-1) as (f: SafeFile) => unknown) : null
  const { filename, framework, device } = bindOpen<{
    filename: unknown
    framework: unknown
    device: Device
  }>(body === null ? args : args.slice(0, -1))
  const file = new SafeFile(filename, framework, device)
  if (body === null) return file
  try {
    return body(file)
  } finally {
    file.close()
  }
}
export * as default from './torch.js'
