// Figures, videos and labels, whose pixels are not Python's.
import sharp from 'sharp'
import torch, { type Tensor } from 'torch-node'
import plt from 'torch-node/matplotlib/pyplot'
import { SummaryWriter, summary } from 'torch-node/utils/tensorboard'
import { decode as imageOf } from '../../../lib/PIL/_codecs.js'
import { _prepare_video, convert_to_HWC, make_grid } from '../../../lib/utils/tensorboard/_utils.js'
import { eventsIn, newFolder } from './support.js'

const folder = newFolder()

/** Frames (T, H, W, 3) of a GIF. */
async function readGif(
  bytes: Uint8Array,
): Promise<{ frames: Tensor; delays: number[]; loops: number }> {
  const image = sharp(bytes, { animated: true })
  const metadata = await image.metadata()
  const { width = 0, height = 0, pageHeight = height, pages = 1, delay = [], loop = -1 } = metadata
  const pixels = await image.removeAlpha().raw().toBuffer()
  const frames = torch.from_numpy(Uint8Array.from(pixels)).reshape(pages, pageHeight, width, 3)
  return { frames, delays: delay.map((ms) => ms / 10), loops: loop }
}

const gifOf = (video: Tensor, fps?: number): Uint8Array =>
  summary.video('v', video, { fps }).value[0]?.image?.encoded_image_string as Uint8Array

describe('torch.utils.tensorboard.SummaryWriter.add_video', () => {
  test('few colours are kept', async () => {
    const video = torch.randint(0, 256, [1, 4, 3, 7, 9], { dtype: torch.uint8 })
    const { frames, delays, loops } = await readGif(gifOf(video, 10))
    // Python takes bytes for numbers from 0 to 1 where it does not have to widen the batch.
    const wanted = video.to(torch.float32).div(255).mul(255).clamp(0, 255).to(torch.uint8)
    expect(torch.equal(frames, (wanted[0] as Tensor).permute(0, 2, 3, 1))).toBe(true)
    expect(delays).toEqual([10, 10, 10, 10])
    expect(loops).toBe(0)
  })

  test('many colours are dithered', async () => {
    torch.manual_seed(0)
    const video = torch.rand(1, 2, 3, 1, 1).expand(1, 2, 3, 40, 40).mul(0.9).clone()
    video.add_(torch.rand(1, 2, 3, 40, 40).mul(0.1))
    const { frames, delays } = await readGif(gifOf(video))
    expect([...frames.shape]).toEqual([2, 40, 40, 3])
    expect(delays).toEqual([25, 25])
    // Near the colours on average.
    const mean = (x: Tensor) => x.to(torch.float32).mean([1, 2])
    const wanted = (video[0] as Tensor).permute(0, 2, 3, 1).mul(255)
    expect(mean(frames).sub(mean(wanted)).abs().max().item()).toBeLessThan(6)
  })

  test('one channel is grey', async () => {
    const { frames } = await readGif(gifOf(torch.rand(1, 1, 1, 4, 4)))
    expect(torch.equal(frames.select(3, 0), frames.select(3, 2))).toBe(true)
  })

  test('is written', () => {
    const writer = SummaryWriter(`${folder}/video`)
    writer.add_video('v', torch.rand(3, 2, 3, 4, 6), 7, { fps: 2, walltime: 5 })
    writer.close()
    const [event] = eventsIn(`${folder}/video`)
    expect(event).toMatchObject({
      wall_time: 5,
      summary: { value: [{ tag: 'v', image: { height: 4, width: 24, colorspace: 3 } }] },
    })
  })
})

describe('torch.utils.tensorboard.SummaryWriter.add_figure', () => {
  const imagesIn = (run: string) =>
    eventsIn(`${folder}/${run}`).map((event) => {
      const { value } = event.summary as { value: [{ image: { encoded_image_string: string } }] }
      return imageOf(Buffer.from(value[0].image.encoded_image_string, 'base64'))
    })
  const draw = () => {
    const figure = plt.figure({ figsize: [2, 1], dpi: 50 })
    plt.plot([1, 2, 3])
    return figure
  }

  afterEach(() => plt.close('all'))

  test('draws and closes it', () => {
    SummaryWriter(`${folder}/figure`, (writer) => writer.add_figure('f', draw(), 1))
    expect(plt.get_fignums()).toEqual([])
    const [image] = imagesIn('figure')
    expect([image?.width, image?.height, image?.mode]).toEqual([100, 50, 'RGB'])
    // White around lines of more than one colour.
    expect([...(image?.data.slice(0, 3) ?? [])]).toEqual([255, 255, 255])
    expect(new Set(image?.data).size).toBeGreaterThan(10)
  })

  test('several become a grid, and stay open if told so', () => {
    SummaryWriter(`${folder}/figures`, (writer) => {
      writer.add_figure('f', [draw(), draw()], { close: false })
    })
    expect(plt.get_fignums()).toHaveLength(2)
    const [image] = imagesIn('figures')
    expect([image?.width, image?.height]).toEqual([200, 50])
  })

  test('what can be drawn will do', () => {
    const done: string[] = []
    const data = new Uint8Array(4 * 5 * 4).map((_, i) => [1, 2, 3, 255][i % 4] as number)
    const canvas = {
      draw: () => done.push('draw'),
      buffer_rgba: () => ({ data, shape: [4, 5, 4] }),
    }
    SummaryWriter(`${folder}/bare`, (writer) => writer.add_figure('f', { canvas }))
    expect(done).toEqual(['draw'])
    const [image] = imagesIn('bare')
    expect([...(image?.data ?? [])]).toEqual(Array.from({ length: 20 }, () => [1, 2, 3]).flat())
  })
})

describe('torch.utils.tensorboard.SummaryWriter.add_image_with_boxes', () => {
  test('writes labels in black on red', () => {
    const draw = (labels: string | string[] | null) => {
      const image = torch.ones(3, 40, 80)
      const boxes = torch.tensor([[10, 5, 70, 35]])
      const list = typeof labels === 'string' ? [labels] : labels
      const { value } = summary.image_boxes('b', image, boxes, { labels: list })
      const { data } = imageOf(value[0]?.image?.encoded_image_string as Uint8Array)
      return torch.from_numpy(data as Uint8Array).reshape(40, 80, 3)
    }
    const [plain, labelled] = [draw(null), draw('cat')]
    const changed = labelled.ne(plain).any(2)
    const rows = changed.any(1).nonzero().flatten().tolist() as number[]
    const columns = changed.any(0).nonzero().flatten().tolist() as number[]
    // In the lower left corner of the box, no higher than a line of text.
    expect(Math.min(...rows)).toBeGreaterThan(20)
    expect(Math.max(...rows)).toBeLessThanOrEqual(35)
    expect(Math.min(...columns)).toBeGreaterThanOrEqual(10)
    expect(Math.max(...columns)).toBeLessThan(40)
    const inside = labelled.index([changed])
    expect((inside.select(1, 1).max().item() as number) < 130).toBe(true)
    expect((labelled.select(2, 0).min().item() as number) < 130).toBe(true)
  })
})

describe('torch.utils.tensorboard._utils', () => {
  test('make_grid', () => {
    const images = torch.arange(5).reshape(5, 1, 1, 1).expand(5, 3, 1, 1)
    expect(make_grid(images, 2)[0]?.tolist()).toEqual([
      [0, 1],
      [2, 3],
      [4, 0],
    ])
    expect(() => make_grid([1] as never)).toThrow('plugin error, should pass numpy array here')
  })

  test('convert_to_HWC', () => {
    const image = torch.arange(12).reshape(3, 2, 2)
    expect(convert_to_HWC(image, 'chw').tolist()).toEqual(image.permute(1, 2, 0).tolist())
    // As in NumPy, a dimension that is not there counts from the end.
    expect(convert_to_HWC(image, 'CHX').tolist()).toEqual(image.permute(1, 2, 0).tolist())
  })

  test('_prepare_video', () => {
    const videos = torch.arange(6).reshape(3, 2, 1, 1, 1)
    expect(_prepare_video(videos).reshape(2, 2, 2).tolist()).toEqual([
      [
        [0, 2],
        [4, 0],
      ],
      [
        [1, 3],
        [5, 0],
      ],
    ])
    expect(() => _prepare_video(torch.ones(1, 1, 1, 1, 1, 1))).toThrow('too many values to unpack')
  })
})

describe('torch.utils.tensorboard.summary', () => {
  test('half_to_int and int_to_half', () => {
    expect([1, -2, 0.1].map(summary.half_to_int)).toEqual([1065353216, -1073741824, 1036831949])
    expect(summary.int_to_half(-1073741824)).toBe(-2)
  })

  test('compute_curve', () => {
    const labels = torch.tensor([0, 1, 1, 0])
    const predictions = torch.tensor([0.1, 0.6, 0.9, 0.6])
    expect(summary.compute_curve(labels, predictions, { num_thresholds: 3 }).tolist()).toEqual([
      [2, 2, 0],
      [2, 1, 0],
      [0, 1, 2],
      [0, 0, 2],
      [0.5, 2 / 3, 0],
      [1, 1, 0],
    ])
  })
})
