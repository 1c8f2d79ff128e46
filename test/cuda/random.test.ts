import torch from 'torch-node'
import { onGpu } from './support/gpu.js'

const { cuda } = torch
const draw = () => torch.rand(4, { device: 'cuda' }).tolist()

onGpu('random numbers on a GPU', () => {
  test.each([
    ['torch.manual_seed', (seed: number) => torch.manual_seed(seed)],
    ['torch.cuda.manual_seed', cuda.manual_seed],
    ['torch.cuda.manual_seed_all', cuda.manual_seed_all],
  ])('%s starts the same stream', (_name, seed) => {
    seed(7)
    const first = draw()
    expect(cuda.initial_seed()).toBe(7)
    expect(draw()).not.toEqual(first)
    seed(7)
    expect(draw()).toEqual(first)
    seed(8)
    expect(draw()).not.toEqual(first)
  })

  test('states are kept and restored', () => {
    const state = cuda.get_rng_state()
    expect(state.device.type).toBe('cpu')
    const first = draw()
    cuda.set_rng_state(state)
    expect(draw()).toEqual(first)
    const all = cuda.get_rng_state_all()
    expect(all.length).toBe(cuda.device_count())
    const second = draw()
    cuda.set_rng_state_all(all)
    expect(draw()).toEqual(second)
    const inside = torch.random.fork_rng(draw)
    expect(draw()).toEqual(inside)
  })

  test('seeds from the system differ', () => {
    cuda.seed()
    const first = cuda.initial_seed()
    cuda.seed_all()
    expect(cuda.initial_seed()).not.toBe(first)
  })

  test('generators', () => {
    const generator = new torch.Generator('cuda').manual_seed(3)
    expect(generator.device.type).toBe('cuda')
    const one = torch.randn(5, { device: 'cuda', generator })
    expect(torch.equal(torch.randn(5, { device: 'cuda', generator }), one)).toBe(false)
    generator.manual_seed(3)
    expect(torch.equal(torch.randn(5, { device: 'cuda', generator }), one)).toBe(true)
    expect(() => torch.randn(5, { generator })).toThrow(
      "Expected a 'cpu' device type for generator but found 'cuda'",
    )
  })
})
