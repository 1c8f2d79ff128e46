/**
 * What the examples take on the command line: `--smoke`, `--data DIR` (or TORCH_NODE_DATA) for real data, `--download` to
 * fetch it, `--epochs N`.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

export const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    data: { type: 'string' },
    download: { type: 'boolean', default: false },
    epochs: { type: 'string' },
    // char_seq2seq's own
    cell: { type: 'string', default: 'lstm' },
    level: { type: 'string', default: 'char' },
    mode: { type: 'string', default: 'teacher-forcing' },
    num_layers: { type: 'string', default: '1' },
    bidirectional: { type: 'boolean', default: false },
    num_samples: { type: 'string', default: '10000' },
    batch_size: { type: 'string', default: '256' },
    latent_dim: { type: 'string', default: '256' },
  },
})

/** Whether to be done in seconds, on the data that the examples bring along. */
export const { smoke, download } = values

/** The package's own folder: examples run compiled, so not where their sources lie. */
export const packageRoot = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** The real data `name` where somebody has it, else the small sample of it that lies in examples/samples. */
export function dataPath(name: string, sample = name): string {
  const real = values.data ?? process.env.TORCH_NODE_DATA
  if (!smoke && real !== undefined) return join(real, name)
  return join(packageRoot, 'examples/samples', sample)
}
