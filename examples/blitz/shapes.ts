/** Ten kinds of coloured shapes, 32x32, in the place of CIFAR-10 where nobody has it. */
import torch, { type Tensor } from 'torch-node'
import { Image } from 'torch-node/PIL'
import { Dataset } from 'torch-node/utils/data'

export const shapes = [
  'disc',
  'ring',
  'box',
  'frame',
  'cross',
  'diamond',
  'bars',
  'columns',
  'checks',
  'wedge',
] as const

const SIDE = 32

/** The same index and seed give the same picture everywhere: each has a generator of its own. */
export class Shapes extends Dataset<[Tensor, number]> {
  constructor(
    readonly count: number,
    readonly seed: number,
    readonly transform: (image: Image.Image) => Tensor,
  ) {
    super()
  }

  override __len__(): number {
    return this.count
  }

  override __getitem__(index: number): [Tensor, number] {
    const generator = torch.Generator().manual_seed(this.seed * 1_000_000 + index)
    const kind = torch.randint(0, shapes.length, [], { generator }).item()
    const [cx, cy] = torch.randint(11, 21, [2], { generator }).tolist<[number, number]>()
    const r = torch.randint(6, 11, [], { generator }).item()
    const colors = torch.randint(0, 128, [2, 1, 1, 3], { generator })

    const y = torch.arange(SIDE).view(-1, 1).sub(cy)
    const x = torch.arange(SIDE).view(1, -1).sub(cx)
    const round = x.mul(x).add(y.mul(y))
    const inside = torch.maximum(x.abs(), y.abs()).le(r)
    const pictures = [
      round.le(r * r),
      round.le(r * r).logical_and(round.gt((r - 3) * (r - 3))),
      inside,
      inside.logical_and(torch.maximum(x.abs(), y.abs()).gt(r - 3)),
      inside.logical_and(torch.minimum(x.abs(), y.abs()).le(1)),
      x.abs().add(y.abs()).le(r),
      inside.logical_and(y.remainder(4).lt(2)),
      inside.logical_and(x.remainder(4).lt(2)),
      inside.logical_and(x.floor_divide(3).add(y.floor_divide(3)).remainder(2).eq(0)),
      inside.logical_and(x.le(y)),
    ] as const
    const pixels = torch.where(pictures[kind].unsqueeze(2), colors[0].add(128), colors[1])
    const image = Image.fromarray(pixels.to(torch.uint8).numpy())
    return [this.transform(image), kind]
  }
}
