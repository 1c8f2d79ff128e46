// What a pipeline may save: the steps one by one say what it must give.

import torch, { type Tensor } from 'torch-node'
import { Image } from 'torch-node/PIL'
import transforms from 'torch-node/torchvision/transforms'

const photo = () => {
  const image = Image.new('RGB', [8, 6])
  image.data.forEach((_, i, data) => {
    data[i] = (i * 37) % 256
  })
  return image
}
const mean = [0.485, 0.456, 0.406]
const std = [0.229, 0.224, 0.225]
const { Compose, Lambda, Normalize, ToTensor } = transforms

test('a pipeline gives what its steps give', () => {
  const steps = Normalize(mean, std)(ToTensor()(photo()))
  const piped = Compose([ToTensor(), Normalize(mean, std)])(photo())
  expect(torch.equal(piped as Tensor, steps)).toBe(true)
})

test('what somebody else has is not written to', () => {
  const seen: Tensor[] = []
  const kept = Lambda((x: Tensor) => {
    seen.push(x)
    return x
  })
  const plain = ToTensor()(photo())
  Compose([ToTensor(), kept, Normalize(mean, std)])(photo())
  expect(torch.equal(seen[0] as Tensor, plain)).toBe(true)

  const hooked = Normalize(mean, std)
  hooked.register_forward_hook((_, args) => {
    seen.push(args[0] as Tensor)
  })
  Compose([ToTensor(), hooked])(photo())
  expect(torch.equal(seen[1] as Tensor, plain)).toBe(true)

  const array = torch.tensor([
    [1.5, 2],
    [3, 4],
  ])
  Compose([ToTensor(), Normalize([1], [2])])(array.numpy())
  expect(array.tolist()).toEqual([
    [1.5, 2],
    [3, 4],
  ])
})

test('means of more channels than the image has', () => {
  const text = /output with shape \[1, 2, 2\] doesn't match the broadcast shape \[3, 2, 2\]/
  const grey = Image.new('L', [2, 2])
  expect(() => Normalize(mean, std)(torch.zeros(1, 2, 2))).toThrow(text)
  expect(() => Compose([ToTensor(), Normalize(mean, std)])(grey)).toThrow(text)
})
