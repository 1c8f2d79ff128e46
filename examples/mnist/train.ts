import { SingleBar } from 'cli-progress'
import torch, { type Tensor } from 'torch-node'
import nn from 'torch-node/nn'
import type { Optimizer } from 'torch-node/optim'
import type { DataLoader } from 'torch-node/utils/data'
import type { Net } from './model.js'

/** Gives batches of images (B, 1, 28, 28) and their labels (B). */
export type Loader = DataLoader<Tensor[]>

const criterion = nn.CrossEntropyLoss()

/** One round over the training images; the loss of each step. */
export function trainEpoch(
  net: Net,
  optimizer: Optimizer,
  loader: Loader,
  title: string,
): number[] {
  const bar = new SingleBar({
    format: `${title} |{bar}| {value}/{total} steps  loss {loss}  {eta_formatted} left`,
    hideCursor: true,
    clearOnComplete: true,
    // Without a terminal (a log file, CI) only the line after each epoch is worth keeping.
    noTTYOutput: false,
  })
  const losses: number[] = []
  bar.start(loader.length, 0, { loss: '-' })
  net.train()
  try {
    for (const [images, labels] of loader) {
      optimizer.zero_grad()
      const loss = criterion(net(images), labels)
      loss.backward()
      optimizer.step()
      losses.push(loss.item())
      bar.increment(1, { loss: losses.at(-1)?.toFixed(3) })
    }
  } finally {
    bar.stop()
  }
  return losses
}

/** The share of images whose digit the network names rightly. */
export function accuracy(net: Net, loader: Loader): number {
  net.eval()
  return torch.no_grad(() => {
    let [right, seen] = [0, 0]
    for (const [images, labels] of loader) {
      right += net(images).argmax(1).eq(labels).sum().item()
      seen += labels.size(0)
    }
    return right / seen
  })
}
