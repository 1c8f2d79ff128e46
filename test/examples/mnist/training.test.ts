import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch from 'torch-node'
import { Adam } from 'torch-node/optim'
import { DataLoader } from 'torch-node/utils/data'
import { findRaw, loadPart } from '../../../examples/mnist/dataset.js'
import { drawDigits } from '../../../examples/mnist/digits.js'
import { UserError } from '../../../examples/mnist/errors.js'
import { writeIdx } from '../../../examples/mnist/idx.js'
import { Net } from '../../../examples/mnist/model.js'
import { saveLossCurve } from '../../../examples/mnist/plot.js'
import { accuracy, trainEpoch } from '../../../examples/mnist/train.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'torch-node-mnist-'))
  for (const [part, seed] of [
    ['train', 1],
    ['t10k', 2],
  ] as const) {
    const { images, labels } = drawDigits(640, seed)
    writeIdx(join(folder, `${part}-images-idx3-ubyte.gz`), images)
    writeIdx(join(folder, `${part}-labels-idx1-ubyte`), labels)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

test('learns the digits, by the same losses as in Python', () => {
  torch.manual_seed(1)
  const loader = DataLoader(loadPart(folder, 'train'), { batch_size: 64, shuffle: true })
  const net = new Net()
  const optimizer = Adam(net.parameters(), { lr: 0.001 })
  const losses = [1, 2, 3].flatMap((epoch) => trainEpoch(net, optimizer, loader, `epoch ${epoch}`))
  // Made by losses.py. Equal to the bit on the machine that made them; another CPU takes other
  // kernels (AVX2, AVX512), whose sums round differently.
  const golden = JSON.parse(readFileSync(join(__dirname, 'losses.json'), 'utf8')) as {
    losses: number[]
  }
  expect(losses).toHaveLength(golden.losses.length)
  losses.forEach((loss, i) => {
    expect(Math.abs(loss / (golden.losses[i] as number) - 1)).toBeLessThan(1e-3)
  })
  const share = accuracy(net, DataLoader(loadPart(folder, 't10k'), { batch_size: 500 }))
  expect(share).toBeGreaterThan(0.75)
})

test('training and testing put the network into their modes', () => {
  const loader = DataLoader(loadPart(folder, 't10k', 64), { batch_size: 64 })
  const net = new Net()
  accuracy(net, loader)
  expect(net.training).toBe(false)
  trainEpoch(net, Adam(net.parameters()), loader, '')
  expect(net.training).toBe(true)
})

test('the images are normalised, the labels int64, both cut to the limit', () => {
  const [images, labels] = loadPart(folder, 't10k', 100).tensors as [torch.Tensor, torch.Tensor]
  expect([...images.shape]).toEqual([100, 1, 28, 28])
  expect(images.dtype).toBe(torch.float32)
  expect(images.min().item()).toBeCloseTo(-0.1307 / 0.3081, 5)
  expect(labels.dtype).toBe(torch.int64)
  expect(labels.tolist()).toEqual([...drawDigits(640, 2).labels.data.subarray(0, 100)])
})

test('the files are found among other data, in the root, in MNIST, and in the folder itself', () => {
  const all = join(folder, 'all')
  const root = join(all, 'mnist')
  const raw = join(root, 'MNIST', 'raw')
  mkdirSync(raw, { recursive: true })
  writeIdx(join(raw, 't10k-images-idx3-ubyte'), drawDigits(1, 1).images)
  for (const given of [all, root, join(root, 'MNIST'), raw]) expect(findRaw(given)).toBe(raw)
  const lost = join(folder, 'lost')
  expect(() => findRaw(lost)).toThrow(UserError)
  expect(() => findRaw(lost)).toThrow(join(lost, 'MNIST', 'raw'))
})

test.each<[string, number[], number[], RegExp]>([
  ['images of another size', [1, 32, 32], [1], /1x32x32 images and 1 labels for train; Nx28x28/],
  ['more labels than images', [1, 28, 28], [2], /1x28x28 images and 2 labels/],
])('%s are refused', (_what, imageShape, labelShape, message) => {
  const bad = mkdtempSync(join(folder, 'bad-'))
  const array = (shape: number[]) => ({
    shape,
    data: new Uint8Array(shape.reduce((a, b) => a * b)),
  })
  writeIdx(join(bad, 'train-images-idx3-ubyte'), array(imageShape))
  writeIdx(join(bad, 'train-labels-idx1-ubyte'), array(labelShape))
  expect(() => loadPart(bad, 'train')).toThrow(message)
  expect(() => loadPart(bad, 't10k')).toThrow(`${bad} lacks t10k-images-idx3-ubyte(.gz)`)
})

test('the loss curve has a line for each series, and its kind by its ending', () => {
  const losses = Array.from({ length: 40 }, (_, i) => 1 / (i + 1))
  const [svg, png] = ['loss.svg', 'loss.png'].map((name) => {
    const path = join(folder, name)
    saveLossCurve(path, { losses, accuracies: [0.5, 0.9] })
    return readFileSync(path)
  }) as [Buffer, Buffer]
  expect(svg.toString()).toMatch(/<svg [\s\S]*<\/svg>\s*$/)
  for (const color of ['#B0C4DE', '#1F77B4', '#FF7F0E']) {
    expect(svg.toString()).toContain(`stroke="${color}"`)
  }
  expect(png.subarray(1, 4).toString()).toBe('PNG')
})
