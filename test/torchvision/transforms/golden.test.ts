import torch from 'torch-node'
import { random } from 'torch-node/builtins'
import transforms from 'torch-node/torchvision/transforms'
import * as presets from 'torch-node/torchvision/transforms/_presets'
import { readJson } from '../../golden/support/json.js'
import { construct, given, image, type Modules, plain } from './support.js'

interface Case {
  kind: string | null
  size: number[]
  seed: number
  name: string
  args: unknown[]
  kwargs: Record<string, unknown>
  repr?: string
  out?: unknown
  error?: [string, string]
}

const T: Modules = transforms

function perform({ kind, size, seed, name, args, kwargs }: Case): Partial<Case> {
  const got: Partial<Case> = {}
  torch.manual_seed(seed)
  random.seed(seed)
  try {
    const img = kind === null ? null : image(kind, size)
    if (name.startsWith('F.')) {
      const fn = transforms.functional[name.slice(2) as 'hflip']
      got.out = plain(Reflect.apply(fn, null, [img, ...given(T, args, kwargs)]))
    } else {
      const module: Modules = name.startsWith('P.') ? presets : T
      const made = construct(module, name.replace('P.', ''), args, kwargs)
      got.repr = String(made)
      const call = made as (img: unknown) => unknown
      if (img !== null) got.out = plain([call(img), call(img)])
    }
  } catch (error) {
    const { name: cls, message } = error as Error
    got.error = [cls, message.split('\n')[0] as string]
  }
  return got
}

/** What differs, with the reason: by name, kind and arguments. */
const known: Record<string, string> = {}

// As the goldens: sums that are split among threads round differently.
beforeAll(() => torch.set_num_threads(1))

const cases = readJson<Case[]>('transforms.gz')
const names = [...new Set(cases.map((one) => one.name))]

describe.each(names)('torchvision.transforms %s', (name) => {
  const own = cases.filter((one) => one.name === name)
  const kinds = [...new Set(own.map((one) => one.kind))]

  test.each(kinds)('of %s', (kind) => {
    const wrong = own
      .filter((one) => one.kind === kind)
      .flatMap((one) => {
        const call = `${name} ${kind} ${JSON.stringify([one.args, one.kwargs, one.seed])}`
        const { repr, out, error } = one
        const expected = JSON.stringify({ repr, out, error })
        const got = perform(one)
        const actual = JSON.stringify({ repr: got.repr, out: got.out, error: got.error })
        return (actual === expected) !== call in known ? [] : [{ call, actual, expected }]
      })
    expect(wrong).toEqual([])
  })
})
