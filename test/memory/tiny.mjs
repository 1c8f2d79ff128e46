import torch from 'torch-node'

/** 200,000 operations of a few bytes: what adds up here is the wrappers, not the numbers. */
export default function tiny(half) {
  let y = torch.zeros(4)
  for (let i = 0; i < 200_000; i++) {
    if (i === 100_000) half()
    y = y.add(1)
  }
  if (y[0].item() !== 200_000) throw new Error(`counted to ${y[0].item()}`)
}
