/** What the lesson takes on the command line. */
import { parseArgs } from 'node:util'
import { dataPathOf } from '../paths.js'

export const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    data: { type: 'string' },
    cell: { type: 'string', default: 'lstm' },
    level: { type: 'string', default: 'char' },
    mode: { type: 'string', default: 'teacher-forcing' },
    num_layers: { type: 'string', default: '1' },
    bidirectional: { type: 'boolean', default: false },
    num_samples: { type: 'string', default: '10000' },
    epochs: { type: 'string', default: '100' },
    batch_size: { type: 'string', default: '256' },
    latent_dim: { type: 'string', default: '256' },
  },
})

export const { smoke } = values

export const file = dataPathOf(values, 'eng-fra/eng-fra.txt', 'eng-fra.txt')
