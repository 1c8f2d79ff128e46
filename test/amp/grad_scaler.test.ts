import torch, { nn, optim, type Tensor } from 'torch-node'
import { catch_warnings } from 'torch-node/warnings'

const thrown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
  return 'nothing'
}
const { GradScaler } = torch.amp
const param = (): nn.Parameter => nn.Parameter(torch.ones(2))
const begun = (p: nn.Parameter, options = {}): [torch.GradScaler, optim.Optimizer] => {
  const scaler = GradScaler('cpu', { init_scale: 8, ...options })
  const optimizer = optim.SGD([p], { lr: 1 })
  scaler.scale(p.sum()).backward()
  return [scaler, optimizer]
}

describe('torch.amp.GradScaler', () => {
  it('is torch.GradScaler', () => {
    expect(torch.GradScaler).toBe(GradScaler)
  })

  it('scales tensors, lists and what is iterated', () => {
    const scaler = GradScaler('cpu', { init_scale: 4 })
    expect(scaler.get_scale()).toBe(4)
    const [a, [b, c]] = scaler.scale([torch.ones(1), [torch.ones(1), torch.tensor(2)]] as [
      Tensor,
      Tensor[],
    ])
    expect([a, b, c].map((one) => one?.item())).toEqual([4, 4, 8])
    const each = scaler.scale(new Set([torch.ones(1)]) as Iterable<Tensor>)
    expect([...each].map((one) => one.item())).toEqual([4])
    expect(thrown(() => scaler.scale([3] as never))).toBe(
      'ValueError: outputs must be a Tensor or an iterable of Tensors',
    )
  })

  it('unscales, steps, and leaves out a step that an infinite gradient would spoil', () => {
    const p = param()
    const [scaler, optimizer] = begun(p, { growth_interval: 1 })
    expect(p.grad?.tolist()).toEqual([8, 8])
    scaler.unscale_(optimizer)
    expect(p.grad?.tolist()).toEqual([1, 1])
    expect(scaler.step(optimizer)).toBeNull()
    scaler.update()
    expect([p.tolist(), scaler.get_scale()]).toEqual([[0, 0], 16])
    p.grad = torch.tensor([1, Number.POSITIVE_INFINITY])
    scaler.step(optimizer)
    scaler.update()
    expect([p.tolist(), scaler.get_scale()]).toEqual([[0, 0], 8])
  })

  it('takes sparse gradients', () => {
    const p = nn.Parameter(torch.ones(2, 2))
    const [scaler, optimizer] = begun(p)
    p.grad = torch.eye(2).mul(8).to_sparse()
    scaler.unscale_(optimizer)
    expect(p.grad?.to_dense().tolist()).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  it('hands a closure that is given by position to the optimizer', () => {
    const [scaler, optimizer] = begun(param())
    expect(scaler.step(optimizer, () => 7)).toBe(7)
  })

  it('does nothing when it is not enabled', () => {
    const scaler = GradScaler('cpu', { enabled: false })
    const p = param()
    const optimizer = optim.SGD([p], { lr: 1 })
    const loss = p.sum()
    expect(scaler.scale(loss)).toBe(loss)
    loss.backward()
    scaler.unscale_(optimizer)
    scaler.step(optimizer)
    scaler.update()
    expect(p.tolist()).toEqual([0, 0])
    expect([scaler.get_scale(), scaler.is_enabled(), scaler.state_dict()]).toEqual([1, false, {}])
  })

  it('goes on from a state dict', () => {
    const [scaler, optimizer] = begun(param())
    scaler.step(optimizer)
    scaler.update()
    const state = scaler.state_dict()
    expect(state).toEqual({
      scale: 8,
      growth_factor: 2,
      backoff_factor: 0.5,
      growth_interval: 2000,
      _growth_tracker: 1,
    })
    const fresh = GradScaler('cpu')
    fresh.load_state_dict(state)
    expect(fresh.state_dict()).toEqual(state)
    const [used] = begun(param(), { init_scale: 2 })
    used.load_state_dict(state)
    expect(used.state_dict()).toEqual(state)
    used.set_growth_factor(3)
    used.set_backoff_factor(0.25)
    used.set_growth_interval(5)
    expect([
      used.get_growth_factor(),
      used.get_backoff_factor(),
      used.get_growth_interval(),
    ]).toEqual([3, 0.25, 5])
  })

  const noInf = 'AssertionError: No inf checks were recorded'
  const hint =
    'This may indicate your script did not use scaler.scale(loss or outputs) earlier in the iteration.'
  const errors: [string, () => unknown][] = [
    [
      'AssertionError: The growth factor must be > 1.0.',
      () => GradScaler('cpu', { growth_factor: 1 }),
    ],
    [
      'AssertionError: The backoff factor must be < 1.0.',
      () => GradScaler('cpu', { backoff_factor: 1 }),
    ],
    [
      `AssertionError: Attempted step but _scale is None.  ${hint}`,
      () => GradScaler('cpu').step(optim.SGD([param()])),
    ],
    [
      `AssertionError: Attempted update but _scale is None.  ${hint}`,
      () => GradScaler('cpu').update(),
    ],
    [
      'RuntimeError: unscale_() has already been called on this optimizer since the last update().',
      () => {
        const [scaler, optimizer] = begun(param())
        scaler.unscale_(optimizer)
        scaler.unscale_(optimizer)
      },
    ],
    [
      'RuntimeError: unscale_() is being called after step().',
      () => {
        const [scaler, optimizer] = begun(param())
        scaler.step(optimizer)
        scaler.unscale_(optimizer)
      },
    ],
    [
      'RuntimeError: step() has already been called since the last update().',
      () => {
        const [scaler, optimizer] = begun(param())
        scaler.step(optimizer)
        scaler.step(optimizer)
      },
    ],
    [
      'RuntimeError: Closure use is not currently supported if GradScaler is enabled.',
      () => {
        const [scaler, optimizer] = begun(param())
        scaler.step(optimizer, { closure: () => 3 })
      },
    ],
    [
      `${noInf} for this optimizer.`,
      () => {
        const [scaler] = begun(param())
        scaler.step(optim.SGD([param()]))
      },
    ],
    [`${noInf} prior to update.`, () => begun(param())[0].update()],
    [
      'ValueError: Attempting to unscale FP16 gradients.',
      () => {
        const p = nn.Parameter(torch.ones(2, { dtype: torch.float16 }))
        const [scaler, optimizer] = begun(p)
        scaler.unscale_(optimizer)
      },
    ],
    [
      'AssertionError: new_scale should be a float or a 1-element torch.cuda.FloatTensor or torch.FloatTensor with requires_grad=False.',
      () => begun(param())[0].update(torch.ones(2)),
    ],
    [
      'RuntimeError: The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler.',
      () => GradScaler('cpu').load_state_dict({}),
    ],
  ]
  it.each(errors)('%s', (text, run) => expect(thrown(run)).toBe(text))

  it('is not enabled where there is no GPU', () => {
    if (torch.cuda.is_available()) return
    catch_warnings((caught) => {
      expect(GradScaler().is_enabled()).toBe(false)
      expect(caught.map(({ message }) => message)).toEqual([
        'torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.',
      ])
    })
  })
})
