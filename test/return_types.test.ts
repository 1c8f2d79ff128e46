import { inspect } from 'node:util'
import { pyRepr } from 'torch-node/_repr'
import { namedTuples, return_types } from 'torch-node/return_types'

describe('torch.return_types', () => {
  const values = [1, 2.5]
  const result = namedTuples('max', ['values', 'indices'])(values) as unknown as number[] & {
    indices: number
  }

  test('a result is a list with names', () => {
    const [first, second] = result
    expect([first, second]).toEqual([1, 2.5])
    expect(Array.isArray(result)).toBe(true)
    expect(result.values).toBe(1)
    expect(result.indices).toBe(2.5)
    expect([...result]).toEqual([1, 2.5])
  })

  test('prints as in Python', () => {
    const text = 'torch.return_types.max(\nvalues=1,\nindices=2.5)'
    expect(`${result}`).toBe(text)
    expect(inspect(result)).toBe(text)
    expect(pyRepr([result])).toBe(`[${text}]`)
  })

  test('has a class for each name', () => {
    const Max = return_types.max as NonNullable<typeof return_types.max>
    expect(result).toBeInstanceOf(Max)
    expect(result).not.toBeInstanceOf(return_types.min as typeof Max)
    expect(String(Max([3, 4]))).toBe('torch.return_types.max(\nvalues=3,\nindices=4)')
    expect(() => Max([1, 2, 3])).toThrow(
      new TypeError('torch.return_types.max() takes a 2-sequence (3-sequence given)'),
    )
  })

  test('an operator without a public class gets one', () => {
    const made = namedTuples('_two_things', ['a', 'b'])([1, 2])
    expect(String(made)).toBe('torch.return_types._two_things(\na=1,\nb=2)')
    expect(namedTuples('_two_things', ['a', 'b'])([3, 4]).constructor).toBe(made.constructor)
  })
})
