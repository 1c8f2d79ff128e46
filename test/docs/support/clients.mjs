// @ts-check
// Beside the compiled server of the serving guide: clients ask it, of a model so wide that a batch takes long. Prints how
// long such a batch takes on one's own thread, the longest that the server's thread did not answer a timer, answers that
// were wrong, and the statuses of a few requests at once and of too many.

import torch from 'torch-node'
// @ts-expect-error: of the guide.
import { loadNet, makeNet } from './model.js'
// @ts-expect-error: of the guide.
import { serve } from './server.js'

const rowsEach = 64
const clients = 8

torch.manual_seed(0)
torch.save(makeNet(4096).state_dict(), 'weights.pt')
const all = torch.rand(clients * rowsEach, 4)

torch.set_num_threads(1)
const net = loadNet('weights.pt')
/** @param {torch.Tensor} x @returns {torch.Tensor} */
const infer = (x) => torch.inference_mode(() => net(x).softmax(1))
infer(all)
const before = performance.now()
const expected = infer(all)
const alone = performance.now() - before

const app = await serve('weights.pt', {
  workers: 1,
  maxBatch: clients * rowsEach,
  maxWaiting: 2 * clients,
})
/** @param {unknown} body */
const ask = (body) => fetch(app.url, { method: 'POST', body: JSON.stringify(body) })

// Waits for the worker to have loaded its model.
await (await ask(all['0:1'].tolist())).json()

let gap = 0
let last = performance.now()
const timer = setInterval(() => {
  const now = performance.now()
  gap = Math.max(gap, now - last)
  last = now
}, 5)

const bodies = all.split(rowsEach).map((part) => part.tolist())
const few = await Promise.all(bodies.map(ask))
const answers = torch.cat(
  await Promise.all(
    few.map(async (reply) => torch.tensor(/** @type {any} */ (await reply.json()))),
  ),
)
clearInterval(timer)
const wrong = torch
  .isclose(answers, expected, { rtol: 1e-3, atol: 1e-5 })
  .logical_not()
  .sum()
  .item()

const many = await Promise.all(Array.from({ length: 8 * clients }, () => ask([[1, 2, 3, 4]])))
await Promise.all(many.map((reply) => reply.text()))
await app.close()

/** @param {Response[]} replies */
const statuses = (replies) => [...new Set(replies.map(({ status }) => status))].sort()
console.log(
  JSON.stringify({ alone, gap, wrong, statuses: { few: statuses(few), many: statuses(many) } }),
)
