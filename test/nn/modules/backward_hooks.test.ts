// Pieces of scripts/golden/backward_hooks.py, by the same names.
import torch, { nn, type Tensor } from 'torch-node'
import {
  register_module_backward_hook,
  register_module_full_backward_hook,
  register_module_full_backward_pre_hook,
} from 'torch-node/nn/modules/module'
import { BackwardHook } from 'torch-node/utils/hooks'
import { catch_warnings, simplefilter } from 'torch-node/warnings'
import type { Gradients } from '../../../lib/autograd/_node.js'
import { globalHooks } from '../../../lib/nn/modules/_backward_hooks.js'
import { testAnswers } from '../../golden/support/answers.js'

function warned(body: () => unknown): unknown {
  return catch_warnings((caught) => {
    simplefilter('always')
    const value = body()
    return [value ?? null, caught.map((one) => [one.name, one.message])]
  })
}

type Change = (grads: Gradients) => Gradients | null

class Log {
  readonly lines: unknown[] = []

  hook(name: string, result: Change = () => null) {
    return (module: nn.Module, grad_input: Gradients, grad_output: Gradients) => {
      this.lines.push([name, module._get_name(), [...grad_input], [...grad_output]])
      return result(grad_input)
    }
  }

  pre(name: string, result: Change = () => null) {
    return (module: nn.Module, grad_output: Gradients) => {
      this.lines.push([name, module._get_name(), [...grad_output]])
      return result(grad_output)
    }
  }
}

class Two extends nn.Module {
  override forward(a: Tensor, n: number, b: Tensor, { scale = 1 } = {}): [Tensor, string, Tensor] {
    return [a.mul(n).add(b.mul(scale)), 'text', a.mul(b)]
  }
}
class Dict extends nn.Module {
  override forward(a: Tensor): { n: number; out: Tensor } {
    return { n: 1, out: a.mul(2) }
  }
}
class Nested extends nn.Module {
  override forward(a: Tensor): [[Tensor], Tensor] {
    return [[a.mul(2)], a]
  }
}
class Split extends nn.Module {
  override forward(a: Tensor, _b: number | null = null): [Tensor, Tensor] {
    return [a.exp(), a.sin()]
  }
}
class Chain extends nn.Module {
  override forward(a: Tensor): Tensor {
    return a.mul(2).sin()
  }
}
class Same extends nn.Module {
  override forward(a: Tensor): Tensor {
    return a
  }
}
class Num extends nn.Module {
  override forward(_a: Tensor): number {
    return 3
  }
}
Object.defineProperty(Num, 'name', { value: 'Number' })
class Empty extends nn.Module {
  override forward(_a: Tensor): Tensor[] {
    return []
  }
}

const times = (grads: Gradients, by: number): Tensor => (grads[0] as Tensor).mul(by)
const nothing = (): null => null

testAnswers('backward_hooks.gz', ({ input: get, piece }) => {
  const leaf = (name: string): Tensor => get(name).requires_grad_()
  const w = () => get('w')
  const start = (): [Log, nn.Linear, Tensor] => [new Log(), nn.Linear(4, 2), leaf('x')]

  piece('full', () => {
    const [log, fc, x] = start()
    fc.register_full_backward_hook(log.hook('full'))
    const y = fc(x)
    const name = y.grad_fn?.name()
    y.backward(w())
    return [log.lines, x.grad, fc.weight.grad, name]
  })
  piece('order', () => {
    const [log, fc, x] = start()
    fc.register_full_backward_hook(log.hook('second'))
    fc.register_full_backward_hook(log.hook('third'))
    fc.register_full_backward_hook(log.hook('first'), { prepend: true })
    fc.register_full_backward_pre_hook(log.pre('pre second'))
    fc.register_full_backward_pre_hook(log.pre('pre first'), true)
    fc(x).backward(w())
    return log.lines
  })
  piece('changed', () => {
    const [log, fc, x] = start()
    fc.register_full_backward_hook(log.hook('a', (g) => [times(g, 2)]))
    fc.register_full_backward_hook(log.hook('b', (g) => [(g[0] as Tensor).add(1)]))
    fc.register_full_backward_pre_hook(log.pre('p', (g) => [times(g, 3)]))
    fc(x).backward(w())
    return [log.lines, x.grad, fc.weight.grad, fc.bias?.grad]
  })
  piece('removed', () => {
    const [log, fc, x] = start()
    const one = fc.register_full_backward_hook(log.hook('one'))
    const two = fc.register_full_backward_pre_hook(log.pre('two'))
    const y = fc(x)
    one.remove()
    two.remove()
    y.backward(w())
    const z = fc(x)
    z.backward(w())
    return [log.lines, z.grad_fn?.name()]
  })
  piece('several', () => {
    const [log, two, a, b] = [new Log(), new Two(), leaf('x'), leaf('y')]
    two.register_full_backward_hook(log.hook('two'))
    two.register_full_backward_pre_hook(log.pre('pre'))
    const [first, text, second] = two(a, 3, b, { scale: 2 })
    first.sum().add(second.sum()).backward()
    return [log.lines, a.grad, b.grad, text, first.grad_fn === second.grad_fn]
  })
  piece('one_needs_grad', () => {
    const [log, two, a, b] = [new Log(), new Two(), leaf('x'), get('y')]
    two.register_full_backward_hook(log.hook('two', (g) => [times(g, 2), null, null]))
    two(a, 3, b)[0].sum().backward()
    return [log.lines, a.grad, b.requires_grad]
  })
  piece('one_output_used', () => {
    const [log, two] = [new Log(), new Two()]
    two.register_full_backward_hook(log.hook('two'))
    two(leaf('x'), 3, leaf('y'))[0].sum().backward()
    return log.lines
  })
  piece('in_sequence', () => {
    const [log, x] = [new Log(), leaf('x')]
    const net = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))
    for (const module of net.modules()) {
      module.register_full_backward_hook(log.hook('full'))
      module.register_full_backward_pre_hook(log.pre('pre'))
    }
    net(x).backward(w())
    return [log.lines, x.grad]
  })
  piece('no_input_needs_grad', () => {
    const [log, fc] = start()
    fc.register_full_backward_hook(log.hook('full'))
    fc.register_full_backward_pre_hook(log.pre('pre', (g) => [times(g, 2)]))
    return [warned(() => fc(get('x')).backward(w())), log.lines, fc.bias?.grad]
  })
  piece('no_input_but_nones', () => {
    const [log, fc] = start()
    fc.register_full_backward_hook(log.hook('full', () => [null]))
    fc(get('x')).backward(w())
    return log.lines
  })
  const fails = (hook: (g: Gradients) => unknown, needsGrad = true) => {
    const fc = nn.Linear(4, 2)
    fc.register_full_backward_hook((_m, i) => hook(i) as Gradients)
    fc(needsGrad ? leaf('x') : get('x')).backward(w())
  }
  piece('no_input_but_a_result', () => fails(() => [torch.ones(3, 4)], false))
  piece('wrong_number', () => fails(([g]) => [g, g]))
  piece('wrong_number_before', () => {
    const fc = nn.Linear(4, 2)
    fc.register_full_backward_pre_hook(() => [])
    fc(leaf('x')).backward(w())
  })
  piece('a_tensor_for_a_tuple', () => fails((g) => times(g, 2)))
  piece('not_a_list', () => fails(() => 3))
  piece('wrong_shape', () => fails(() => [torch.ones(2, 2)]))
  piece('in_place_on_the_output', () => {
    const fc = nn.Linear(4, 2)
    fc.register_full_backward_hook(nothing)
    fc(leaf('x')).add_(1)
  })
  const inPlace = (x: Tensor) => {
    const net = nn.ReLU({ inplace: true })
    net.register_full_backward_hook(nothing)
    return net(x)
  }
  piece('in_place_on_the_input', () => inPlace(leaf('x').mul(2)))
  piece('in_place_without_grad', () => inPlace(get('x')))
  piece('inside_no_grad', () => {
    const [log, fc, x] = start()
    fc.register_full_backward_hook(log.hook('full'))
    return torch.no_grad(() => [fc(x).requires_grad, log.lines])
  })
  piece('output_is_a_dict', () => {
    const [log, net, x] = [new Log(), new Dict(), leaf('x')]
    net.register_full_backward_hook(log.hook('full'))
    const run = () => {
      net(x).out.sum().backward()
      return x.grad
    }
    return [warned(run), log.lines]
  })
  piece('output_is_a_number', () => {
    const net = new Num()
    net.register_full_backward_hook(nothing)
    return warned(() => net(leaf('x')))
  })
  piece('output_is_the_input', () => {
    const [log, net, x] = [new Log(), new Same(), leaf('x')]
    net.register_full_backward_hook(log.hook('full'))
    net(x).sum().backward()
    return [log.lines, x.grad]
  })
  piece('twice', () => {
    const [log, net, x] = [new Log(), new Chain(), leaf('x')]
    net.register_full_backward_hook(log.hook('full'))
    const [g] = torch.autograd.grad(net(x).sum(), x, { create_graph: true }) as [Tensor]
    g.pow(2).sum().backward()
    return [log.lines, g, x.grad]
  })
  piece('of_retained_graph', () => {
    const [log, fc, x] = start()
    fc.register_full_backward_hook(log.hook('full'))
    const y = fc(x)
    y.backward(w(), { retain_graph: true })
    y.backward(w())
    return log.lines
  })
  piece('with_forward_hooks', () => {
    const [log, fc, x] = start()
    fc.register_full_backward_hook(log.hook('full'))
    fc.register_forward_pre_hook((_m, [arg]) => [arg.mul(2)])
    fc.register_forward_hook((_m, [arg], out) => {
      log.lines.push([arg.grad_fn?.name(), out.grad_fn?.name()])
    })
    fc.register_forward_hook((_m, _args, out) => out.mul(3))
    const y = fc(x)
    y.backward(w())
    return [log.lines, x.grad, y.grad_fn?.name()]
  })
  piece('an_error_in_a_hook', () =>
    fails(() => {
      throw Object.assign(new Error('mine'), { name: 'ValueError' })
    }),
  )
  piece('both_kinds', () => {
    const fc = nn.Linear(4, 2)
    fc.register_backward_hook(nothing)
    fc.register_full_backward_hook(nothing)
  })
  piece('both_kinds_the_other_way', () => {
    const fc = nn.Linear(4, 2)
    fc.register_full_backward_hook(nothing).remove()
    fc.register_backward_hook(nothing)
  })
  piece('only_a_pre_hook', () => {
    const [log, fc, x] = start()
    fc.register_full_backward_pre_hook(log.pre('pre'))
    fc.register_backward_hook(log.hook('non-full'))
    return [warned(() => fc(x).backward(w())), log.lines]
  })

  type Net = nn.Module & ((...args: unknown[]) => unknown)
  const first = (out: unknown): Tensor => {
    if (out instanceof torch.Tensor) return out as Tensor
    return first(Array.isArray(out) ? out[0] : (out as { out: Tensor }).out)
  }
  const nonFull = (net: nn.Module, ...args: unknown[]) =>
    warned(() => {
      const log = new Log()
      net.register_backward_hook(log.hook('non-full'))
      first((net as Net)(...args))
        .sum()
        .backward()
      return log.lines
    })
  piece('non_full_of_one_node', () => nonFull(nn.Sigmoid(), leaf('x').mul(2)))
  piece('non_full_of_a_leaf', () => nonFull(nn.Sigmoid(), leaf('x')))
  piece('non_full_of_several_nodes', () => nonFull(new Chain(), leaf('x').mul(2)))
  piece('non_full_of_a_linear', () => nonFull(nn.Linear(4, 2), leaf('x')))
  piece('non_full_of_a_dict', () => nonFull(new Dict(), leaf('x')))
  piece('non_full_of_a_list', () => nonFull(new Nested(), leaf('x')))
  piece('non_full_of_two_outputs', () => nonFull(new Split(), leaf('x')))
  piece('non_full_of_another_input', () => nonFull(new Split(), leaf('x'), 3))
  const hooked = <M extends nn.Module>(net: M): M => {
    net.register_backward_hook(nothing)
    return net
  }
  piece('non_full_of_no_graph', () => warned(() => hooked(nn.Sigmoid())(get('x'))))
  piece('non_full_changed', () => {
    const [net, x] = [nn.Sigmoid(), leaf('x')]
    net.register_backward_hook((_m, i) => [times(i, 2)])
    net(x).sum().backward()
    return x.grad
  })
  piece('non_full_of_a_number', () => hooked(new Num())(leaf('x')))
  piece('non_full_of_nothing', () => hooked(new Empty())(leaf('x')))

  piece('for_every_module', () => {
    const [log, x] = [new Log(), leaf('x')]
    const handles = [
      register_module_full_backward_hook(log.hook('global')),
      register_module_full_backward_pre_hook(log.pre('global pre')),
    ]
    const fc = nn.Linear(4, 2)
    const net = nn.Sequential(fc, nn.ReLU())
    fc.register_full_backward_hook(log.hook('own'))
    fc.register_full_backward_pre_hook(log.pre('own pre'))
    net(x).backward(w())
    for (const handle of handles) handle.remove()
    net(x).backward(w())
    return log.lines
  })
  piece('for_every_module_both_kinds', () => register_module_backward_hook(nothing))
  piece('for_every_module_non_full', () => {
    globalHooks._is_full_backward_hook = null
    const [log, x] = [new Log(), leaf('x').mul(2)]
    const handle = register_module_backward_hook(log.hook('global'))
    const net = nn.Sigmoid()
    net.register_full_backward_hook(log.hook('own'))
    const result = warned(() => net(x).sum().backward())
    handle.remove()
    return [result, log.lines]
  })
  piece('for_every_module_full_after', () => register_module_full_backward_hook(nothing))
  piece('by_itself', () => {
    const [lines, x] = [[] as unknown[], leaf('x')]
    const hook = new BackwardHook('owner', [(m, i, o) => void lines.push([m, [...i], [...o]])], [])
    const [a, n] = hook.setup_input_hook([x, 5]) as [Tensor, number]
    const out = hook.setup_output_hook(a.mul(n)) as Tensor
    out.sum().backward()
    const { n_inputs, n_outputs, input_tensors_index, output_tensors_index, grad_outputs } = hook
    return [lines, n_inputs, n_outputs, input_tensors_index, output_tensors_index, grad_outputs]
  })
})

describe('torch.nn.Module.register_full_backward_hook', () => {
  it('takes keywords, and tells of wrong ones', () => {
    const fc = nn.Linear(2, 2)
    const call = fc.register_full_backward_hook as (...args: unknown[]) => unknown
    expect(() => call.call(fc)).toThrow(
      "Module.register_full_backward_hook() missing 1 required positional argument: 'hook'",
    )
    expect(() => call.call(fc, nothing, { prepend: true, other: 1 })).toThrow(
      "Module.register_full_backward_hook() got an unexpected keyword argument 'other'",
    )
  })

  it('hands on what a hook throws, be it null', () => {
    for (const thrown of [null, undefined, 'text', new Error('mine')]) {
      const fc = nn.Linear(2, 2)
      fc.register_full_backward_hook(() => {
        throw thrown
      })
      let caught: unknown = 'nothing'
      try {
        fc(torch.randn(1, 2).requires_grad_()).sum().backward()
      } catch (error) {
        caught = error
      }
      expect(caught).toBe(thrown)
    }
  })

  it('goes with a copy of the module', async () => {
    const { deepcopy } = await import('torch-node/copy')
    const seen: nn.Module[] = []
    const fc = nn.Linear(2, 2)
    fc.register_full_backward_hook((module) => void seen.push(module))
    const copied = deepcopy(fc)
    copied(torch.randn(1, 2).requires_grad_()).sum().backward()
    expect(seen).toEqual([copied])
    fc.register_full_backward_hook(nothing)
    expect([fc._backward_hooks.size, copied._backward_hooks.size]).toEqual([2, 1])
  })
})
