// Tells whether the optimizer steps before its scheduler does. Part of LRScheduler of torch/optim/lr_scheduler.py.

import { warn } from '../../warnings.js'
import type { Optimizer } from '../optimizer.js'

const mark = '_wrapped_by_lr_sched'

type Step = ((...args: unknown[]) => unknown) & { [mark]?: boolean }
type Tracked = Optimizer & { _opt_called?: boolean }

/** Makes an optimizer note that it has stepped. */
export function trackSteps(optimizer: Optimizer): void {
  const step = optimizer.step as Step
  if (step[mark]) return
  const wrapper: Step = (...args) => {
    ;(optimizer as Tracked)._opt_called = true
    return Reflect.apply(step, optimizer, args)
  }
  wrapper[mark] = true
  Object.defineProperty(optimizer, 'step', { value: wrapper, writable: true, configurable: true })
}

/** Warns where a scheduler takes its first step and the optimizer has taken none. */
export function warnOfOrder(optimizer: Optimizer): void {
  if (!(optimizer.step as Step)[mark]) {
    warn(
      'Seems like `optimizer.step()` has been overridden after learning rate scheduler ' +
        'initialization. Please, make sure to call `optimizer.step()` before ' +
        '`lr_scheduler.step()`. See more details at ' +
        'https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate',
    )
  } else if (!(optimizer as Tracked)._opt_called) {
    warn(
      'Detected call of `lr_scheduler.step()` before `optimizer.step()`. ' +
        'In PyTorch 1.1.0 and later, you should call them in the opposite order: ' +
        '`optimizer.step()` before `lr_scheduler.step()`.  Failure to do this ' +
        'will result in PyTorch skipping the first value of the learning rate schedule. ' +
        'See more details at ' +
        'https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate',
    )
  }
}
