// All of the real data, hashed as Python hashed it.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import datasets from 'torch-node/torchvision/datasets'
import { readJson } from '../golden/support/json.js'
import { entryOf, sha } from './support.js'

const { real } = readJson<{ real: Record<string, unknown[]> }>('vision_data.gz')
const given = process.env.TORCH_NODE_DATA
const root = resolve(given ?? '.')
const isThere = given !== undefined && existsSync(join(root, 'mnist'))
if (!isThere) console.log('real data: skipped, TORCH_NODE_DATA names no folder that holds it')

class Cut extends datasets.CIFAR10 {
  static override train_list = [1, 2, 3, 4, 5].map((i) => [`data_batch_${i}`, null] as const)
  static override test_list = [['test_batch', null]] as const
  static override meta = { ...datasets.CIFAR10.meta, md5: null }
}

;(isThere ? describe : describe.skip)('torchvision.datasets on real data', () => {
  test.each([true, false])('MNIST, train: %s', (train) => {
    const mnist = datasets.MNIST(join(root, 'mnist'), { train })
    const parts = [entryOf(mnist.data), entryOf(mnist.targets)]
    expect(parts).toEqual(real[train ? 'train' : 't10k'])
  })

  test.each([true, false])('CIFAR10, train: %s', (train) => {
    const cifar = new Cut(join(root, 'cifar10'), { train })
    const parts = [sha(cifar.data.data), sha(Uint8Array.from(cifar.targets)), cifar.classes]
    expect(parts).toEqual(real[`cifar ${train}`])
  })

  test.each(['train', 'val'])('ants and bees, %s', (part) => {
    const folder = datasets.ImageFolder(join(root, 'hymenoptera_data', part))
    const pixels = createHash('sha1')
    for (const [image, target] of folder) {
      pixels.update(Uint8Array.of(target))
      pixels.update(`(${image.width}, ${image.height})`)
      pixels.update(image.data as Uint8Array)
    }
    const entry = [folder.length, pixels.digest('hex').slice(0, 16)]
    expect(entry).toEqual(real[`ants and bees ${part}`])
  })
})
