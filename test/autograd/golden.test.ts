// Small programs, compared with what Python prints (scripts/golden/autograd.py); each runs twice, with the engine on
// this thread and on another one, which calls back as a GPU's does.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch from 'torch-node'
import { simplefilter } from 'torch-node/warnings'
import { native } from '../../lib/native.js'
import * as checkpoints from './scenarios/checkpoints.js'
import * as functionErrors from './scenarios/function_errors.js'
import * as functions from './scenarios/functions.js'
import * as graph from './scenarios/graph.js'
import * as hooks from './scenarios/hooks.js'
import * as modes from './scenarios/modes.js'
import * as notes from './scenarios/notes.js'
import * as savedTensors from './scenarios/saved_tensors.js'
import { record, type Scenario } from './scenarios/support.js'

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

beforeAll(() => simplefilter('ignore'))
afterEach(() => native.forceEngineWorker(false))

test('every program of Python has its twin', () => {
  expect(Object.keys(scenarios).sort()).toEqual(Object.keys(golden).sort())
})

describe.each([
  ['on this thread', false],
  ['on another thread', true],
])('torch.autograd with the engine %s', (_where, worker) => {
  test.each(Object.keys(scenarios))('%s', (name) => {
    native.forceEngineWorker(worker)
    expect(record(scenarios[name] as Scenario)).toEqual(golden[name])
    expect(torch.is_grad_enabled()).toBe(true)
  })
})
