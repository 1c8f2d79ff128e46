import { pyRepr } from '../../../lib/_repr.js'
import {
  _list_with_default,
  _pair,
  _reverse_repeat_tuple,
  _single,
  _triple,
  consume_prefix_in_state_dict_if_present,
} from '../../../lib/nn/modules/utils.js'
import { Size } from '../../../lib/size.js'

describe('torch.nn.modules.utils', () => {
  test('tuples of one value or of several', () => {
    expect(pyRepr(_single(3))).toBe('(3,)')
    expect(pyRepr(_pair(3))).toBe('(3, 3)')
    expect(pyRepr(_pair([1, 2]))).toBe('(1, 2)')
    expect(pyRepr(_triple(null))).toBe('(None, None, None)')
    // Like Python, any iterable is taken as it is, whatever its length.
    expect(pyRepr(_pair(new Size([1, 2, 3])))).toBe('(1, 2, 3)')
  })

  test('_reverse_repeat_tuple', () => {
    expect(pyRepr(_reverse_repeat_tuple([1, 2], 2))).toBe('(2, 2, 1, 1)')
  })

  test('_list_with_default', () => {
    expect(_list_with_default(3, [1, 2])).toBe(3)
    expect(_list_with_default([null, 5], [2, 3, 7, 8])).toEqual([7, 5])
    expect(() => _list_with_default([1, 2], [3, 4])).toThrow('Input dimension should be at least 3')
  })

  test('consume_prefix_in_state_dict_if_present', () => {
    const state_dict: Record<string, unknown> = { 'module.a': 1, b: 2, 'module.c': 3 }
    const metadata = { '': 0, module: 1, 'module.a': 2, other: 3 }
    Object.defineProperty(state_dict, '_metadata', { value: metadata })
    consume_prefix_in_state_dict_if_present(state_dict, 'module.')
    expect(Object.entries(state_dict)).toEqual([
      ['b', 2],
      ['a', 1],
      ['c', 3],
    ])
    expect(Object.entries(metadata)).toEqual([
      ['', 1],
      ['other', 3],
      ['a', 2],
    ])
  })
})
