import type { Tensor } from 'torch-node'
import torch from 'torch-node'
import { str } from 'torch-node/builtins'

/** Writes the text of a value, of a floating-point tensor its bytes too. */
export type Out = (value: unknown) => void
export type Scenario = (out: Out) => void

function bytesOf(tensor: Tensor): string {
  const { buffer, byteOffset, byteLength } = tensor.detach().cpu().clone().numpy()
    .data as Float32Array
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}

/** What a scenario writes. */
export function record(run: Scenario): string[] {
  const lines: string[] = []
  run((value) => {
    const exact = value instanceof torch.Tensor && value.dtype.is_floating_point
    lines.push(exact ? `${value} ${bytesOf(value)}` : str(value))
  })
  return lines
}

/** Writes the class and the first line of what `body` throws. */
export function fails(out: Out, body: () => unknown): void {
  try {
    body()
  } catch (error) {
    const { name, message } = error as Error
    out(`${name}: ${message.split('\n')[0]}`)
    return
  }
  out('no error')
}

export function leaf(shape: number[], seed = 0): Tensor {
  torch.manual_seed(seed)
  // The same numbers on a GPU, which draws others.
  const drawn = torch.randn(shape, { device: 'cpu' })
  return drawn.to(torch.get_default_device()).requires_grad_()
}

/** The gradient that must be there. */
export function gradOf(tensor: Tensor): Tensor {
  if (tensor.grad === null) throw new Error('no gradient')
  return tensor.grad
}
