// Mirrors stft() of torch/functional.py.

import { def } from '../_def.js'
import { pad } from '../_generated/nn.js'
import * as C from '../_generated/torch_functions.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../types.js'

export { istft } from '../_generated/torch_functions.js'

/**
 * Short-time Fourier transform: the spectrum of every window of `n_fft` samples, `hop_length` (a quarter of it if
 * null) apart. With `center` the signal is padded, so that the windows are centred on the samples.
 *
 * Shape: `(L)` or `(B, L)` to `(B, frequencies, frames)`, complex. Complex results have to be asked for by
 * `return_complex`, unless input or window are complex.
 *
 * @example
 * const settings = { hop_length: 160, window: torch.hann_window(400), return_complex: true }
 * torch.stft(torch.zeros(16000), 400, settings) // (201, 101)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.stft.html
 */
export const stft = def(
  "stft(input, n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode='reflect', normalized=False, onesided=None, return_complex=None, align_to_window=None)",
  (
    input: Tensor,
    n_fft: number,
    hop_length: number | null,
    win_length: number | null,
    window: Tensor | null,
    center: boolean,
    pad_mode: string,
    normalized: boolean,
    onesided: boolean | null,
    return_complex: boolean | null,
    align_to_window: boolean | null,
  ): Tensor => {
    if (center && align_to_window !== null) {
      throw new RuntimeError('stft align_to_window should only be set when center = false')
    }
    let signal = input
    if (center) {
      // Reflection wants a batch and a channel dimension.
      const dims = input.dim()
      const extended = [...Array.from({ length: 3 - dims }, () => 1), ...input.size()]
      const half = Math.trunc(n_fft / 2)
      const padded = pad(input.view(extended), [half, half], pad_mode)
      signal = padded.view(padded.size().slice(3 - dims))
    }
    return C.stft(
      signal,
      n_fft,
      hop_length,
      win_length,
      window,
      normalized,
      onesided,
      return_complex,
      align_to_window,
    )
  },
)
