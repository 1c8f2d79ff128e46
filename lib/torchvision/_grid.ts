// Many images as one, and files of them. Mirrors torchvision/utils.py.

import { python } from '../_kwargs.js'
import { classText } from '../_typename.js'
import torch from '../index.js'
import { fromarray } from '../PIL/Image.js'
import type { Tensor } from '../types.js'

/** What {@link make_grid} takes by keyword. */
export interface GridOptions {
  /** Images in a row. Default: 8. */
  nrow?: number
  /** Pixels between them and around. Default: 2. */
  padding?: number
  /** Whether the values are brought to 0 to 1. Default: false. */
  normalize?: boolean
  /** The values that become 0 and 1. Default: the smallest and the largest. */
  value_range?: readonly number[] | null
  /** Whether the smallest and largest are taken of each image by itself. Default: false. */
  scale_each?: boolean
  /** The value of the pixels between. Default: 0. */
  pad_value?: number
}

const bindGrid = python(
  'make_grid(tensor, nrow=8, padding=2, normalize=False, value_range=None, scale_each=False, pad_value=0.0)',
)

/**
 * Images in rows, as one image (3, H, W): of a batch (B, C, H, W), a list of images of one size, or a single one.
 *
 * @throws TypeError for anything else.
 *
 * @example
 * torchvision.utils.make_grid(torch.zeros(10, 3, 4, 4), { nrow: 5 }).shape // torch.Size([3, 14, 32])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.utils.make_grid.html
 */
export function make_grid(
  tensor: Tensor | readonly Tensor[],
  nrow?: number,
  padding?: number,
  normalize?: boolean,
  value_range?: readonly number[] | null,
  scale_each?: boolean,
  pad_value?: number,
): Tensor
export function make_grid(
  tensor: Tensor | readonly Tensor[],
  nrow: number,
  padding: number,
  options: Omit<GridOptions, 'nrow' | 'padding'>,
): Tensor
export function make_grid(
  tensor: Tensor | readonly Tensor[],
  nrow: number,
  options: Omit<GridOptions, 'nrow'>,
): Tensor
export function make_grid(tensor: Tensor | readonly Tensor[], options: GridOptions): Tensor
export function make_grid(...args: unknown[]): Tensor {
  const bound = bindGrid<Required<GridOptions> & { tensor: unknown }>(args)
  return torch.no_grad(() => gridOf(batchOf(bound.tensor), bound))
}

function batchOf(tensor: unknown): Tensor {
  if (Array.isArray(tensor)) {
    const odd = tensor.find((one) => !torch.is_tensor(one))
    if (odd !== undefined) {
      throw new TypeError(
        `tensor or list of tensors expected, got a list containing ${classText(odd)}`,
      )
    }
  } else if (!torch.is_tensor(tensor)) {
    throw new TypeError(`tensor or list of tensors expected, got ${classText(tensor)}`)
  }
  let batch = Array.isArray(tensor) ? torch.stack(tensor as Tensor[]) : (tensor as Tensor)
  if (batch.dim() === 2) batch = batch.unsqueeze(0)
  if (batch.dim() === 3) {
    if (batch.size(0) === 1) batch = torch.cat([batch, batch, batch])
    batch = batch.unsqueeze(0)
  }
  if (batch.dim() === 4 && batch.size(1) === 1) batch = torch.cat([batch, batch, batch], 1)
  return batch
}

function gridOf(given: Tensor, options: Required<GridOptions>): Tensor {
  const { nrow, padding, normalize, pad_value } = options
  const batch = normalize ? normalized(given.clone(), options) : given
  const count = batch.size(0)
  if (count === 1) return batch.squeeze(0)
  const columns = Math.min(nrow, count)
  const rows = Math.ceil(count / columns)
  const height = batch.size(2) + padding
  const width = batch.size(3) + padding
  const size = [batch.size(1), height * rows + padding, width * columns + padding]
  const grid = batch.new_full(size, pad_value)
  for (let k = 0; k < count; k++) {
    const y = Math.floor(k / columns) * height + padding
    const x = (k % columns) * width + padding
    grid
      .narrow(1, y, height - padding)
      .narrow(2, x, width - padding)
      .copy_(batch.index([k]))
  }
  return grid
}

function normalized(batch: Tensor, { value_range, scale_each }: Required<GridOptions>): Tensor {
  if (value_range !== null && !Array.isArray(value_range)) {
    throw new TypeError(
      'value_range has to be a tuple (min, max) if specified. min and max are numbers',
    )
  }
  for (const part of scale_each ? batch : [batch]) {
    const [low, high] = (value_range ?? [part.min().item(), part.max().item()]) as [number, number]
    part.clamp_({ min: low, max: high })
    part.sub_(low).div_(Math.max(high - low, 1e-5))
  }
  return batch
}

/** What {@link save_image} takes by keyword: a format such as `'PNG'`, and what {@link make_grid} takes. */
export interface SaveImageOptions extends GridOptions {
  format?: string | null
}

/** A file's name, or something to write to. */
export type ImageFile = string | URL | { write(bytes: Uint8Array): unknown }

const bindSave = python('save_image(tensor, fp, format=None, **kwargs)')

/**
 * Writes an image, or the grid that {@link make_grid} makes of several, to a file whose name tells the format. Values
 * are from 0 to 1.
 *
 * @throws ValueError for a name that tells no format.
 *
 * @example
 * const parts: Uint8Array[] = []
 * torchvision.utils.save_image(torch.rand(4, 3, 8, 8), { write: (bytes) => parts.push(bytes) }, 'PNG')
 * parts[0].subarray(1, 4) // [80, 78, 71]
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.utils.save_image.html
 */
export function save_image(
  tensor: Tensor | readonly Tensor[],
  fp: ImageFile,
  format: string | null,
  options?: GridOptions,
): void
export function save_image(
  tensor: Tensor | readonly Tensor[],
  fp: ImageFile,
  options?: SaveImageOptions,
): void
export function save_image(...args: unknown[]): void {
  const { tensor, fp, format, kwargs } = bindSave<{
    tensor: Tensor | readonly Tensor[]
    fp: ImageFile
    format: string | null
    kwargs: GridOptions
  }>(args)
  torch.no_grad(() => {
    const bytes = make_grid(tensor, kwargs)
      .mul(255)
      .add_(0.5)
      .clamp_(0, 255)
      .permute(1, 2, 0)
      .to('cpu', torch.uint8)
    fromarray(bytes.numpy()).save(fp as string, format)
  })
}
