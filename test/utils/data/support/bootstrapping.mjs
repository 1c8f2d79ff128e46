// A script that forgets that its workers import it.
import { DataLoader, Dataset } from 'torch-node/utils/data'

export class Squares extends Dataset {
  /** @param {number} i */
  __getitem__(i) {
    return i * i
  }
  __len__() {
    return 3
  }
}

for (const batch of DataLoader(new Squares(), { num_workers: 1 })) console.log(String(batch))
