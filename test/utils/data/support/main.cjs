// CommonJS, with a guard: the dataset may be in the script itself.
const { isMainThread } = require('node:worker_threads')
const { DataLoader, Dataset } = require('torch-node/utils/data')

class Squares extends Dataset {
  __getitem__(/** @type {number} */ i) {
    return i * i
  }
  __len__() {
    return 3
  }
}
exports.Squares = Squares

if (isMainThread) {
  for (const batch of DataLoader(new Squares(), { num_workers: 2 })) console.log(String(batch))
}
