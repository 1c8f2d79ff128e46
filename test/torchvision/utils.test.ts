import torch from 'torch-node'
import { Image } from 'torch-node/PIL'
import utils from 'torch-node/torchvision/utils'
import { ValueError } from '../../lib/errors.js'
import { catch_warnings } from '../../lib/warnings.js'
import { readJson } from '../golden/support/json.js'
import { entryOf } from './support.js'

type Outcome = { out: unknown[] } | { error: [string, string] }

const { utils: golden } = readJson<{ utils: Record<string, Outcome> }>('vision_data.gz')

// The inputs of scripts/golden/vision_data.py, made by the same formulas.
function pictures(...shape: number[]): torch.Tensor {
  const count = shape.reduce((product, one) => product * one, 1)
  return torch.arange(count).mul(37).remainder(256).to(torch.uint8).view(shape)
}

const u8 = pictures(5, 3, 6, 8)
const one = pictures(1, 1, 6, 8)[0]
const floats = u8.float().div(255)
const wide = floats.mul(3).sub(1)
const image = pictures(1, 3, 30, 40)[0]
const grey = pictures(1, 1, 30, 40)[0]
const scaled = image.float().div(255)
const boxes = torch.tensor([
  [2, 3, 20, 12],
  [5, 1, 30, 28],
  [0, 0, 39, 29],
])
const turned = torch.tensor([[5, 5, 25, 8, 23, 20, 4, 17]])
const masks = torch.zeros(3, 30, 40, { dtype: torch.bool })
masks.index_put_([0, '2:10', '3:12'], true)
masks.index_put_([1, '5:20', '8:30'], true)
masks.index_put_([2, '25:', ':4'], true)
const points = torch.tensor([
  [
    [5, 5],
    [20, 10],
    [33, 25],
  ],
  [
    [1, 28],
    [39, 2],
    [12, 12],
  ],
])
const seen = torch.tensor([
  [1, 1, 0],
  [1, 1, 1],
])
const joined = [
  [0, 1],
  [1, 2],
] as const
const [y, x] = torch.meshgrid([torch.arange(6).float(), torch.arange(8).float()], {
  indexing: 'ij',
}) as unknown as [torch.Tensor, torch.Tensor]
const flow = torch.stack([x.sub(3.5), y.sub(2.5).mul(x)])

const { make_grid, draw_bounding_boxes, draw_segmentation_masks, draw_keypoints, flow_to_image } =
  utils

const cases: Record<string, () => torch.Tensor> = {
  grid: () => make_grid(u8),
  'grid rows': () => make_grid(floats, { nrow: 2, padding: 1, pad_value: 0.5 }),
  'grid normal': () => make_grid(wide, { normalize: true }),
  'grid range': () => make_grid(wide, { normalize: true, value_range: [0, 1.5] }),
  'grid each': () => make_grid(wide, { normalize: true, scale_each: true }),
  'grid single': () => make_grid(one),
  'grid flat': () => make_grid(one[0]),
  'grid greys': () => make_grid(pictures(3, 1, 4, 4)),
  'grid list': () => make_grid([u8[0], u8[1], u8[2]], 2),
  'grid number': () => make_grid(3 as never),
  'grid odd list': () => make_grid([u8[0], 3 as never]),
  boxes: () => draw_bounding_boxes(image, boxes),
  'boxes named': () =>
    draw_bounding_boxes(image, boxes, { colors: ['red', '#00ff00', [1, 2, 3]], width: 3 }),
  'boxes one colour': () => draw_bounding_boxes(image, boxes, { colors: 'orange', width: 2 }),
  'boxes filled': () =>
    draw_bounding_boxes(image, boxes, { colors: [9, 99, 199], fill: true, width: 2 }),
  'boxes grey': () => draw_bounding_boxes(grey, boxes),
  'boxes float': () => draw_bounding_boxes(scaled, boxes),
  'boxes turned': () => draw_bounding_boxes(image, turned, { width: 2 }),
  'boxes turned filled': () => draw_bounding_boxes(image, turned, { fill: true }),
  'boxes none': () => draw_bounding_boxes(image, boxes[':0']),
  'boxes list': () => draw_bounding_boxes([1] as never, boxes),
  'boxes type': () => draw_bounding_boxes(image.long(), boxes),
  'boxes batch': () => draw_bounding_boxes(image.unsqueeze(0), boxes),
  'boxes bands': () => draw_bounding_boxes(image[':2'], boxes),
  'boxes swapped': () => draw_bounding_boxes(image, torch.tensor([[5, 5, 1, 9]])),
  'boxes labels': () => draw_bounding_boxes(image, boxes, ['a']),
  'boxes few colours': () => draw_bounding_boxes(image, boxes, { colors: ['red'] }),
  masks: () => draw_segmentation_masks(image, masks),
  'masks named': () => draw_segmentation_masks(image, masks, 0.5, ['red', 'blue', [7, 8, 9]]),
  'masks one': () => draw_segmentation_masks(image, masks[0], { colors: 'green' }),
  'masks float': () => draw_segmentation_masks(scaled, masks),
  'masks none': () => draw_segmentation_masks(image, masks[':0']),
  'masks grey': () => draw_segmentation_masks(grey, masks),
  'masks type': () => draw_segmentation_masks(image, masks.int()),
  'masks shape': () => draw_segmentation_masks(image, masks[':, 1:']),
  'masks dims': () => draw_segmentation_masks(image, masks.unsqueeze(0)),
  keypoints: () => draw_keypoints(image, points, { colors: 'red', radius: 3 }),
  'keypoints joined': () =>
    draw_keypoints(image, points, { connectivity: joined, colors: [1, 200, 3] }),
  'keypoints seen': () =>
    draw_keypoints(image, points, joined, {
      colors: '#0000ff',
      radius: 1,
      width: 1,
      visibility: seen,
    }),
  'keypoints float': () => draw_keypoints(scaled, points, { colors: 'red' }),
  'keypoints dims': () => draw_keypoints(image, points[0]),
  'keypoints visibility': () => draw_keypoints(image, points, { visibility: seen[':1'] }),
  'keypoints grey': () => draw_keypoints(grey, points),
  flow: () => flow_to_image(flow),
  'flow batch': () => flow_to_image(torch.stack([flow, flow.neg()])),
  'flow type': () => flow_to_image(flow.double()),
  'flow shape': () => flow_to_image(flow[':1']),
}

function outcome(call: () => torch.Tensor): Outcome {
  return catch_warnings(() => {
    try {
      return { out: entryOf(call()) }
    } catch (error) {
      const { name, message } = error as Error
      return { error: [name, message.split('\n')[0] as string] }
    }
  })
}

describe('torchvision.utils', () => {
  test.each(Object.keys(golden))('%s', (name) => {
    expect(outcome(cases[name] as () => torch.Tensor)).toEqual(golden[name])
  })

  test('nothing to draw is said', () => {
    catch_warnings((caught) => {
      draw_bounding_boxes(image, boxes[':0'])
      draw_segmentation_masks(image, masks[':0'])
      draw_bounding_boxes(image, boxes, { font_size: 12 })
      expect(caught.map(({ message }) => message)).toEqual([
        "boxes doesn't contain any box. No box was drawn",
        "masks doesn't contain any mask. No mask was drawn",
        "Argument 'font_size' will be ignored since 'font' is not set.",
      ])
    })
  })

  test('labels are written beside the corner, on a ground of their own if asked for', () => {
    const black = torch.zeros(3, 30, 60, { dtype: torch.uint8 })
    const box = torch.tensor([[0, 0, 59, 29]])
    const plain = draw_bounding_boxes(black, box, { colors: 'red' })
    const labelled = draw_bounding_boxes(black, box, ['bee'], { colors: 'red' })
    const differs = labelled.ne(plain).any(0)
    expect(differs.sum().item()).toBeGreaterThan(20)
    expect(differs['15:'].any().item()).toBe(false)
    const filled = draw_bounding_boxes(black, box, ['bee'], {
      colors: 'red',
      fill_labels: true,
      label_background_colors: 'blue',
    })
    expect(filled[2].eq(255).sum().item()).toBeGreaterThan(50)
  })

  test('save_image rounds, and writes a grid', () => {
    let bytes = new Uint8Array(0)
    const file = { write: (part: Uint8Array) => (bytes = Uint8Array.from(part)) }
    utils.save_image(floats, file, 'PNG', { nrow: 3 })
    const read = Image.open(bytes)
    const grid = make_grid(floats, 3).mul(255).add_(0.5).clamp_(0, 255).to(torch.uint8)
    expect([...read.size]).toEqual([3 * 10 + 2, 2 * 8 + 2])
    expect(Array.from(read.data)).toEqual(grid.permute(1, 2, 0).flatten().tolist())
    expect(() => utils.save_image(floats, 'a.xyz')).toThrow(
      new ValueError('unknown file extension: .xyz'),
    )
  })
})
