// Checked by tsc alone: optimizers.

import { expectTypeOf } from 'expect-type'
import torch, { nn, optim, type Tensor } from 'torch-node'
import { adadelta } from 'torch-node/optim/adadelta'

const net = nn.Linear(3, 4)
const params = [...net.parameters()]

// Every constructor: with and without new, by position, by keyword, or both; parameters in all their forms.
expectTypeOf(optim.AdamW(net.parameters())).toExtend<optim.Adam>()
expectTypeOf(new optim.RMSprop(net.named_parameters(), 0.1)).toExtend<optim.Optimizer>()
optim.Adadelta(params, 1, 0.9, 1e-6, 0, null, { capturable: false, maximize: true })
optim.Adadelta(params, { lr: torch.tensor(0.1), rho: 0.95, differentiable: true })
optim.Adafactor(params, { eps: [null, 1e-3], d: 1.5, beta2_decay: -1, foreach: true })
optim.Adagrad(params, { lr_decay: 0.1, initial_accumulator_value: 0.1, fused: true })
optim.Adam(params, { betas: [torch.tensor(0.9), torch.tensor(0.99)], amsgrad: true })
optim.Adamax([{ params, lr: 0.1 }, { params: params[0] as Tensor }], { betas: [0.8, 0.9] })
optim.AdamW(params, 1e-3, [0.9, 0.99], { weight_decay: 0.1, fused: null })
optim.ASGD(params, { t0: 100, lambd: 0.1, alpha: 0.5 })
optim.LBFGS(params, { line_search_fn: 'strong_wolfe', max_eval: null, history_size: 10 })
optim.Muon(params, { adjust_lr_fn: 'match_rms_adamw', ns_coefficients: [3.4, -4.7, 2] })
optim.NAdam(params, { momentum_decay: 0.01, decoupled_weight_decay: true })
optim.RAdam({ params, lr: 0.1 })
optim.RMSprop(params, { centered: true, momentum: 0.9, alpha: 0.9 })
optim.Rprop(params, { etas: [0.5, 1.2], step_sizes: [1e-6, 50] })
optim.SGD(params, { nesterov: true, momentum: 0.9, dampening: 0 })
optim.SparseAdam(params, { maximize: true })

// @ts-expect-error the parameters are missing
optim.AdamW()
// @ts-expect-error no such keyword
optim.Adamax(params, { rho: 3 })
// @ts-expect-error two betas
optim.NAdam(params, { betas: [0.9] })
// @ts-expect-error no such line search
optim.LBFGS(params, { line_search_fn: 'wolfe' })
// @ts-expect-error keyword-only
optim.AdamW(params, 1e-3, [0.9, 0.99], 1e-8, 0.01, false, true)
// @ts-expect-error no such way
optim.Muon(params, { adjust_lr_fn: 'adamw' })

// A step gives what its closure gives.
const optimizer = optim.RAdam(params)
const closure = (): Tensor => torch.ones(1)
expectTypeOf(optimizer.step()).toEqualTypeOf<null>()
expectTypeOf(optimizer.step(closure)).toEqualTypeOf<Tensor | null>()
expectTypeOf(optim.LBFGS(params).step(closure)).toEqualTypeOf<Tensor>()
expectTypeOf(optim.LBFGS(params).step()).toEqualTypeOf<never>()

// Hooks know their optimizer.
optimizer.register_step_pre_hook((self, args, kwargs) => {
  expectTypeOf(self).toExtend<optim.RAdam>()
  return [args, kwargs]
})
const hook: optim.OptimizerPostHook = () => {}
optimizer.register_step_post_hook(hook)
const state: optim.OptimizerStateDict = optimizer.state_dict()
optimizer.load_state_dict(state)

// The functional forms.
expectTypeOf(adadelta).returns.toEqualTypeOf<void>()
// @ts-expect-error settings are missing
adadelta(params, params, params, params, params, { lr: 0.1 })
