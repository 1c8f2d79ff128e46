// Orders of loaders, samplers and splits under fixed seeds against Python, and what they leave of the generator.
import torch, { type Tensor } from 'torch-node'
import { read } from '../../golden/nn/pack.js'

const { data } = torch.utils

interface Case {
  what: 'loader' | 'generator' | 'sampler' | 'split'
  name: string
  args: unknown[]
  kwargs: Record<string, unknown>
  lengths: number[]
  rows: unknown[]
  seeded: number[][]
  length: number
  next: number
}

const cases = read<Case>('loading')
const of = (what: Case['what']): Case[] => cases.filter((one) => one.what === what)
const numbers = Array.from({ length: 23 }, (_, i) => i)
// What a pass gives: batches as lists, single items as they are.
const pass = (loader: Iterable<unknown>): unknown[] =>
  Array.from(loader, (one) => (typeof one === 'number' ? one : (one as Tensor).tolist()))
// Both sides wrote the float32 as a double.
const next = (): number => torch.rand([]).item() as number

test.each(of('loader'))('DataLoader $kwargs', ({ kwargs, rows, length, next: expected }) => {
  torch.manual_seed(11)
  const loader = new data.DataLoader(numbers, kwargs)
  expect([pass(loader), pass(loader)]).toEqual(rows)
  expect(loader.length).toBe(length)
  expect(next()).toBe(expected)
})

test.each(of('loader'))('DataLoader of a TensorDataset $kwargs', ({ kwargs, rows }) => {
  torch.manual_seed(11)
  const dataset = data.TensorDataset(torch.arange(23))
  const loader = new data.DataLoader(dataset, kwargs)
  const first = (): unknown[] => Array.from(loader, ([column]) => (column as Tensor).tolist())
  expect([first(), first()]).toEqual(rows)
})

test.each(of('generator'))('DataLoader with a generator $kwargs', (golden) => {
  torch.manual_seed(12)
  const generator = torch.Generator().manual_seed(99)
  const loader = new data.DataLoader(numbers, { generator, ...golden.kwargs })
  expect([pass(loader), pass(loader)]).toEqual(golden.rows)
  expect(next()).toBe(golden.next)
})

test.each(of('sampler'))(
  '$name $kwargs',
  ({ name, args, kwargs, rows, length, next: expected }) => {
    torch.manual_seed(13)
    type Make = (...args: unknown[]) => torch.utils.data.Sampler<number>
    const make = data[name as 'RandomSampler'] as unknown as Make
    const sampler = make(...args, kwargs)
    expect([[...sampler], [...sampler]]).toEqual(rows)
    expect(sampler.length).toBe(length)
    expect(next()).toBe(expected)
  },
)

test.each(of('split'))('random_split $lengths', ({ lengths, rows, seeded, next: expected }) => {
  torch.manual_seed(14)
  expect(data.random_split(numbers, lengths).map(({ indices }) => indices)).toEqual(rows)
  const generator = torch.Generator().manual_seed(42)
  const again = data.random_split(numbers, lengths, { generator })
  expect(again.map(({ indices }) => indices)).toEqual(seeded)
  expect(next()).toBe(expected)
})
