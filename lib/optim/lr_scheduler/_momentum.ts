// The momentum, or the first of the betas, that CyclicLR and OneCycleLR change against the learning rate.

import { tuple } from '../../_tuple.js'
import { ValueError } from '../../errors.js'
import type { MaybeTensor } from '../_common.js'
import type { ParamGroup } from '../_state.js'
import type { Optimizer } from '../optimizer.js'
import { _format_param, type PerGroup, pairs } from './_param_groups.js'

/** Whether the optimizer has betas rather than a momentum; throws where it has neither. */
export function usesBeta1({ defaults }: Optimizer): boolean {
  if (!('momentum' in defaults) && !('betas' in defaults)) {
    throw new ValueError(
      'optimizer must support momentum or beta1 with `cycle_momentum` option enabled',
    )
  }
  return 'betas' in defaults
}

/** Sets the momentum of a group. */
export function setMomentum(group: ParamGroup, use_beta1: boolean, momentum: MaybeTensor): void {
  if (use_beta1) group.betas = tuple([momentum, ...(group.betas as MaybeTensor[]).slice(1)])
  else group.momentum = momentum
}

/** The ends of the range of each group; where a schedule starts, they are written to the groups. */
export function momentumRange(
  optimizer: Optimizer,
  base_momentum: PerGroup<number>,
  max_momentum: PerGroup<number>,
  last_epoch: number,
): { use_beta1: boolean; base_momentums: number[]; max_momentums: number[] } {
  const use_beta1 = usesBeta1(optimizer)
  const base_momentums = _format_param('base_momentum', optimizer, base_momentum)
  const max_momentums = _format_param('max_momentum', optimizer, max_momentum)
  if (last_epoch === -1) {
    for (const [i, group] of optimizer.param_groups.entries()) {
      setMomentum(group, use_beta1, max_momentums[i] as number)
      group.max_momentum = max_momentums[i]
      group.base_momentum = base_momentums[i]
    }
  }
  return { use_beta1, base_momentums, max_momentums }
}

/** Sets the momenta of all groups. */
export function setMomenta(
  { param_groups }: Optimizer,
  use_beta1: boolean,
  momenta: readonly MaybeTensor[],
): void {
  for (const [group, momentum] of pairs(param_groups, momenta)) {
    setMomentum(group, use_beta1, momentum)
  }
}
