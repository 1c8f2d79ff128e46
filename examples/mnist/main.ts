/**
 * `npm start`: trains a convolutional network on images of digits, shows its accuracy on the
 * test images after every epoch, and saves the loss curve.
 */
import { mkdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import torch from 'torch-node'
import { sprintf } from 'torch-node/builtins'
import { Adam } from 'torch-node/optim'
import { DataLoader } from 'torch-node/utils/data'
import { loadPart } from './dataset.js'
import { download } from './download.js'
import { UserError } from './errors.js'
import { cache, digitsFolder } from './folder.js'
import { Net } from './model.js'
import { help, type Options, parseOptions } from './options.js'
import { saveLossCurve } from './plot.js'
import { accuracy, trainEpoch } from './train.js'

const percent = (share: number) => sprintf('%.2f %%', 100 * share)
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** The folder with the four idx files that the options ask for. */
async function dataFolder({ data, download: wanted, smoke }: Options): Promise<string> {
  if (wanted) {
    const folder = data ?? join(cache, 'mnist')
    await download(folder)
    return folder
  }
  const since = performance.now()
  const folder = digitsFolder(data, smoke)
  if (data === undefined) {
    console.log(`digits: ${relative(process.cwd(), folder) || '.'} (${seconds(since)})`)
  }
  return folder
}

async function main(options: Options): Promise<void> {
  torch.manual_seed(options.seed)
  const folder = await dataFolder(options)
  const train = loadPart(folder, 'train', options.smoke ? 1280 : Infinity)
  const test = loadPart(folder, 't10k', options.smoke ? 320 : Infinity)
  const trainLoader = DataLoader(train, { batch_size: options.batchSize, shuffle: true })
  const testLoader = DataLoader(test, { batch_size: 500 })
  console.log(`${train.length} training images, ${test.length} test images`)

  const net = new Net()
  console.log(`${net}`)
  const optimizer = Adam(net.parameters(), { lr: options.lr })

  const losses: number[] = []
  const accuracies: number[] = []
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const since = performance.now()
    const title = `epoch ${epoch}/${options.epochs}`
    const steps = trainEpoch(net, optimizer, trainLoader, title)
    const loss = steps.reduce((a, b) => a + b, 0) / steps.length
    const share = accuracy(net, testLoader)
    losses.push(...steps)
    accuracies.push(share)
    const line = sprintf('%s  loss %.4f  test accuracy %s', title, loss, percent(share))
    console.log(`${line}  ${seconds(since)}`)
  }
  const path = resolve(options.plot ?? join(cache, 'loss.svg'))
  mkdirSync(dirname(path), { recursive: true })
  saveLossCurve(path, { losses, accuracies })
  console.log(`loss curve: ${relative(process.cwd(), path)}`)
}

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === null) process.stdout.write(help)
  else await main(options)
} catch (error) {
  if (error instanceof UserError) {
    console.error(`mnist: ${error.message}`)
    process.exitCode = 2
  } else {
    throw error
  }
}
