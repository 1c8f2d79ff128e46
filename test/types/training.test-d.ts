// Checked by tsc alone: schedulers, averaged models, mixed precision, copies.

import { expectTypeOf } from 'expect-type'
import torch, { nn, optim, type Tensor } from 'torch-node'
import copy, { deepcopy } from 'torch-node/copy'
import { LRScheduler, StepLR } from 'torch-node/optim/lr_scheduler'
import { AveragedModel, SWALR } from 'torch-node/optim/swa_utils'

declare const x: Tensor
const net = nn.Linear(2, 2)
const optimizer = optim.SGD(net.parameters())

// Schedulers: every parameter by position or by keyword.
const scheduler = StepLR(optimizer, 30, { gamma: 0.5 })
expectTypeOf(new StepLR(optimizer, { step_size: 30 })).toExtend<LRScheduler>()
expectTypeOf(scheduler.get_last_lr()).toEqualTypeOf<(number | Tensor)[]>()
expectTypeOf(scheduler.step_size).toBeNumber()
scheduler.step()
scheduler.step(3)
scheduler.step({ epoch: 3 })
// @ts-expect-error the step size is missing
StepLR(optimizer)
// @ts-expect-error no such keyword
StepLR(optimizer, { step_size: 3, foo: 3 })
optim.lr_scheduler.OneCycleLR(optimizer, [0.1, 0.2], { epochs: 3, steps_per_epoch: 5 })
// @ts-expect-error no such strategy
optim.lr_scheduler.OneCycleLR(optimizer, 0.1, { anneal_strategy: 'tan' })
optim.lr_scheduler.LambdaLR(optimizer, (epoch) => 0.9 ** epoch)
optim.lr_scheduler.LambdaLR(optimizer, [(epoch) => epoch, () => 1])
const plateau = optim.lr_scheduler.ReduceLROnPlateau(optimizer, 'min', { patience: 3 })
plateau.step(x)
plateau.step(0.5, { epoch: 3 })
// @ts-expect-error the value is missing
plateau.step()
optim.lr_scheduler.SequentialLR(optimizer, [scheduler, scheduler], { milestones: [3] })
expectTypeOf(plateau).toExtend<LRScheduler>()

class Halving extends LRScheduler {
  override get_lr() {
    return this.base_lrs.map((lr) => Number(lr) / 2 ** this.last_epoch)
  }
}
expectTypeOf(new Halving(optimizer)).toExtend<LRScheduler>()

// Averaged models are called as the model is.
const averaged = AveragedModel(net, { use_buffers: true })
expectTypeOf(averaged.module.in_features).toBeNumber()
expectTypeOf(averaged(x)).toEqualTypeOf<Tensor>()
// @ts-expect-error the input is a tensor
averaged(3)
SWALR(optimizer, { swa_lr: 0.05, anneal_strategy: 'linear' })

// Mixed precision.
expectTypeOf(torch.autocast('cpu', () => 'result')).toBeString()
expectTypeOf(torch.autocast('cpu', { dtype: torch.bfloat16 }, () => x)).toEqualTypeOf<Tensor>()
const forward = (input: Tensor, scale: number): Tensor => input.mul(scale)
expectTypeOf(torch.autocast('cpu')(forward)).toEqualTypeOf<typeof forward>()
// @ts-expect-error no such keyword
torch.autocast('cpu', { type: torch.bfloat16 })
const scaler = torch.amp.GradScaler('cuda', { init_scale: 4 })
expectTypeOf(scaler.scale(x)).toEqualTypeOf<Tensor>()
expectTypeOf(scaler.scale([x, x])).toEqualTypeOf<Tensor[]>()
expectTypeOf(
  torch.amp.custom_fwd(forward, { device_type: 'cuda', cast_inputs: torch.float16 }),
).toEqualTypeOf<typeof forward>()
expectTypeOf(torch.get_autocast_dtype('cpu')).toEqualTypeOf<torch.dtype>()

// Copies have the type of the original.
expectTypeOf(deepcopy(net)).toEqualTypeOf(net)
expectTypeOf(copy.copy({ a: x })).toEqualTypeOf<{ a: Tensor }>()
