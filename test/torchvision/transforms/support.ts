// The inputs and values of scripts/golden/vision.py.
import { createHash } from 'node:crypto'
import torch, { type Tensor } from 'torch-node'
import { Image } from 'torch-node/PIL'
import transforms from 'torch-node/torchvision/transforms'
import { readJson } from '../../golden/support/json.js'
import { made, plain as plainImage } from '../../PIL/support.js'

const { functional: F } = transforms

/** A PIL image of a mode, a tensor `uint8:RGB`, or a batch of two `float32:RGB:2`. */
export function image(kind: string, [width, height]: readonly number[]): Image.Image | Tensor {
  const [dtype, mode, batch] = kind.split(':')
  const pil = made(mode ?? kind, width as number, height as number)
  if (mode === undefined) return pil
  let tensor = F.pil_to_tensor(pil).contiguous()
  if (dtype !== 'uint8') tensor = F.convert_image_dtype(tensor, torch[dtype as 'float32'])
  return batch === undefined ? tensor : torch.stack([tensor, tensor.flip(-1)])
}

/** A result as JSON has it. */
export function plain(value: unknown): unknown {
  if (torch.is_tensor(value)) {
    const tensor = value as Tensor
    const { data } = tensor.detach().contiguous().clone().numpy()
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const sha = createHash('sha1').update(bytes).digest('hex').slice(0, 16)
    return { tensor: [String(tensor.dtype), [...tensor.shape], sha] }
  }
  if (Array.isArray(value)) return Array.from(value, plain)
  if (value !== null && typeof value === 'object' && !(value instanceof Image.Image)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
  }
  return plainImage(value)
}

type Marked = Partial<{
  mode: 'BILINEAR'
  dtype: 'uint8'
  tensor: number[]
  policy: 'SVHN'
  T: [name: string, args: unknown[], kwargs: Record<string, unknown>]
}>

/** The modules that `T` in an argument means. */
export type Modules = Readonly<Record<string, unknown>>

/** An argument: `{"mode": "BILINEAR"}`, `{"dtype": "uint8"}`, `{"tensor": [...]}`, `{"T": [name, args, kwargs]}`. */
export function decoded(value: unknown, module: Modules): unknown {
  if (Array.isArray(value)) return value.map((one) => decoded(one, module))
  if (typeof value !== 'object' || value === null) return value
  const { mode, dtype, tensor, policy, T } = value as Marked
  if (mode !== undefined) return transforms.InterpolationMode[mode]
  if (dtype !== undefined) return torch[dtype]
  if (tensor !== undefined) return torch.tensor(tensor, { dtype: torch.float32 })
  if (policy !== undefined) return transforms.AutoAugmentPolicy[policy]
  return T === undefined ? value : construct(module, ...T)
}

/** Makes what a module calls so, of arguments as JSON has them. */
export function construct(
  module: Modules,
  name: string,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): unknown {
  return Reflect.apply(module[name] as never, null, given(module, args, kwargs))
}

/** Arguments, keywords in one trailing object. */
export function given(
  module: Modules,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): unknown[] {
  const named = Object.entries(kwargs).map(([key, one]) => [key, decoded(one, module)])
  const trailing = named.length > 0 ? [Object.fromEntries(named)] : []
  return [...args.map((one) => decoded(one, module)), ...trailing]
}

/** A call, its input and what came of it, as the goldens have it. */
export interface Case {
  kind: string | null
  size: [number, number]
  seed: number
  name: string
  args: unknown[]
  kwargs: Record<string, unknown>
  repr?: string
  out?: unknown
  error?: [string, string]
}

/** A test per function and kind of input: the cases of a golden file, whose results `perform` makes. */
export function compareCases(
  title: string,
  file: string,
  perform: (one: Case) => Partial<Case>,
): void {
  // As the goldens: sums that are split among threads round differently.
  beforeAll(() => torch.set_num_threads(1))

  const cases = readJson<Case[]>(file)
  const names = [...new Set(cases.map((one) => one.name))]

  describe.each(names)(`${title} %s`, (name) => {
    const own = cases.filter((one) => one.name === name)
    const kinds = [...new Set(own.map((one) => one.kind))]

    test.each(kinds)('of %s', (kind) => {
      const wrong = own
        .filter((one) => one.kind === kind)
        .flatMap((one) => {
          const { repr, out, error } = one
          const expected = JSON.stringify({ repr, out, error })
          const got = perform(one)
          const actual = JSON.stringify({ repr: got.repr, out: got.out, error: got.error })
          const call = `${name} ${kind} ${JSON.stringify([one.args, one.kwargs, one.seed])}`
          return actual === expected ? [] : [{ call, actual, expected }]
        })
      expect(wrong).toEqual([])
    })
  })
}
