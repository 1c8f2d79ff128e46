/**
 * What the examples take on the command line: `--smoke`, `--data DIR` (or TORCH_NODE_DATA) for real data, `--download` to
 * fetch it, `--epochs N`. (Those with options of their own, mnist and char_seq2seq, read them all themselves.)
 */
import { parseArgs } from 'node:util'
import { dataPathOf, realDataOf } from './paths.js'

export const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    data: { type: 'string' },
    download: { type: 'boolean', default: false },
    epochs: { type: 'string' },
  },
})

/** Whether to be done in seconds, on the data that the examples bring along. */
export const { smoke, download } = values

/** The folder of the real data, where somebody has it and `--smoke` does not ask for the small. */
export const realData = realDataOf(values)

/** The real data `name` where somebody has it, else the small sample of it that lies in examples/samples. */
export const dataPath = (name: string, sample = name): string => dataPathOf(values, name, sample)
