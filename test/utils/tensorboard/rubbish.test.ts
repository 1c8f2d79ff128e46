// Whatever a script passes, it gets an error or an event file that can be read.
import torch, { nn } from 'torch-node'
import { SummaryWriter } from 'torch-node/utils/tensorboard'
import { eventsIn, newFolder } from './support.js'

const folder = newFolder()

const gone = torch.ones(2)
gone.dispose()
const rubbish: unknown[] = [
  null,
  undefined,
  -1,
  Number.NaN,
  2n ** 70n,
  '',
  'é\0',
  [],
  [[1], 2],
  {},
  { data: new Float32Array(2), shape: [3], stride: [5] },
  { __proto__: null, constructor: 1 },
  new Map([[1, 2]]),
  Symbol('s'),
  () => 1,
  new Uint8Array(0),
  gone,
  torch.ones(0),
  torch.ones(2, 3).to_sparse(),
  torch.empty(2, { device: 'meta' }),
  torch.complex(torch.ones(2), torch.ones(2)),
  torch.ones(3, 4, 5).permute(2, 0, 1).requires_grad_(),
  nn.Linear(2, 2),
]

const methods = [
  'add_scalar',
  'add_scalars',
  'add_tensor',
  'add_histogram',
  'add_histogram_raw',
  'add_image',
  'add_images',
  'add_image_with_boxes',
  'add_figure',
  'add_video',
  'add_audio',
  'add_text',
  'add_embedding',
  'add_hparams',
  'add_pr_curve',
  'add_pr_curve_raw',
  'add_custom_scalars',
  'add_custom_scalars_marginchart',
  'add_custom_scalars_multilinechart',
  'add_mesh',
] as const

describe('torch.utils.tensorboard.SummaryWriter', () => {
  test.each(methods)('%s survives rubbish', (name) => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    const run = `${folder}/${name}`
    const writer = SummaryWriter(run)
    const call = writer[name].bind(writer) as (...args: unknown[]) => void
    let thrown = 0
    const attempt = (...args: unknown[]): void => {
      try {
        call(...args)
      } catch (error) {
        thrown++
        expect(error).toBeInstanceOf(Error)
      }
    }
    try {
      for (const one of rubbish) {
        attempt(one)
        attempt('tag', one)
        attempt(one, one)
        attempt('tag', torch.ones(3), one)
        attempt('tag', torch.ones(3, 4, 4), one, one)
        attempt('tag', one, one, one, one, one)
      }
    } finally {
      write.mockRestore()
    }
    writer.close()
    expect(thrown).toBeGreaterThan(0)
    for (const event of eventsIn(run)) expect(event.wall_time).toBeDefined()
  })
})
