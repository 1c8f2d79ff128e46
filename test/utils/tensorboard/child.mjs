// Programs for files.test.ts: node child.mjs <program> <folder>.

import { parentPort, Worker, workerData } from 'node:worker_threads'
import { SummaryWriter } from 'torch-node/utils/tensorboard'

const [, , program, folder] = process.argv

// V8 takes and gives back memory at its own pace: what lives is known after a collection only (--expose-gc).
function living() {
  gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const programs = {
  // Ends without close().
  end() {
    const writer = new SummaryWriter(folder)
    for (let i = 0; i < 13; i++) writer.add_scalar('a', i, i)
  },
  throw() {
    programs.end()
    throw new Error('on purpose')
  },
  exit() {
    programs.end()
    process.exit(3)
  },
  kill() {
    programs.end()
    process.kill(process.pid, 'SIGKILL')
  },
  // Two threads beside the main one, in one folder at the same time.
  async threads() {
    const workers = [1, 2].map(
      (at) => new Worker(new URL(import.meta.url), { workerData: { folder, at } }),
    )
    programs.end()
    await Promise.all(workers.map((worker) => new Promise((done) => worker.on('exit', done))))
  },
  // Prints what lives longer after the second half than before it, in kB.
  many() {
    const writer = new SummaryWriter(folder)
    let before = 0
    for (let i = 0; i < 100_000; i++) {
      if (i === 50_000) before = living()
      writer.add_scalar('loss/train', i / 3, i)
    }
    process.stdout.write(String((living() - before) / 1024))
    writer.close()
  },
}

if (parentPort) {
  const writer = new SummaryWriter(workerData.folder)
  writer.add_scalar('thread', workerData.at)
} else {
  await programs[program]()
}
