import torch from 'torch-node'
import {
  _broadcast_to_and_flatten,
  tree_flatten,
  tree_map,
  tree_unflatten,
  treespec_pprint,
} from 'torch-node/utils/_pytree'
import { tuple } from '../../lib/_tuple.js'

const x = torch.ones(2)
const complex = { re: 1, im: 2 }

// [tree, repr(spec), treespec_pprint(spec)] as torch.utils._pytree has them.
const trees: [unknown, string, string][] = [
  [x, '*', '*'],
  [null, '*', '*'],
  [complex, '*', '*'],
  [tuple([x]), 'TreeSpec(tuple, None, [*])', '(*,)'],
  [[], 'TreeSpec(list, None, [])', '[]'],
  [{}, 'TreeSpec(dict, [], [])', '{}'],
  [
    tuple([x, [x, x]]),
    'TreeSpec(tuple, None, [*,\n  TreeSpec(list, None, [*,\n    *])])',
    '(*, [*, *])',
  ],
  [
    { a: x, b: tuple([x]) },
    "TreeSpec(dict, ['a', 'b'], [*,\n  TreeSpec(tuple, None, [*])])",
    "{'a': *, 'b': (*,)}",
  ],
  [new Map([[1, x]]), 'TreeSpec(dict, [1], [*])', '{1: *}'],
  [x.max(0), 'TreeSpec(max, None, [*,\n  *])', 'torch.return_types.max(\nvalues=*,\nindices=*)'],
  [torch.Size([1, 2]), 'TreeSpec(Size, None, [*,\n  *])', '(*, *)'],
]

test.each(trees)('%p', (tree, repr, text) => {
  const [leaves, spec] = tree_flatten(tree)
  expect(String(spec)).toBe(repr)
  expect(treespec_pprint(spec)).toBe(text)
  expect(spec.num_leaves).toBe(leaves.length)
  const again = tree_unflatten(leaves, spec)
  expect(tree_flatten(again)[1].equals(spec)).toBe(true)
  expect(String(again)).toBe(String(tree))
})

test('arrays and tuples are alike, other containers are not', () => {
  const specs = [[1, 2], tuple([1, 2]), { a: 1, b: 2 }, [1, [2]], x.max(0), [1]].map(
    (tree) => tree_flatten(tree)[1],
  )
  const alike = specs.map((spec) => specs[0]?.equals(spec))
  expect(alike).toEqual([true, true, false, false, false, false])
})

test('a leaf counts for all below it', () => {
  const [, spec] = tree_flatten([1, { a: 2, b: [3, 4] }])
  expect(_broadcast_to_and_flatten(0, spec)).toEqual([0, 0, 0, 0])
  expect(_broadcast_to_and_flatten([5, { a: 6, b: null }], spec)).toEqual([5, 6, null, null])
  expect(_broadcast_to_and_flatten([5, { a: 6 }], spec)).toBeNull()
  expect(_broadcast_to_and_flatten([5, 6, 7], spec)).toBeNull()
})

test('a name such as __proto__ is a name', () => {
  const tree = JSON.parse('{"__proto__": 1}') as unknown
  expect(Object.keys(tree_map((one) => one, tree) as object)).toEqual(['__proto__'])
})
