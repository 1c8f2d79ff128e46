import torch, { type Tensor } from 'torch-node'

// Sums in another order, and functions of other libraries: [rtol, atol] by dtype, exact for all others.
const tolerances = new Map([
  [torch.float16, [5e-3, 1e-3]],
  [torch.bfloat16, [3e-2, 1e-2]],
  [torch.complex32, [5e-3, 1e-3]],
  [torch.float32, [1e-4, 1e-4]],
  [torch.float64, [1e-6, 1e-6]],
  [torch.complex64, [1e-4, 1e-4]],
  [torch.complex128, [1e-6, 1e-6]],
] as const)

function equal(there: Tensor, here: Tensor): boolean {
  const tolerance = tolerances.get(here.dtype as never)
  const [a, b] = [there.detach().cpu(), here.detach()].map((tensor) => {
    const dense = tensor.layout === torch.strided ? tensor : tensor.to_dense()
    const values = dense.resolve_conj().resolve_neg()
    // The CPU does not compare halves of complex numbers.
    return values.dtype === torch.complex32 ? values.to(torch.complex64) : values
  }) as [Tensor, Tensor]
  if (tolerance === undefined || a.numel() === 0) return torch.equal(a, b)
  const [rtol, atol] = tolerance
  return torch.allclose(a, b, { rtol, atol, equal_nan: true })
}

/**
 * How what was computed on a GPU differs from the same of the CPU, undefined if it does not.
 * @param values false compares dtypes and shapes alone
 */
export function difference(there: unknown, here: unknown, values = true): string | undefined {
  if (Array.isArray(here)) {
    if (!Array.isArray(there) || there.length !== here.length) return 'another number of results'
    return here.map((item, i) => difference(there[i], item, values)).find((text) => text)
  }
  if (!(here instanceof torch.Tensor)) {
    if (!values || Object.is(there, here)) return undefined
    const close = Math.abs(Number(there) - Number(here)) <= 1e-4 * (1 + Math.abs(Number(here)))
    return close ? undefined : `${there}, not ${here}`
  }
  if (!(there instanceof torch.Tensor)) return `${there} is no tensor`
  if (there.dtype !== here.dtype) return `${there.dtype}, not ${here.dtype}`
  if (String(there.shape) !== String(here.shape)) return `${there.shape}, not ${here.shape}`
  if (!values || equal(there, here)) return undefined
  return `${there}\nnot ${here}`
}
