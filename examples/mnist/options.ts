/** The command line of the example. */
import { parseArgs } from 'node:util'
import { UserError } from './errors.js'

export interface Options {
  readonly data: string | undefined
  readonly download: boolean
  readonly epochs: number
  readonly batchSize: number
  readonly lr: number
  readonly seed: number
  readonly smoke: boolean
  readonly plot: string | undefined
}

export const help = `Trains a convolutional network on images of digits.

  npm start -- [options]

  --data DIR        train on MNIST's own files in DIR (torchvision's root, or the folder of the
                    idx files, gzipped or not); the default is digits that the example draws
  --download        get MNIST from its mirrors, into --data or examples/mnist/data/mnist
  --epochs N        rounds over the training images (5)
  --batch-size N    images per step (64)
  --lr X            learning rate of Adam (0.001)
  --seed N          seed of weights, shuffles and dropout (1)
  --plot FILE       where the loss curve goes, an SVG (examples/mnist/data/loss.svg)
  --smoke           a run of a few seconds: few images, three epochs
  --help            this text
`

function positive(name: string, text: string, integral: boolean): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0) || value === Infinity || (integral && value % 1 !== 0)) {
    const wanted = integral ? 'a whole number above 0' : 'a number above 0'
    throw new UserError(`--${name} wants ${wanted}, not '${text}'`)
  }
  return value
}

/** Reads the flags; `null` when help is asked for. */
export function parseOptions(argv: readonly string[]): Options | null {
  const options = {
    data: { type: 'string' },
    download: { type: 'boolean', default: false },
    epochs: { type: 'string' },
    'batch-size': { type: 'string', default: '64' },
    lr: { type: 'string', default: '0.001' },
    seed: { type: 'string', default: '1' },
    plot: { type: 'string' },
    smoke: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const
  const parse = () => parseArgs({ args: [...argv], options, strict: true, allowPositionals: false })
  let values: ReturnType<typeof parse>['values']
  try {
    ;({ values } = parse())
  } catch (error) {
    throw new UserError(`${(error as Error).message} (--help lists the options)`)
  }
  if (values.help) return null
  const seed = Number(values.seed)
  if (values.seed.trim() === '' || !Number.isSafeInteger(seed)) {
    throw new UserError(`--seed wants a whole number, not '${values.seed}'`)
  }
  return {
    data: values.data,
    download: values.download,
    epochs: positive('epochs', values.epochs ?? (values.smoke ? '3' : '5'), true),
    batchSize: positive('batch-size', values['batch-size'], true),
    lr: positive('lr', values.lr, false),
    seed,
    smoke: values.smoke,
    plot: values.plot,
  }
}
