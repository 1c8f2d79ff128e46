// Gradients of PyTorch's operators against finite differences; scripts/golden/gradcheck_op_db.py asked Python the same.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch from 'torch-node'
import { catch_warnings } from '../../lib/warnings.js'
import type { Case } from '../golden/support/case.js'
import { Container } from '../golden/support/container.js'
import { type Sample, sampleOf } from './support/samples.js'

type Box = Container<{ entries: { name: string; cases: Case[] }[] }>
/** Class and first line of the error; null for a check that passes. */
type Verdict = [string, string] | null

const golden = join(__dirname, '..', 'golden')
const rows = JSON.parse(readFileSync(join(golden, 'gradcheck_op_db.json'), 'utf8')) as [
  file: string,
  name: string,
  at: number,
  verdicts: [Verdict, Verdict, Verdict],
][]

const checks: Record<string, (sample: Sample) => boolean> = {
  backward: ({ f, inputs }) => torch.autograd.gradcheck(f, inputs),
  forward: ({ f, inputs }) =>
    torch.autograd.gradcheck(f, inputs, { check_forward_ad: true, check_backward_ad: false }),
  second: ({ f, inputs }) => torch.autograd.gradgradcheck(f, inputs, { fast_mode: true }),
}

const formula = 'LibTorch has no formula for one of the derivatives'
const zero = 'the case is at a zero, where there is no derivative'
const symmetric = 'reads one triangle of what is to be symmetric; single elements are changed'
const precision = 'rounds to fewer digits than the differences need'

/** Why an entry fails one of the checks, in Python too: each verdict is held against Python's. */
const FAILS: Record<string, string> = {
  ...because(
    formula,
    `cdist index_reduce.amax index_reduce.amin index_reduce.mean index_reduce.prod grid_sampler_3d
    native_dropout_backward nn.functional.embedding_bag nn.functional.hardsigmoid
    nn.functional.multi_margin_loss nn.functional.multilabel_margin_loss nn.functional.pdist ormqr
    _segment_reduce.lengths _segment_reduce.offsets`,
  ),
  ...because(zero, 'abs __rpow__ linalg.norm.subgradients_at_zero scatter_reduce.prod'),
  ...because(
    symmetric,
    `cholesky cholesky_inverse linalg.cholesky linalg.cholesky_ex linalg.eigh linalg.eigvalsh
    linalg.pinv.hermitian`,
  ),
  ...because(precision, 'bfloat16 float half cfloat chalf'),
  ...because(
    'several elements go to one place, where the last one stays',
    'nn.functional.max_unpool1d nn.functional.max_unpool2d nn.functional.max_unpool3d',
  ),
  ...because('draws around its mean, and has no gradient', 'normal normal.number_mean'),
  ...because(
    'forward mode counts the permutation among the outputs, backward does not',
    'linalg.lu lu_unpack',
  ),
  as_strided_scatter: 'backward reaches the elements of the input that are replaced',
  cat: 'an empty tensor of any shape is left out, its gradient is not',
  native_group_norm: 'the statistics are outputs whose gradients are not used',
  triangular_solve: 'the tangent is that of the whole matrix, the unused triangle included',
}

function because(reason: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, reason]))
}

let open: { file: string; box: Box } | undefined
function sample(file: string, name: string, at: number): Sample {
  // Entries come file by file: one container in memory is enough.
  if (open?.file !== file) open = { file, box: new Container(join(golden, 'op_db', file)) }
  const entry = open.box.header.entries.find((one) => one.name === name)
  return sampleOf(entry?.cases[at] as Case, open.box)
}

function verdictOf(check: () => boolean): Verdict {
  return catch_warnings(() => {
    try {
      expect(check()).toBe(true)
      return null
    } catch (error) {
      const { name, message } = error as Error
      return [name, message.split('\n')[0] as string]
    }
  })
}

describe('gradcheck of op_db', () => {
  const threads = torch.get_num_threads()
  beforeAll(() => torch.set_num_threads(1))
  afterAll(() => torch.set_num_threads(threads))

  const failing = rows
    .filter(([, , , verdicts]) => verdicts.some((verdict) => verdict !== null))
    .map(([, name]) => name)

  describe.each(Object.keys(checks))('%s', (kind) => {
    const which = Object.keys(checks).indexOf(kind)
    const check = checks[kind] as (sample: Sample) => boolean
    test.each(rows.map(([file, name, at, verdicts]) => ({ file, name, at, verdicts })))(
      '$name',
      ({ file, name, at, verdicts }) => {
        expect(verdictOf(() => check(sample(file, name, at)))).toEqual(verdicts[which])
      },
    )
  })

  test('each failure has a reason, and each reason a failure', () => {
    expect(failing.sort()).toEqual(Object.keys(FAILS).sort())
  })

  test('what fails for want of a formula says so', () => {
    for (const [, name, , verdicts] of rows) {
      if (FAILS[name] !== formula) continue
      const messages = verdicts.filter((verdict) => verdict !== null).map(([, text]) => text)
      expect(messages.join()).toMatch(/not (been )?implemented/)
    }
  })

  test('at least 200 operators pass all checks', () => {
    expect(rows.length - failing.length).toBeGreaterThanOrEqual(200)
  })
})
