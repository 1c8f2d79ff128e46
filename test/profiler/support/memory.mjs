// node memory.mjs: many profiles and labelled ranges in a synchronous loop; prints the growth of the second half in MB.
import torch from 'torch-node'

const { profile, record_function } = torch.profiler
torch.set_num_threads(1)
const x = torch.ones(100)
const megabytes = () => process.memoryUsage().rss / 2 ** 20

/** @param {number} profiles */
function many(profiles) {
  for (let i = 0; i < profiles; i++) {
    const prof = profile({ profile_memory: true, record_shapes: true }, (prof) => {
      for (let j = 0; j < 10; j++) record_function('range', () => x.add(1))
      return prof
    })
    prof.key_averages()
  }
  for (let i = 0; i < 10_000; i++) record_function(`range ${i}`, () => x.add(1))
}

many(300)
const before = megabytes()
many(300)
console.log(JSON.stringify(megabytes() - before))
