// The addon's exchange of tensors, spoken to directly.
import torch from 'torch-node'
import { native } from '../../lib/native.js'

const handleOf = (tensor: torch.Tensor): number => (tensor as unknown as { _h: number })._h
const thrown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return String(error)
  }
  return 'nothing'
}

let exchange: number
beforeEach(() => {
  exchange = native.exchangeOpen()
})
afterEach(() => native.exchangeClose(exchange))

test('a tensor is taken once, with the same memory and nothing else of the original', () => {
  const tensor = torch.zeros(3, { requires_grad: true })
  const token = native.exchangeGive(exchange, handleOf(tensor))
  expect(native.exchangeWaiting(exchange)).toBe(1)
  const taken = native.exchangeTake(exchange, token) as torch.Tensor
  expect(native.exchangeWaiting(exchange)).toBe(0)
  expect(native.exchangeTake(exchange, token)).toBeNull()
  expect(taken).not.toBe(tensor)
  expect(taken.requires_grad).toBe(false)
  taken.fill_(7)
  expect([tensor.tolist(), tensor._version, taken._version]).toEqual([[7, 7, 7], 0, 1])
})

test('memory of a typed array is copied: it ends with its thread', () => {
  const array = Float32Array.of(1, 2)
  const token = native.exchangeGive(exchange, handleOf(torch.from_numpy(array)))
  const taken = native.exchangeTake(exchange, token) as torch.Tensor
  array[0] = 9
  expect(taken.tolist()).toEqual([1, 2])
})

test('a result with a graph is refused', () => {
  const result = torch.ones(1, { requires_grad: true }).mul(2)
  expect(thrown(() => native.exchangeGive(exchange, handleOf(result)))).toMatch(
    /^RuntimeError: Cowardly refusing to serialize non-leaf tensor which requires_grad, /,
  )
  expect(native.exchangeWaiting(exchange)).toBe(0)
})

test('a closed one lets go of what waited, and takes no more', () => {
  const token = native.exchangeGive(exchange, handleOf(torch.ones(2)))
  native.exchangeClose(exchange)
  native.exchangeClose(exchange)
  expect(native.exchangeWaiting(exchange)).toBe(-1)
  expect(native.exchangeTake(exchange, token)).toBeNull()
  for (const run of [
    () => native.exchangeGive(exchange, handleOf(torch.ones(2))),
    () => native.exchangeJoin(exchange, 0),
    () => native.exchangeEnded(exchange),
  ]) {
    expect(thrown(run)).toBe('RuntimeError: the exchange is closed')
  }
})

test('members are there while their threads are', () => {
  native.exchangeJoin(exchange, 5)
  expect(native.exchangeEnded(exchange)).toEqual([])
})
