import torch, { type Tensor } from 'torch-node'
import v2 from 'torch-node/torchvision/transforms/v2'
import * as tv_tensors from 'torch-node/torchvision/tv_tensors'
import { catch_warnings } from '../../../lib/warnings.js'
import { type Case, compareCases, construct, given, image, type Modules, plain } from './support.js'

const { functional: F } = v2
const T: Modules = v2
const corners = [
  [3, 4, 20, 15],
  [10, 2, 25.5, 30],
  [0, 0, 61, 47],
]

function boxes(format: string, [width, height]: [number, number]): tv_tensors.BoundingBoxes {
  const data = torch.tensor(corners, { dtype: torch.float32 })
  const canvas_size = [height, width]
  const isInt = format.endsWith('int')
  const made = tv_tensors.BoundingBoxes(isInt ? data.to(torch.int64) : data, {
    format: 'XYXY',
    canvas_size,
  })
  return F.convert_bounding_box_format(made, {
    new_format: format.replace('int', ''),
  }) as tv_tensors.BoundingBoxes
}

// The samples of scripts/golden/transforms_v2.py.
function sample(kind: string, size: [number, number]): unknown {
  const labels = (): Tensor => torch.tensor([1, 2, 3])
  if (kind === 'mask') return tv_tensors.Mask((image('uint8:L', size) as Tensor)[0] as Tensor)
  if (kind.startsWith('boxes:')) return boxes(kind.slice(6), size)
  if (kind.startsWith('tv:')) return tv_tensors.Image(image(kind.slice(3), size) as Tensor)
  if (kind === 'video') return tv_tensors.Video(image('uint8:RGB:2', size) as Tensor)
  if (kind === 'detection') {
    const target = { boxes: boxes('XYWH', size), labels: labels(), mask: sample('mask', size) }
    return [sample('tv:uint8:RGB', size), target]
  }
  if (kind === 'PIL detection') {
    return [image('RGB', size), { boxes: boxes('XYXY', size), labels: labels(), n: 3 }]
  }
  if (kind === 'batch') return [image('float32:RGB:2', size), torch.tensor([1, 3])]
  if (kind === 'soft batch') {
    const soft = [
      [0.25, 0.75],
      [0.5, 0.5],
    ]
    return [image('float32:RGB:2', size), torch.tensor(soft)]
  }
  return image(kind, size)
}

// As `plain`, with the class of tensors that say what they show.
function shown(value: unknown): unknown {
  if (value instanceof tv_tensors.BoundingBoxes) {
    const data = (value.tolist() as number[][]).flat().map((one) => Math.round(one * 1000) / 1000)
    const { dtype, format, canvas_size } = value
    return { boxes: [String(dtype), String(format), [...canvas_size], plain(value), data] }
  }
  if (value instanceof tv_tensors.TVTensor) return { [value.constructor.name]: plain(value) }
  if (Array.isArray(value)) return Array.from(value, shown)
  const isDict = Object.prototype.toString.call(value) === '[object Object]'
  if (isDict && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value as object)
    return Object.fromEntries(entries.map(([key, one]) => [key, shown(one)]))
  }
  return plain(value)
}

function perform({ kind, size, seed, name, args, kwargs }: Case): Partial<Case> {
  const got: Partial<Case> = {}
  torch.manual_seed(seed)
  try {
    const inpt = kind === null ? null : sample(kind, size)
    if (name.startsWith('F.')) {
      const fn = F[name.slice(2) as 'hflip']
      got.out = shown(Reflect.apply(fn, null, [inpt, ...given(T, args, kwargs)]))
    } else {
      const made = construct(T, name, args, kwargs) as (...values: unknown[]) => unknown
      got.repr = String(made)
      const call = (): unknown =>
        kind?.endsWith('batch') ? made(...(inpt as unknown[])) : made(inpt)
      if (inpt !== null) got.out = shown([call(), call()])
    }
  } catch (error) {
    const { name: cls, message } = error as Error
    got.error = [cls, (message.split('\n')[0] as string).replace(/0x[0-9A-F]+/, '0x')]
  }
  return got
}

compareCases('torchvision.transforms.v2', 'transforms_v2.gz', (one) =>
  catch_warnings(() => perform(one)),
)
