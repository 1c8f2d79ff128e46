import torch, { nn, type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import type { Pieces } from '../../golden/support/answers.js'
import { Cnn, mlp, one, state, type Tensors } from './models.js'

const {
  functional_call,
  grad,
  grad_and_value,
  hessian,
  jacrev,
  jvp,
  replace_all_batch_norm_modules_,
  stack_module_state,
  vmap,
} = torch.func

/** Per-sample gradients, ensembles and Jacobians of scripts/golden/func_modules.py. */
export function applications({ input: get, piece }: Pieces): void {
  const x = () => get('x')

  piece('per-sample gradients', () => {
    const model = new Cnn()
    const [params, buffers] = state(model)
    const loss = (p: Tensors, b: Tensors, sample: Tensor, target: Tensor) =>
      F.nll_loss(functional_call(model, [p, b], [one(sample)]), one(target))
    const gradients = vmap(grad(loss), [null, null, 0, 0])
    return Object.values(gradients(params, buffers, get('imgs'), get('lv')))
  })
  piece('per-sample gradients and losses', () => {
    const model = new Cnn()
    const [params] = state(model)
    const loss = (p: Tensors, i: Tensor, t: Tensor) =>
      F.nll_loss(functional_call(model, p, [one(i)]), one(t))
    const both = vmap(grad_and_value(loss), { in_dims: [null, 0, 0], chunk_size: 2 })
    const [gradients, losses] = both(params, get('imgs'), get('lv'))
    return [Object.values(gradients), losses]
  })

  piece('ensemble', () => {
    const models = [mlp(), mlp(), mlp()] as const
    const [params, buffers] = stack_module_state(models)
    const call = (p: Tensors, b: Tensors, x: Tensor) => functional_call(models[0], [p, b], [x])
    return [
      vmap(call, [0, 0, null])(params, buffers, x()),
      vmap(call)(params, buffers, x()[':3'] as Tensor),
      Object.values(params).map((p) => p.requires_grad),
      Object.keys(params),
      Object.keys(buffers).length,
    ]
  })
  piece('ensemble of norms', () => {
    const [params, buffers] = stack_module_state([nn.BatchNorm1d(4), nn.BatchNorm1d(4)])
    const tensors = Object.values(buffers)
    return [Object.keys(params), Object.keys(buffers), tensors, tensors.map((b) => b.dtype)]
  })
  piece('ensemble with dropout', () => {
    const layers = () => nn.Sequential(nn.Linear(4, 2), nn.Dropout(0.5))
    const models = [layers(), layers(), layers()] as const
    const [params, buffers] = stack_module_state(models)
    const call = (p: Tensors, b: Tensors, x: Tensor) => functional_call(models[0], [p, b], [x])
    const run = (randomness: 'same' | 'different') =>
      vmap(call, { in_dims: [0, 0, null], randomness })(params, buffers, x())
    return [run('different'), run('same')]
  })

  const normed = () => nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3))
  piece('batch norm', () => {
    const model = normed()
    const [params, buffers] = state(model)
    return vmap((x: Tensor) => functional_call(model, [params, buffers], [x]))(get('seq'))
  })
  piece('batch norm replaced', () => {
    const model = replace_all_batch_norm_modules_(normed())
    const norm = model[1] as nn.BatchNorm1d
    return [vmap(model)(get('seq')), norm.running_mean, norm.track_running_stats]
  })

  piece('training', () => {
    const model = mlp()
    let [params] = state(model)
    const loss = (p: Tensors) => F.cross_entropy(functional_call(model, p, [x()]), get('l'))
    const losses: Tensor[] = []
    for (let step = 0; step < 5; step++) {
      const [gradients, value] = grad_and_value(loss)(params)
      params = Object.fromEntries(
        Object.entries(params).map(([k, v]) => [k, v.sub((gradients[k] as Tensor).mul(0.1))]),
      )
      losses.push(value)
    }
    return [losses, Object.values(params)]
  })
  piece('hessian of a layer', () => {
    const model = nn.Linear(4, 1)
    const [params] = state(model)
    const loss = (p: Tensors) => functional_call(model, p, [x()]).tanh().pow(2).sum()
    const tree = hessian(loss)(params) as Record<string, Tensors>
    return Object.values(tree).map((row) => Object.values(row))
  })
  piece('jacobian of parameters', () => {
    const model = mlp()
    const [params] = state(model)
    return Object.values(jacrev((p: Tensors) => functional_call(model, p, [x()]))(params))
  })
  piece('tangent kernel', () => {
    const model = mlp()
    const [params] = state(model)
    const single = (p: Tensors, x: Tensor) => functional_call(model, p, [one(x)])[0] as Tensor
    const jacobian = vmap(jacrev(single), [null, 0])(params, x()) as Tensors
    const parts = Object.values(jacobian).map((j) => j.flatten(2))
    return parts
      .map((j) => torch.einsum('naf,mbf->nmab', j, j))
      .reduce((sum, part) => sum.add(part), torch.tensor(0))
  })
  piece('jvp of parameters', () => {
    const model = mlp()
    const [params] = state(model)
    const tangents = Object.fromEntries(
      Object.entries(params).map(([k, v]) => [k, torch.ones_like(v)]),
    )
    return jvp((p: Tensors) => functional_call(model, p, [x()]), [params], [tangents])
  })
  piece('mapped module', () => vmap(nn.Linear(4, 2))(x()))
  piece('mapped rows', () => vmap(mlp(), { chunk_size: 2 })(get('seq')))

  piece('no models', () => stack_module_state([]))
  piece('modes differ', () => stack_module_state([nn.Linear(2, 2), nn.Linear(2, 2).eval()]))
  piece('classes differ', () => stack_module_state([nn.Linear(2, 2), nn.ReLU()]))
  piece('requires_grad differs', () =>
    stack_module_state([nn.Linear(2, 2), nn.Linear(2, 2).requires_grad_(false)]),
  )
  piece('in a ModuleList', () => {
    const list = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
    return stack_module_state(list).map((dict) => Object.values(dict))
  })
}
