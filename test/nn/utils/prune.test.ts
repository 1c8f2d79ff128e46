// Pieces of scripts/golden/prune.py, by the same names.
import torch, { nn, Slice, type Tensor } from 'torch-node'
import { deepcopy } from 'torch-node/copy'
import { parameters_to_vector } from 'torch-node/nn/utils'
import prune from 'torch-node/nn/utils/prune'
import { SGD } from 'torch-node/optim'
import { testAnswers } from '../../golden/support/answers.js'
import { fails, names, state } from './support.js'

class EveryOther extends prune.BasePruningMethod {
  static PRUNING_TYPE = 'unstructured'
  override compute_mask(_t: Tensor, default_mask: Tensor): Tensor {
    const mask = default_mask.clone()
    mask.view(-1).index_put_([Slice(null, null, 2)], 0)
    return mask
  }
}
class Threshold extends prune.BasePruningMethod {
  // A field of the instance will do as well.
  override PRUNING_TYPE = 'unstructured' as const
  threshold: number
  constructor(threshold: number | { threshold: number }) {
    super()
    this.threshold = typeof threshold === 'number' ? threshold : threshold.threshold
  }
  override compute_mask(t: Tensor, default_mask: Tensor): Tensor {
    return torch.abs(t).gt(this.threshold).to(default_mask.dtype).mul(default_mask)
  }
}
class Failing extends EveryOther {
  override compute_mask(): never {
    throw Object.assign(new Error('mine'), { name: 'ValueError' })
  }
}
class Odd extends prune.BasePruningMethod {
  static PRUNING_TYPE = 'odd'
  override compute_mask(_t: Tensor, default_mask: Tensor): Tensor {
    return default_mask
  }
}
class Undimmed extends Odd {
  static override PRUNING_TYPE = 'structured'
}

const fc = () => nn.Linear(4, 5)
const kindOf = (method: object) => method.constructor.name
type Loose = (...args: unknown[]) => unknown

testAnswers('prune.gz', ({ input: get, piece }) => {
  const scores = () => get('scores')

  piece('functions', () => {
    const inf = Number.NEGATIVE_INFINITY
    const made = [
      prune.identity(fc(), 'weight'),
      prune.random_unstructured(fc(), 'weight', 3),
      prune.random_unstructured(fc(), { name: 'weight', amount: 0.3 }),
      prune.l1_unstructured(fc(), 'weight', 0.25),
      prune.l1_unstructured(fc(), 'weight', { amount: 7 }),
      prune.l1_unstructured(fc(), 'weight', 6, { importance_scores: scores() }),
      prune.l1_unstructured(fc(), 'bias', 0),
      prune.random_structured(fc(), 'weight', 2, 0),
      prune.random_structured(fc(), 'weight', { amount: 0.5, dim: -1 }),
      prune.random_structured(fc(), 'weight', 0, 1),
      prune.ln_structured(fc(), 'weight', 2, 2, 0),
      prune.ln_structured(fc(), 'weight', { amount: 0.5, n: 1, dim: 1 }),
      prune.ln_structured(fc(), 'weight', 1, inf, 1),
      prune.ln_structured(fc(), 'weight', 1, 'fro', -1, { importance_scores: scores() }),
      prune.ln_structured(fc(), 'weight', 0, 2, 0),
      prune.custom_from_mask(fc(), 'bias', torch.tensor([0, 1, 0, 1, 1])),
      prune.custom_from_mask(fc(), { name: 'weight', mask: torch.ones(5, 4) }),
    ]
    return made.map((m) => [state(m), names(m), m.weight, m.bias, m(get('x')), String(m)])
  })
  piece('convolution', () => {
    const conv = () => nn.Conv2d(3, 4, 3)
    const made = [
      prune.ln_structured(conv(), 'weight', 0.5, 2, 0),
      prune.random_structured(conv(), 'weight', 1, 1),
    ]
    return made.map((m) => [state(m), m(get('img'))])
  })
  piece('gradients', () => {
    const m = prune.l1_unstructured(fc(), 'weight', 0.5)
    const optimizer = SGD(m.parameters(), { lr: 0.1 })
    for (let i = 0; i < 3; i++) {
      optimizer.zero_grad()
      m(get('x')).pow(2).sum().backward()
      optimizer.step()
    }
    return [state(m), m.weight, m.get_parameter('weight_orig').grad]
  })
  piece('iterated', () => {
    const m = fc()
    prune.l1_unstructured(m, 'weight', 0.25)
    prune.random_unstructured(m, 'weight', 0.5)
    prune.ln_structured(m, 'weight', 1, 2, 0)
    prune.random_structured(m, 'weight', 1, 1)
    prune.custom_from_mask(m, 'weight', torch.ones(5, 4))
    const [container] = [...m._forward_pre_hooks.values()] as unknown as [
      InstanceType<typeof prune.PruningContainer>,
    ]
    const methods = [...container]
    const part = container.__getitem__('1:3')
    return [
      state(m),
      m.weight,
      methods.map(kindOf),
      container.__len__(),
      kindOf(container.__getitem__(-1)),
      part.map(kindOf),
      container._tensor_name,
    ]
  })
  piece('removed', () => {
    const m = prune.l1_unstructured(fc(), 'weight', 0.5)
    const weight = m.get_parameter('weight_orig')
    prune.random_unstructured(m, 'bias', 2)
    const pruned = prune.is_pruned(m)
    prune.remove(m, 'weight')
    const first = [state(m), names(m), m.weight === weight, prune.is_pruned(m)]
    prune.remove(m, { name: 'bias' })
    const hooks = m._forward_pre_hooks.size
    return [pruned, first, state(m), names(m), prune.is_pruned(m), hooks, m(get('x'))]
  })
  piece('own_methods', () => {
    const m = fc()
    const method = EveryOther.apply(m, 'bias')
    Threshold.apply(m, 'weight', 0.2)
    Threshold.apply(m, 'weight', 0.3, { importance_scores: scores() })
    return [state(m), kindOf(method), method._tensor_name, m(get('x'))]
  })
  piece('classes', () => {
    const m = fc()
    prune.RandomUnstructured.apply(m, 'weight', 2)
    prune.L1Unstructured.apply(m, 'weight', 0.5, { importance_scores: scores() })
    prune.RandomStructured.apply(m, 'weight', 1, { dim: 0 })
    prune.LnStructured.apply(m, 'weight', 1, 2, 1)
    prune.Identity.apply(m, 'bias')
    prune.CustomFromMask.apply(m, 'bias', { mask: torch.tensor([1, 0, 1, 1, 1]) })
    return state(m)
  })
  piece('of_tensors', () => {
    const t = scores()
    const mask = torch.ones_like(t)
    mask.index_put_([0], 0)
    return [
      prune.L1Unstructured({ amount: 5 }).prune(t),
      prune.L1Unstructured(0.5).prune(t, { default_mask: mask }),
      prune.LnStructured(2, 1, 0).prune(t, { importance_scores: t.mul(t) }),
      prune.RandomUnstructured(3).prune(t),
      prune.RandomStructured(1).prune(t),
      prune.L1Unstructured({ amount: 5 }).PRUNING_TYPE,
      prune.LnStructured({ amount: 1, n: 2 }).dim,
    ]
  })
  piece('across_modules', () => {
    const [a, b] = [nn.Linear(4, 5), nn.Linear(5, 3)]
    const net = nn.Sequential(a, nn.ReLU(), b)
    const pairs = [
      [a, 'weight'],
      [b, 'weight'],
    ] as const
    prune.global_unstructured(pairs, prune.L1Unstructured, { amount: 0.3 })
    const first = state(net)
    const pruning_method = prune.RandomUnstructured
    prune.global_unstructured(pairs, { pruning_method, amount: 5 })
    const second = state(net)
    const importance_scores = new Map([[[a, 'weight'] as const, scores()]])
    prune.global_unstructured(pairs, prune.L1Unstructured, { importance_scores, amount: 4 })
    prune.global_unstructured([[a, 'bias']], Threshold, { threshold: 0.2 })
    return [first, second, state(net), prune.is_pruned(net), prune.is_pruned(nn.ReLU())]
  })
  piece('sparsity', () => {
    const [a, b] = [nn.Linear(4, 5), nn.Linear(5, 3)]
    const pairs = [
      [a, 'weight'],
      [b, 'weight'],
    ] as const
    prune.global_unstructured(pairs, { pruning_method: prune.L1Unstructured, amount: 10 })
    return parameters_to_vector(nn.Sequential(a, b).buffers()).eq(0).sum().item()
  })
  piece('rolled_back', () => {
    const m = fc()
    const error = fails(() => Failing.apply(m, 'weight'))
    return [error, names(m), state(m), m._forward_pre_hooks.size]
  })
  piece('errors', () => {
    const { L1Unstructured, RandomStructured, PruningContainer } = prune
    const random = (amount: unknown) => () =>
      prune.random_unstructured(fc(), 'weight', amount as number)
    const after = (more: (m: nn.Linear) => unknown) => () => more(prune.identity(fc(), 'weight'))
    const global = prune.global_unstructured as unknown as Loose
    const container = PruningContainer as unknown as Loose
    const ones = torch.ones
    return [
      fails(random(1.5)),
      fails(random(-1)),
      fails(random(-0.5)),
      fails(random('3')),
      fails(random(null)),
      fails(random(21)),
      fails(() => prune.l1_unstructured(fc(), 'weight', 21)),
      fails(() => prune.random_structured(fc(), 'weight', 6, 0)),
      fails(() => prune.ln_structured(fc(), 'weight', 5, 2, 1)),
      fails(() => prune.random_structured(fc(), 'bias', 1, 0)),
      fails(() => prune.random_structured(fc(), 'weight', 1, 2)),
      fails(() => prune.ln_structured(fc(), 'weight', 1, 2, 3)),
      fails(() => prune.l1_unstructured(fc(), 'weight', 1, ones(2))),
      fails(() => L1Unstructured(1).prune(ones(2), { importance_scores: ones(3) })),
      fails(() => prune.custom_from_mask(fc(), 'bias', ones(2))),
      fails(() => prune.identity(fc(), 'other')),
      fails(() => prune.remove(fc(), 'weight')),
      fails(() => global(3, L1Unstructured, { amount: 1 })),
      fails(() => global([], L1Unstructured, { importance_scores: [], amount: 1 })),
      fails(() => global([], L1Unstructured, { amount: 1 })),
      fails(() => global([[fc(), 'weight']], RandomStructured, { amount: 1 })),
      fails(() => global([[fc(), 'other']], L1Unstructured, { amount: 1 })),
      fails(after((m) => Odd.apply(m, 'weight'))),
      fails(after((m) => Undimmed.apply(m, 'weight'))),
      fails(after((m) => prune.random_structured(m, 'weight', 1, -3))),
      fails(() => container(3, 4)),
      fails(() => container(new EveryOther(), new EveryOther())) !== null,
      fails(() => (prune.random_unstructured as Loose)(fc(), 'weight')),
      fails(() => (L1Unstructured as unknown as Loose)()),
    ]
  })
})

describe('torch.nn.utils.prune', () => {
  it('refuses a method without compute_mask', () => {
    class Nothing extends (prune.BasePruningMethod as unknown as new () => object) {}
    expect(() => new Nothing()).toThrow(
      "Can't instantiate abstract class Nothing with abstract method compute_mask",
    )
  })

  it('takes scores of tensors by the contents of the keys', () => {
    const a = fc()
    const importance_scores = new Map([[[a, 'weight'] as const, torch.ones(5, 4).triu()]])
    prune.global_unstructured([[a, 'weight']], prune.L1Unstructured, {
      importance_scores,
      amount: 10,
    })
    expect(a.get_buffer('weight_mask').equal(torch.ones(5, 4).triu())).toBe(true)
  })

  it('goes with a copy of the module, each with methods of its own', () => {
    const m = prune.identity(fc(), 'weight')
    prune.l1_unstructured(m, 'weight', 3)
    // Only leaves can be copied, as in Python.
    Reflect.deleteProperty(m, 'weight')
    const n = deepcopy(m)
    const methods = [m, n].map((one) => [...one._forward_pre_hooks.values()][0])
    expect(methods[0]).not.toBe(methods[1])
    n(torch.ones(1, 4))
    prune.l1_unstructured(n, 'weight', 3)
    expect([m, n].map((one) => one.get_buffer('weight_mask').sum().item())).toEqual([17, 14])
  })
})
