import torch, { nn, optim, type Tensor } from 'torch-node'
import {
  register_optimizer_step_post_hook,
  register_optimizer_step_pre_hook,
} from 'torch-node/optim/optimizer'

const param = (): nn.Parameter => nn.Parameter(torch.ones(2))

describe('hooks of torch.optim.Optimizer', () => {
  it('run in order: those of all optimizers outside of those of one', () => {
    const log: string[] = []
    const optimizer = optim.RMSprop([param()])
    const handles = [
      optimizer.register_step_pre_hook(() => void log.push('own pre')),
      register_optimizer_step_pre_hook(() => void log.push('pre')),
      register_optimizer_step_post_hook(() => void log.push('post')),
      optimizer.register_step_post_hook(() => void log.push('own post')),
    ]
    optimizer.step(() => log.push('closure'))
    expect(log).toEqual(['pre', 'own pre', 'closure', 'own post', 'post'])
    for (const handle of handles) handle.remove()
    optimizer.step()
    expect(log).toHaveLength(5)
  })

  it('see the arguments and may give others', () => {
    const optimizer = optim.Adagrad([param()])
    const seen: unknown[] = []
    const first = (): number => 1
    const second = (): number => 2
    const handle = optimizer.register_step_pre_hook((self, args, kwargs) => {
      seen.push(self, args, kwargs)
      return [[], { closure: second }]
    })
    optimizer.register_step_post_hook((_, args, kwargs) => void seen.push(args, kwargs))
    expect(optimizer.step(first)).toBe(2)
    expect(seen).toEqual([optimizer, [first], {}, [], { closure: second }])
    handle.remove()
    optimizer.register_step_pre_hook(() => 3)
    expect(() => optimizer.step()).toThrow(
      'must return None or a tuple of (new_args, new_kwargs), but got 3.',
    )
  })

  it('run around state dicts, those that are prepended first', () => {
    const log: string[] = []
    const optimizer = optim.Adamax([param()])
    optimizer.register_state_dict_pre_hook(() => void log.push('b'))
    optimizer.register_state_dict_pre_hook(() => void log.push('a'), { prepend: true })
    optimizer.register_state_dict_post_hook((_, state_dict) => ({
      ...state_dict,
      mine: log.length,
    }))
    const state_dict = optimizer.state_dict()
    expect(log).toEqual(['a', 'b'])
    expect(state_dict).toHaveProperty('mine', 2)
    optimizer.register_load_state_dict_pre_hook((_, given) => {
      const [group] = given.param_groups
      return { ...given, param_groups: [{ ...group, params: [0], lr: 0.5 }] }
    })
    optimizer.register_load_state_dict_post_hook(
      (self) => void log.push(`${self.param_groups[0]?.lr}`),
    )
    optimizer.load_state_dict(state_dict)
    expect(log.at(-1)).toBe('0.5')
    expect(state_dict.param_groups[0]?.lr).toBe(0.002)
  })

  it('give their errors unchanged, null too, and leave the gradient mode as it was', () => {
    for (const problem of [new Error('mine'), null]) {
      const optimizer = optim.LBFGS([param()])
      const handle = optimizer.register_step_pre_hook(() => {
        throw problem
      })
      const step = (closure: () => unknown): unknown => {
        try {
          optimizer.step(closure)
        } catch (error) {
          return error
        }
        return 'nothing'
      }
      expect(step(() => 1)).toBe(problem)
      handle.remove()
      expect(
        step(() => {
          throw problem
        }),
      ).toBe(problem)
      expect(torch.is_grad_enabled()).toBe(true)
    }
  })
})

describe('torch.optim.swap_in_optimizer_params_and_state', () => {
  const step = (params: Tensor[], optimizer: optim.Optimizer): void => {
    for (const one of params) one.grad = torch.ones_like(one)
    optimizer.step()
  }
  const trained = (): [Tensor[], optim.Adam] => {
    const params: Tensor[] = [param(), param()]
    const optimizer = optim.Adam(params, { lr: 0.5 })
    step(params, optimizer)
    return [params, optimizer]
  }

  it('steps others for the time of a block', () => {
    const [params, optimizer] = trained()
    const before = params.map(String)
    const group = optimizer.param_groups[0]
    const others = { a: param(), b: param() }
    const state_dict = optimizer.state_dict()
    const given = {
      ...state_dict,
      param_groups: [{ ...state_dict.param_groups[0], lr: 0.25, params: [0, 1] }],
    }
    const result = optim.swap_in_optimizer_params_and_state(optimizer, others, given, () => {
      expect(optimizer.param_groups[0]?.lr).toBe(0.25)
      expect(optimizer.param_groups[0]?.params[1]).toBe(others.b)
      step([others.a, others.b], optimizer)
      return 'done'
    })
    expect(result).toBe('done')
    expect(others.a.tolist()).not.toEqual([1, 1])
    expect(params.map(String)).toEqual(before)
    expect(optimizer.param_groups[0]).toBe(group)
    expect(group?.lr).toBe(0.5)
    expect(group?.params[1]).toBe(params[1])
    expect([...optimizer.state.keys()].every((key) => params.includes(key))).toBe(true)
  })

  it('refuses what does not fit, in the words of Python', () => {
    const swap = optim.swap_in_optimizer_params_and_state as (...args: unknown[]) => unknown
    const [, optimizer] = trained()
    const state_dict = optimizer.state_dict()
    const [group] = state_dict.param_groups
    const others = { a: param(), b: param() }
    const self = 'swap_in_optimizer_params_and_state requires'
    const cases: [given: unknown, text: string, params?: object][] = [
      [3, `${self} a DCP-style optimizer state_dict.`],
      [
        {},
        `${self} swapin_optim_state['state'] to be a dict mapping packed parameter ids to per-param state dicts, got NoneType.`,
      ],
      [{ state: { 0: 1 } }, `${self} per-parameter optimizer state entries to be dictionaries.`],
      [
        { state: {} },
        `${self} swapin_optim_state['param_groups'] to be a list of param-group dicts, got NoneType.`,
      ],
      [
        { state: {}, param_groups: [] },
        'swapin_optim_state has a different number of parameter groups than the live optimizer.',
      ],
      [{ state: {}, param_groups: [3] }, `${self} each optimizer param group to be a dictionary.`],
      [
        { state: {}, param_groups: [{ params: ['a'] }] },
        `${self} optimizer.state_dict()-style param_groups[*]['params'] entries keyed by packed parameter ids.`,
      ],
      [
        { state: {}, param_groups: [{ params: [0] }] },
        'swapin_optim_state param group 0 has a different number of params than the live optimizer param group.',
      ],
      [
        { state: {}, param_groups: [{ ...group, extra: 1 }] },
        `${self} optimizer.state_dict()-style param group keys to exactly match the live optimizer group keys for group 0. Keys only in swap-in: ['extra']. Keys only in live: [].`,
      ],
      [
        state_dict,
        `${self} the explicit parameter state to match optimizer.param_groups ordering.`,
        { a: others.a },
      ],
      [
        { ...state_dict, state: { 7: {} } },
        `${self} swapin_optim_state['state'] to be keyed only by packed parameter ids from param_groups[*]['params']; got extra keys [7].`,
      ],
    ]
    for (const [given, text, params = others] of cases) {
      expect(() => swap(optimizer, params, given, () => 'unreached')).toThrow(text)
    }
    expect(() => swap(optim.Adam([param()]), others, state_dict)).toThrow(
      `${self} initialized optimizer state.`,
    )
  })
})
