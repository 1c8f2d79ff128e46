import torch, { nn, optim } from 'torch-node'
import copy from 'torch-node/copy'
import lr_scheduler, { LRScheduler } from 'torch-node/optim/lr_scheduler'
import { catch_warnings } from 'torch-node/warnings'

const sgd = (...lrs: number[]): optim.Optimizer =>
  optim.SGD(lrs.map((lr) => ({ params: [nn.Parameter(torch.zeros(1))], lr })))
const lrs = (optimizer: optim.Optimizer): unknown[] => optimizer.param_groups.map(({ lr }) => lr)
const warned = (run: () => void): string[] =>
  catch_warnings((caught) => {
    run()
    return caught.map(({ name, message }) => `${name}: ${message}`)
  })

describe('torch.optim.lr_scheduler', () => {
  it('is a module of its own', () => {
    expect(lr_scheduler.StepLR).toBe(optim.lr_scheduler.StepLR)
    const scheduler = optim.lr_scheduler.StepLR(sgd(1), 3)
    expect(scheduler).toBeInstanceOf(LRScheduler)
    expect(scheduler).not.toBeInstanceOf(optim.lr_scheduler._LRScheduler)
    expect(`${scheduler}`).toBe('<torch.optim.lr_scheduler.StepLR object>')
  })

  it('warns where the scheduler steps first', () => {
    const optimizer = sgd(1)
    const scheduler = optim.lr_scheduler.StepLR(optimizer, 3)
    const early =
      'UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate'
    expect(warned(() => scheduler.step())).toEqual([early])
    const good = optim.lr_scheduler.StepLR(optimizer, 3)
    optimizer.step()
    expect(warned(() => good.step())).toEqual([])
  })

  it('warns where the step of the optimizer was replaced', () => {
    const optimizer = sgd(1)
    const scheduler = optim.lr_scheduler.StepLR(optimizer, 3)
    optimizer.step = () => null
    expect(warned(() => scheduler.step())[0]).toMatch(
      /^UserWarning: Seems like `optimizer\.step\(\)` has been overridden after learning rate/,
    )
  })

  it('warns of an epoch, and of get_lr', () => {
    const optimizer = sgd(1)
    const scheduler = optim.lr_scheduler.ExponentialLR(optimizer, { gamma: 0.5 })
    optimizer.step()
    expect(warned(() => scheduler.step({ epoch: 3 }))[0]).toMatch(
      /^UserWarning: The epoch parameter in `scheduler\.step\(\)` was not necessary and is being/,
    )
    expect(lrs(optimizer)).toEqual([0.125])
    expect(warned(() => scheduler.get_lr())).toEqual([
      'UserWarning: To get the last learning rate computed by the scheduler, please use `get_last_lr()`.',
    ])
  })

  it('goes on from a state dict as if nothing had happened', () => {
    const make = (): [optim.Optimizer, optim.lr_scheduler.LRScheduler][] =>
      [
        (o: optim.Optimizer) => optim.lr_scheduler.MultiStepLR(o, [2, 3, 3], { gamma: 0.5 }),
        (o: optim.Optimizer) => optim.lr_scheduler.CyclicLR(o, 0.1, 1, 3),
        (o: optim.Optimizer) => optim.lr_scheduler.LambdaLR(o, (epoch) => 1 / (epoch + 1)),
        (o: optim.Optimizer) =>
          optim.lr_scheduler.SequentialLR(
            o,
            [optim.lr_scheduler.ConstantLR(o), optim.lr_scheduler.ExponentialLR(o, 0.9)],
            [2],
          ),
        (o: optim.Optimizer) => optim.swa_utils.SWALR(o, 0.5, { anneal_strategy: 'linear' }),
      ].map((scheduler) => {
        const optimizer = sgd(1, 0.5)
        return [optimizer, scheduler(optimizer)]
      })
    const [first, second] = [make(), make()]
    for (const [i, [optimizer, scheduler]] of first.entries()) {
      for (let step = 0; step < 3; step++) {
        optimizer.step()
        scheduler.step()
      }
      const [other, loaded] = second[i] as (typeof first)[number]
      other.load_state_dict(optimizer.state_dict())
      loaded.load_state_dict(scheduler.state_dict())
      for (const one of [scheduler, loaded]) one.step()
      expect(lrs(other)).toEqual(lrs(optimizer))
      expect(loaded.state_dict()).toEqual(scheduler.state_dict())
    }
  })

  it('takes counts that came back from a file as a plain object', () => {
    const optimizer = sgd(1)
    const scheduler = optim.lr_scheduler.MultiStepLR(optimizer, { milestones: [1], gamma: 0.5 })
    scheduler.load_state_dict({ ...scheduler.state_dict(), milestones: { 1: 2 } })
    optimizer.step()
    scheduler.step()
    expect(lrs(optimizer)).toEqual([0.25])
  })

  it('keeps the fields of objects that are called, not of functions', () => {
    class Decay {
      constructor(public rate: number) {}
      __call__(epoch: number): number {
        return this.rate ** epoch
      }
    }
    const optimizer = sgd(1, 1)
    const decay = new Decay(0.5)
    const scheduler = optim.lr_scheduler.LambdaLR(optimizer, [decay, () => 1])
    expect(scheduler.state_dict().lr_lambdas).toEqual([{ rate: 0.5 }, null])
    scheduler.load_state_dict({ ...scheduler.state_dict(), lr_lambdas: [{ rate: 0.25 }, null] })
    expect(decay.rate).toBe(0.25)
    optimizer.step()
    scheduler.step()
    expect(lrs(optimizer)).toEqual([0.25, 1])
    const problem = new Error('mine')
    const failing = (): never => {
      throw problem
    }
    expect(() => optim.lr_scheduler.LambdaLR(sgd(1), failing)).toThrow(problem)
  })

  it('fails where a group was added since', () => {
    const optimizer = sgd(1)
    const scheduler = optim.lr_scheduler.LambdaLR(optimizer, () => 0.5)
    const plateau = optim.lr_scheduler.ReduceLROnPlateau(optimizer, { min_lr: [0], patience: 0 })
    optimizer.add_param_group({ params: [nn.Parameter(torch.zeros(1))], lr: 1 })
    optimizer.step()
    expect(() => scheduler.step()).toThrow('zip() argument 2 is shorter than argument 1')
    plateau.step(1)
    expect(() => plateau.step(torch.tensor(2.5))).toThrow(
      'The number of param groups in the `optimizer` (2) differs from when `ReduceLROnPlateau` was initialized (1)',
    )
  })

  it('refuses schedulers of another optimizer', () => {
    const [one, two] = [sgd(1), sgd(1)]
    const part = optim.lr_scheduler.StepLR(two, 3)
    expect(() => optim.lr_scheduler.SequentialLR(one, [part], [])).toThrow(
      `SequentialLR expects all schedulers to belong to the same optimizer, but got scheduler StepLR at index 0 has ${two}, which is different from SGD.`,
    )
    expect(() => optim.lr_scheduler.StepLR(3 as unknown as optim.Optimizer, 3)).toThrow(
      'int is not an Optimizer',
    )
  })

  it('is copied with its optimizer', () => {
    const optimizer = sgd(1)
    const scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, 10)
    optimizer.step()
    const twin = copy.deepcopy(scheduler)
    expect(twin.optimizer).toBeInstanceOf(optim.SGD)
    expect(twin.optimizer).not.toBe(optimizer)
    const [own] = optimizer.param_groups
    const [copied] = twin.optimizer.param_groups
    for (const group of [own, copied]) {
      for (const p of group?.params ?? []) p.grad = torch.ones(1)
    }
    twin.optimizer.step()
    twin.step()
    expect([own?.params[0]?.item(), copied?.params[0]?.item()]).toEqual([0, expect.any(Number)])
    expect(copied?.params[0]?.item()).not.toBe(0)
    expect(lrs(optimizer)).not.toEqual(lrs(twin.optimizer))
    scheduler.step()
    expect(lrs(optimizer)).toEqual(lrs(twin.optimizer))
  })
})

// See Note [Initial step].
describe('a scheduler of the user', () => {
  class Decay extends LRScheduler {
    gamma: number
    constructor(optimizer: optim.Optimizer, gamma: number, last_epoch = -1) {
      super(optimizer, last_epoch)
      this.gamma = gamma
    }
    override get_lr(): number[] {
      return this.base_lrs.map((lr) => (lr as number) * this.gamma ** (this.last_epoch + 1))
    }
  }

  it('takes its first step with the fields of its constructor', () => {
    const optimizer = sgd(1, 0.5)
    const scheduler = new Decay(optimizer, 0.5)
    expect(lrs(optimizer)).toEqual([0.5, 0.25])
    expect(scheduler.last_epoch).toBe(0)
    expect(scheduler.get_last_lr()).toEqual([0.5, 0.25])
    optimizer.step()
    scheduler.step()
    expect(lrs(optimizer)).toEqual([0.25, 0.125])
    expect(Object.getOwnPropertyDescriptor(optimizer.param_groups[0], 'lr')?.value).toBe(0.25)
  })

  it.each([
    ['state_dict', (s: Decay) => s.state_dict(), [0.5]],
    ['get_last_lr', (s: Decay) => s.get_last_lr(), [0.5]],
    ['the step of the optimizer', (s: Decay) => s.optimizer.step(), [0.5]],
    ['the text of the optimizer', (s: Decay) => `${s.optimizer}`, [0.5]],
    [
      'assigning a rate',
      (s: Decay) => Object.assign(s.optimizer.param_groups[0] ?? {}, { lr: 7 }),
      [7],
    ],
    ['another scheduler', (s: Decay) => new Decay(s.optimizer, 0.25), [0.25]],
  ] as [string, (s: Decay) => unknown, number[]][])('has taken it before %s', (_, look, rates) => {
    const optimizer = sgd(1)
    const scheduler = new Decay(optimizer, 0.5)
    look(scheduler)
    expect(lrs(optimizer)).toEqual(rates)
    expect(scheduler.state_dict()).toMatchObject({ gamma: 0.5, base_lrs: [1] })
  })

  it('may extend another one, and be part of a sequence', () => {
    class Slow extends optim.lr_scheduler.ExponentialLR {
      override get_lr(): number[] {
        return super.get_lr().map((lr) => lr as number)
      }
    }
    const optimizer = sgd(1)
    const parts = [new Slow(optimizer, 0.5), new Decay(optimizer, 0.1)]
    const scheduler = optim.lr_scheduler.SequentialLR(optimizer, parts, [2])
    const seen = [lrs(optimizer)]
    for (let step = 0; step < 3; step++) {
      optimizer.step()
      scheduler.step()
      seen.push(lrs(optimizer))
    }
    expect(seen).toEqual([[1], [0.5], [0.1], [0.010000000000000002]])
  })

  it('fails without get_lr, when it is looked at', () => {
    class Nothing extends LRScheduler {}
    const scheduler = new Nothing(sgd(1))
    expect(() => scheduler.get_last_lr()).toThrow(
      expect.objectContaining({ name: 'NotImplementedError' }),
    )
  })
})
