// Small programs, compared with what Python prints (scripts/golden/autograd.py), whichever thread the engine is on.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch from 'torch-node'
import { simplefilter } from 'torch-node/warnings'
import * as checkpoints from './scenarios/checkpoints.js'
import * as functionErrors from './scenarios/function_errors.js'
import * as functions from './scenarios/functions.js'
import * as graph from './scenarios/graph.js'
import * as hooks from './scenarios/hooks.js'
import * as modes from './scenarios/modes.js'
import * as notes from './scenarios/notes.js'
import * as savedTensors from './scenarios/saved_tensors.js'
import { record, type Scenario } from './scenarios/support.js'
import { onEachEngine } from './support/engines.js'

const golden = JSON.parse(readFileSync(join(__dirname, 'golden.json'), 'utf8')) as Record<
  string,
  string[]
>
const scenarios: Record<string, Scenario> = {
  ...graph,
  ...hooks,
  ...functions,
  ...functionErrors,
  ...savedTensors,
  ...checkpoints,
  ...modes,
  ...notes,
}

// A GPU draws other numbers, and two ask for the CPU by themselves.
const ofTheCpu = ['checkpoints', 'notes_two_layers', 'notes_own_function']
/** Less devices, lines, and the bytes: a GPU's functions round otherwise. */
const roughly = (lines: readonly string[]): string[] =>
  lines.map((line) =>
    line.replace(/, device='cuda:0'|\.cuda(?=\.\w+Tensor)| [\da-f]+$/g, '').replace(/\s+/g, ' '),
  )

beforeAll(() => simplefilter('ignore'))

test('every program of Python has its twin', () => {
  expect(Object.keys(scenarios).sort()).toEqual(Object.keys(golden).sort())
})

onEachEngine('torch.autograd', (gpu) => {
  const names = Object.keys(scenarios).filter((name) => !gpu || !ofTheCpu.includes(name))
  test.each(names)('%s', (name) => {
    const [lines, wanted] = [record(scenarios[name] as Scenario), golden[name] as string[]]
    if (gpu) expect(roughly(lines)).toEqual(roughly(wanted))
    else expect(lines).toEqual(wanted)
    expect(torch.is_grad_enabled()).toBe(true)
  })
})
