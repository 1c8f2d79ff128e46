// PyTorch's own operator database on a GPU: the cases of test/golden/op_db, compared with the CPU.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import torch, { type Tensor } from 'torch-node'
import { withDevice } from '../../lib/device.js'
import { decode, type Scope } from '../golden/support/arguments.js'
import { perform } from '../golden/support/call.js'
import { backward, type Case } from '../golden/support/case.js'
import { Container } from '../golden/support/container.js'
import { difference } from './support/compare.js'
import { onGpu, withoutTf32 } from './support/gpu.js'
import { FREE, OTHERWISE, REFUSED, UNINITIALISED } from './support/op_db.js'

type Box = Container<{ entries: { name: string; cases: Case[] }[] }>
type Results = [out: unknown, gradients: (Tensor | null)[]]

const folder = join(__dirname, '..', 'golden', 'op_db')

function run(test: Case, box: Box, device: string, seed = 0): Results {
  const inputs = test.inputs.map(([row, grad]) => {
    const tensor = box.make(row).to(device)
    return grad ? tensor.detach().requires_grad_() : tensor
  })
  const scope: Scope = { inputs, results: [], device }
  const out = withDevice(device, () => {
    torch.manual_seed(seed)
    for (const step of test.calls) scope.results.push(perform(step, scope))
    return decode(test.out, scope)
  })
  if (test.grads !== undefined) backward(out)
  return [out, inputs.map(({ grad }) => grad)]
}

/** What differs of a case; null where one of the two cannot run it. */
function check(test: Case, box: Box, free: boolean): string | null | undefined {
  let here: Results
  try {
    here = run(test, box, 'cpu')
  } catch {
    return null
  }
  const drawn = difference(run(test, box, 'cpu', 1), here) !== undefined
  try {
    return difference(run(test, box, 'cuda'), here, !drawn && !free)
  } catch (error) {
    return REFUSED.test(String(error)) ? null : String(error)
  }
}

onGpu('op_db on a GPU', () => {
  withoutTf32()
  const tally = { cases: 0, skipped: 0 }
  afterAll(() => {
    process.stdout.write(`op_db on a GPU: ${tally.cases} cases, ${tally.skipped} skipped\n`)
  })

  test.each(readdirSync(folder).filter((file) => file.endsWith('.gz')))('%s', (file) => {
    const box: Box = new Container(join(folder, file))
    const failed: string[] = []
    for (const { name, cases } of box.header.entries) {
      for (const [at, test] of cases.entries()) {
        const kind = `${name} ${test.dtype}`
        if (test.error !== undefined || test.grad_error !== undefined) continue
        if (OTHERWISE.has(kind)) continue
        const free = FREE.has(kind) || UNINITIALISED.test(name)
        const text = check(test, box, free)
        if (text === null) tally.skipped++
        else tally.cases++
        if (text) failed.push(`${name} #${at} ${test.form} ${test.dtype}: ${text}`)
      }
    }
    expect(failed).toEqual([])
  })
})
