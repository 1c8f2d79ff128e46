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

// Modules that hold a class of their own name.
const named = 'torch-node/PIL'

// What `F` is in the files of a folder that has functions of its own; the innermost first.
const functionals = ['torchvision/transforms/v2', 'torchvision/transforms']

function placed(one: Name, file: string): Name {
  const folder =
    one.name === 'F' ? functionals.find((each) => file.includes(`/lib/${each}/`)) : undefined
  return folder === undefined
    ? one
    : { ...one, from: `torch-node/${folder}/functional`, exported: '*' }
}

/** The names that an example of a file uses, beside those that the file exports. */
export function namesIn(code: string, own: ReadonlySet<string>, file: string): readonly Name[] {
  const words = new Set(code.match(/\w+/g))
  return all
    .filter(({ name, from }) => words.has(name) && (from === named || !own.has(name)))
    .map((one) => placed(one, file))
}

/** The import of one of them. */
export function importOf({ name, from, exported }: Name): string {
  if (exported === 'default') return `import ${name} from '${from}'\n`
  if (exported === '*') return `import * as ${name} from '${from}'\n`
  return `import { ${name} } from '${from}'\n`
}

/** The value of one of them. */
export function exportedBy({ from, exported }: Name): unknown {
  const module = require(from) as Record<string, unknown>
  return exported === '*' ? module : module[exported]
}

export type { Name }
