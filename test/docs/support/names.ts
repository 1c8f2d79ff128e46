// What the examples of docstrings may name without importing it, beside the exports of their own file.

/** Of a module: some of its exports, its default, or all of it as one name. */
const modules: readonly [from: string, exports: string][] = [
  ['torch-node', 'torch=default nn optim Tensor'],
  ['torch-node/nn/functional', 'F=default'],
  ['torch-node/io', 'BytesIO'],
  ['torch-node/numpy', 'np=default'],
  ['torch-node/matplotlib/pyplot', 'plt=default'],
  ['torch-node/matplotlib/ticker', 'ticker=default'],
  ['torch-node/torchtext', 'torchtext=default'],
  ['torch-node/torchvision', 'torchvision=default'],
  ['torch-node/torchvision/transforms', 'transforms=default'],
  ['torch-node/torchvision/transforms/v2', 'v2=default'],
  ['torch-node/torchvision/tv_tensors', 'tv_tensors=*'],
  [
    'torch-node/PIL',
    'Image ImageColor ImageDraw ImageEnhance ImageFilter ImageFont ImageOps ImagePalette ImageStat',
  ],
  ['torch-node/tqdm', 'tqdm trange'],
  ['torch-node/builtins', 'print random range len list enumerate zip iter next sum sorted time'],
]

// There F is the functional part of the transforms, as in torchvision's documents.
const functionals: readonly [folder: string, from: string][] = [
  ['lib/torchvision/transforms/v2/', 'torch-node/torchvision/transforms/v2/functional'],
  ['lib/torchvision/transforms/', 'torch-node/torchvision/transforms/functional'],
]

interface Name {
  readonly name: string
  readonly from: string
  readonly exported: string
}

const all: readonly Name[] = modules.flatMap(([from, names]) =>
  names.split(' ').map((text) => {
    const [name, exported = name] = text.split('=') as [string, string?]
    return { name, from, exported }
  }),
)

// In PIL's files Image is the module, not the class that one of them exports.
const isOwnModule = (file: string, from: string): boolean =>
  from === 'torch-node/PIL' && file.includes('lib/PIL/')

/** The names that an example of a file uses and the file itself does not export. */
export function namesIn(file: string, code: string, own: ReadonlySet<string>): readonly Name[] {
  const words = new Set(code.match(/\w+/g))
  const [, functional] = functionals.find(([folder]) => file.includes(folder)) ?? []
  return all
    .filter(({ name, from }) => words.has(name) && (!own.has(name) || isOwnModule(file, from)))
    .map((one) => (one.name === 'F' && functional ? { ...one, from: functional } : one))
}

/** The import of one of them. */
export function importOf({ name, from, exported }: Name): string {
  if (exported === 'default') return `import ${name} from '${from}'\n`
  if (exported === '*') return `import * as ${name} from '${from}'\n`
  return `import { ${name} } from '${from}'\n`
}

/** The value of one of them. */
export function valueOfName({ from, exported }: Name): unknown {
  const module = require(from) as Record<string, unknown>
  return exported === '*' ? module : module[exported]
}

export type { Name }
