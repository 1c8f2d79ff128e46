// Mirrors torchvision/transforms/v2/functional/_utils.py: which kernel treats which kind of input.

import { def, type KeywordArgs, type PositionalArgs } from '../../../../_def.js'
import type { Tensor } from '../../../../index.js'
import { classOf } from '../../../tv_tensors/_tv_tensor.js'
import {
  BoundingBoxes,
  Mask,
  Image as TVImage,
  TVTensor,
  Video,
  wrap,
} from '../../../tv_tensors/index.js'
import { type Image, isPIL, isTensor, kindOf } from '../../_types.js'

/** The functions behind a functional, by the kind of its first argument. */
export interface Kernels<P extends unknown[]> {
  readonly image: (image: Tensor, ...rest: P) => Tensor
  readonly pil?: (image: Image, ...rest: P) => Image
  readonly mask?: (mask: Tensor, ...rest: P) => Tensor
  readonly boxes?: (boxes: BoundingBoxes, ...rest: P) => BoundingBoxes
  /** Videos take the kernel for images, unless this is false. */
  readonly video?: false
}

/** A functional, as transforms call it. */
export interface HasKernels<P extends unknown[]> {
  readonly kernels: Kernels<P>
}

/** What a transform of v2 takes and changes. */
export type Input = Tensor | Image

type WithoutFirst<S extends string> = S extends `${infer Name}(${string}, ${infer Rest}`
  ? `${Name}(${Rest}`
  : 'f()'

/** A function that gives an input of the kind that it takes. */
export interface Functional<S extends string, P extends unknown[]> extends HasKernels<P> {
  <T extends Input>(inpt: T, ...rest: PositionalArgs<WithoutFirst<S>, P>): T
  <T extends Input>(inpt: T, ...rest: KeywordArgs<WithoutFirst<S>, P>): T
}

/** Whether a value is a tensor that does not say what it shows. */
export const is_pure_tensor = (inpt: unknown): boolean =>
  isTensor(inpt) && !(inpt instanceof TVTensor)

/** Runs the kernel for an input; null where there is none. */
export function run<P extends unknown[]>(
  { image, pil, mask, boxes, video }: Kernels<P>,
  inpt: unknown,
  rest: P,
): Input | null {
  if (isPIL(inpt)) return pil?.(inpt, ...rest) ?? null
  if (!isTensor(inpt)) return null
  if (!(inpt instanceof TVTensor)) return image(inpt, ...rest)
  if (inpt instanceof BoundingBoxes) return boxes?.(inpt, ...rest) ?? null
  if (inpt instanceof Mask) return mask ? wrap(mask(inpt, ...rest), { like: inpt as Mask }) : null
  const known = inpt instanceof TVImage || (inpt instanceof Video && video !== false)
  return known ? wrap(image(inpt, ...rest), { like: inpt as TVTensor }) : null
}

/** Makes a functional of its `def` line and its kernels. */
export function functional<const S extends string, P extends unknown[]>(
  line: S,
  kernels: Kernels<P>,
): Functional<S, P> {
  const fn = def(line, ((inpt: unknown, ...rest: P): Input => {
    const result = run(kernels, inpt, rest)
    if (result !== null) return result
    const kinds = ["<class 'torchvision.tv_tensors._image.Image'>", "<class 'torch.Tensor'>"]
    if (kernels.pil) kinds.push("<class 'PIL.Image.Image'>")
    if (kernels.video !== false) kinds.push("<class 'torchvision.tv_tensors._video.Video'>")
    throw new TypeError(
      `Functional F.${fn.name} supports inputs of type dict_keys([${kinds.join(', ')}]), ` +
        `but got ${inpt instanceof TVTensor ? classOf(inpt) : kindOf(inpt)} instead.`,
    )
  }) as never) as unknown as Functional<S, P> & { name: string }
  return Object.assign(fn, { kernels })
}

/** A kernel for masks of a kernel for images, which want a channel. */
export function onMask<P extends unknown[]>(
  image: (image: Tensor, ...rest: P) => Tensor,
): (mask: Tensor, ...rest: P) => Tensor {
  return (mask, ...rest) => {
    if (mask.ndim >= 3) return image(mask, ...rest)
    return image(mask.unsqueeze(0), ...rest).squeeze(0)
  }
}
