// How a dataset is cut at random. Mirrors the functions of torchtext/data/dataset.py.

import { pyStr } from '../../_repr.js'
import { classText } from '../../_typename.js'
import { range, round } from '../../builtins.js'
import { AssertionError, ValueError } from '../../errors.js'

/** The share of the training data, or the relative sizes of training, test and validation data. */
export type SplitRatio = number | readonly number[]
type Ratios = readonly [train: number, test: number, valid: number]
type Shuffle = (indices: readonly number[]) => number[]

export function check_split_ratio(split_ratio: SplitRatio): Ratios {
  if (Array.isArray(split_ratio)) {
    const given = split_ratio as readonly number[]
    if (given.length !== 2 && given.length !== 3) {
      throw new AssertionError(`Length of split ratio list should be 2 or 3, got ${pyStr(given)}`)
    }
    const sum = given.reduce((total, one) => total + one, 0)
    const [train = 0, test = 0, valid = 0] = sum === 1 ? given : given.map((one) => one / sum)
    return [train, test, valid]
  }
  if (typeof split_ratio !== 'number') {
    throw new ValueError(`Split ratio must be float or a list, got ${classText(split_ratio)}`)
  }
  if (!(split_ratio > 0 && split_ratio < 1)) {
    throw new AssertionError(`Split ratio ${split_ratio} not between 0 and 1`)
  }
  return [split_ratio, 1 - split_ratio, 0]
}

/** Training, test and validation examples. */
export function rationed_split<E>(
  examples: readonly E[],
  [train, test, valid]: Ratios,
  shuffle: Shuffle,
): [E[], E[], E[]] {
  const count = examples.length
  const order = shuffle(range(count))
  const trains = round(train * count)
  // Without validation data, what rounding leaves is for testing.
  const tests = valid === 0 ? count - trains : round(test * count)
  const pick = (from: number, to?: number): E[] =>
    order.slice(from, to).map((i) => examples[i] as E)
  return [pick(0, trains), pick(trains, trains + tests), pick(trains + tests)]
}

/** The examples grouped by the value of a field. */
export function stratify<E extends object>(examples: readonly E[], field: string): E[][] {
  const groups = new Map<unknown, E[]>()
  for (const example of examples) {
    const value: unknown = Reflect.get(example, field)
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [example])
    else group.push(example)
  }
  return [...groups.values()]
}
