// The choice of kernels for scaled_dot_product_attention.
import torch, { nn } from 'torch-node'
import * as byName from 'torch-node/nn/attention'
import { catch_warnings } from '../../../lib/warnings.js'

const { SDPBackend, sdpa_kernel, _cur_sdpa_kernel_backends } = nn.attention
const { MATH, FLASH_ATTENTION, EFFICIENT_ATTENTION, CUDNN_ATTENTION, OVERRIDEABLE } = SDPBackend
const { cuda } = torch.backends
const F = nn.functional
type Any = (...args: unknown[]) => unknown

const all = [CUDNN_ATTENTION, FLASH_ATTENTION, EFFICIENT_ATTENTION, MATH, OVERRIDEABLE]

describe('torch.nn.attention.SDPBackend', () => {
  it('has numbers and prints', () => {
    expect([SDPBackend.ERROR, ...all].map(({ value }) => value)).toEqual([-1, 3, 1, 2, 0, 4])
    expect(String(MATH)).toBe('<SDPBackend.MATH: 0>')
    expect(FLASH_ATTENTION.name).toBe('FLASH_ATTENTION')
  })
})

describe('torch.nn.attention.sdpa_kernel', () => {
  it('switches the others off for the time of a function', () => {
    expect(_cur_sdpa_kernel_backends()).toEqual(all)
    const inside = sdpa_kernel(MATH, () => _cur_sdpa_kernel_backends())
    expect(inside).toEqual([MATH])
    expect(sdpa_kernel([], () => _cur_sdpa_kernel_backends())).toEqual([])
    expect(_cur_sdpa_kernel_backends()).toEqual(all)
  })

  it('lasts to the end of a block', () => {
    {
      using _ = sdpa_kernel([FLASH_ATTENTION, MATH, MATH])
      expect(_cur_sdpa_kernel_backends()).toEqual([FLASH_ATTENTION, MATH])
      sdpa_kernel(EFFICIENT_ATTENTION, () => {
        expect(_cur_sdpa_kernel_backends()).toEqual([EFFICIENT_ATTENTION])
      })
      expect(_cur_sdpa_kernel_backends()).toEqual([FLASH_ATTENTION, MATH])
    }
    expect(_cur_sdpa_kernel_backends()).toEqual(all)
  })

  it('sets the order, and restores it', () => {
    const before = _cur_sdpa_kernel_backends(true)
    expect(before).toEqual([
      FLASH_ATTENTION,
      EFFICIENT_ATTENTION,
      MATH,
      CUDNN_ATTENTION,
      OVERRIDEABLE,
    ])
    const backends = [MATH, FLASH_ATTENTION]
    expect(sdpa_kernel(backends, true, () => _cur_sdpa_kernel_backends(true))).toEqual(backends)
    expect(
      sdpa_kernel(backends, { set_priority: true }, () => _cur_sdpa_kernel_backends(true)),
    ).toEqual(backends)
    expect(sdpa_kernel(backends, () => _cur_sdpa_kernel_backends(true))).toEqual([
      FLASH_ATTENTION,
      MATH,
    ])
    expect(_cur_sdpa_kernel_backends(true)).toEqual(before)
  })

  it('leaves the switches alone when the function throws', () => {
    expect(() =>
      sdpa_kernel(MATH, () => {
        throw null
      }),
    ).toThrow()
    expect(_cur_sdpa_kernel_backends()).toEqual(all)
  })

  it('decides what attention does', () => {
    const q = torch.randn(1, 2, 3, 4)
    expect(() => sdpa_kernel([], () => F.scaled_dot_product_attention(q, q, q))).toThrow(
      'No viable backend for scaled_dot_product_attention was found. This is likely due to turning off both the math kernel and the fused kernels.',
    )
    const out = F.scaled_dot_product_attention(q, q, q)
    expect(sdpa_kernel(MATH, () => F.scaled_dot_product_attention(q, q, q)).allclose(out)).toBe(
      true,
    )
  })

  it('refuses what is no backend', () => {
    for (const [given, type] of [
      [3, 'int'],
      [null, 'NoneType'],
      ['x', 'str'],
    ] as const) {
      expect(() => sdpa_kernel(given as never, () => 0)).toThrow(
        `Backend must be an instance of SDPBackend or a list of SDPBackend instances, got ${type}`,
      )
    }
    expect(() => sdpa_kernel(MATH, { foo: 1 } as never)).toThrow(
      "sdpa_kernel() got an unexpected keyword argument 'foo'",
    )
  })

  it('is the same by name and as a whole', () => {
    expect(byName.sdpa_kernel).toBe(sdpa_kernel)
    expect(byName.default).toBe(nn.attention)
    expect(torch.nn.attention).toBe(nn.attention)
  })
})

describe('torch.backends.cuda', () => {
  const switches = [
    ['flash', cuda.enable_flash_sdp, cuda.flash_sdp_enabled, true],
    ['mem_efficient', cuda.enable_mem_efficient_sdp, cuda.mem_efficient_sdp_enabled, true],
    ['math', cuda.enable_math_sdp, cuda.math_sdp_enabled, true],
    ['cudnn', cuda.enable_cudnn_sdp, cuda.cudnn_sdp_enabled, true],
    [
      'reduction',
      cuda.allow_fp16_bf16_reduction_math_sdp,
      cuda.fp16_bf16_reduction_math_sdp_allowed,
      false,
    ],
  ] as const

  it.each(switches)('%s is switched', (name, enable, enabled, initially) => {
    expect(enabled()).toBe(initially)
    enable(!initially)
    expect(enabled()).toBe(!initially)
    enable(initially)
    const text =
      name === 'cudnn'
        ? 'set_sdp_use_cudnn expects a bool, but got %s'
        : 'set_sdp_use_math expects a bool, but got '
    expect(() => enable(1 as never)).toThrow(`${text}int`)
    expect(() => enable(null as never)).toThrow(`${text}NoneType`)
    expect(enabled()).toBe(initially)
  })

  it('says which kernels of GPUs can do a call', () => {
    const q = torch.randn(1, 2, 3, 4)
    const params = cuda.SDPAParams(q, q, q, null, 0, false, false)
    expect(params.query).toBe(q)
    for (const can of [
      cuda.can_use_flash_attention,
      cuda.can_use_efficient_attention,
      cuda.can_use_cudnn_attention,
    ]) {
      expect(can(params)).toBe(false)
      expect(can(params, true)).toBe(false)
      expect(() => can(3 as never)).toThrow(TypeError)
    }
    expect(cuda.is_flash_attention_available()).toBe(cuda.is_built())
    expect(cuda.is_ck_sdpa_available()).toBe(false)
  })

  it('keeps the old block, with a warning', () => {
    catch_warnings((caught) => {
      const inside = cuda.sdp_kernel({ enable_math: false }, () => _cur_sdpa_kernel_backends())
      expect(inside).toEqual([CUDNN_ATTENTION, FLASH_ATTENTION, EFFICIENT_ATTENTION])
      expect(caught[0]?.message).toMatch(/^`torch.backends.cuda.sdp_kernel\(\)` is deprecated\. /)
    })
  })
})

describe('torch.backends.mha', () => {
  it('switches the native way of attention off', () => {
    const { mha } = torch.backends
    const attention = nn.MultiheadAttention(4, 2, { batch_first: true }).eval()
    const x = torch.randn(2, 3, 4)
    const fast = torch.no_grad(() => attention(x, x, x)[0])
    mha.set_fastpath_enabled(false)
    try {
      expect(mha.get_fastpath_enabled()).toBe(false)
      expect(torch.no_grad(() => attention(x, x, x)[0]).allclose(fast)).toBe(true)
      const mask = torch.ones(2, 3).bool()
      const nested = torch._nested_tensor_from_mask(x, mask)
      expect(() => attention(nested, nested, nested)).toThrow(
        'MultiheadAttention does not support NestedTensor outside of its fast path. ' +
          'The fast path was not hit because torch.backends.mha.get_fastpath_enabled() was not True',
      )
    } finally {
      mha.set_fastpath_enabled(true)
    }
    expect(mha.get_fastpath_enabled()).toBe(true)
  })
})

describe('torch.nn.attention.bias', () => {
  const { CausalBias, CausalVariant, causal_lower_right, causal_upper_left } = nn.attention.bias
  const [q, k] = [torch.randn(1, 2, 3, 4), torch.randn(1, 2, 5, 4)]

  it('prints as the mask that it stands for', () => {
    expect(String(causal_lower_right(2, 3))).toBe(
      'tensor([[ True,  True, False],\n        [ True,  True,  True]])',
    )
    expect(String(causal_upper_left(2, 3))).toBe(
      'tensor([[ True, False, False],\n        [ True,  True, False]])',
    )
    const bias = causal_lower_right(2, 3)
    expect(bias).toBeInstanceOf(CausalBias)
    expect(bias).toBeInstanceOf(torch.Tensor)
    expect([bias.seq_len_q, bias.seq_len_kv]).toEqual([2, 3])
    expect(String(bias.shape)).toBe('torch.Size([2, 2, 3])')
    expect(String(bias.variant)).toBe('<CausalVariant.LOWER_RIGHT: 2>')
  })

  it('is a mask of attention', () => {
    for (const bias of [causal_lower_right(3, 5), causal_upper_left(3, 5)]) {
      const want = F.scaled_dot_product_attention(q, k, k, bias._materialize())
      expect(F.scaled_dot_product_attention(q, k, k, bias).allclose(want)).toBe(true)
      const named = F.scaled_dot_product_attention(q, k, k, { attn_mask: bias })
      expect(named.allclose(want)).toBe(true)
    }
    const square = F.scaled_dot_product_attention(q, q, q, causal_lower_right(3, 3))
    const causal = F.scaled_dot_product_attention(q, q, q, { is_causal: true })
    expect(square.equal(causal)).toBe(true)
  })

  it('throws what Python throws', () => {
    expect(() => (causal_upper_left as Any)(2)).toThrow(
      'causal_upper_left only supports 2D tensors',
    )
    expect(() => (causal_lower_right as Any)(1, 2, 3)).toThrow(
      'causal_lower_right only supports 2D tensors',
    )
    expect(() => CausalBias(1 as never, 2, 3)).toThrow('variant must be a CausalVariant, got int')
    expect(() => (CausalBias as unknown as Any)(CausalVariant.UPPER_LEFT, 2)).toThrow(
      "CausalBias.__init__() missing 1 required positional argument: 'seq_len_kv'",
    )
    const bias = causal_lower_right(3, 5)
    expect(() => F.scaled_dot_product_attention(q, k, k, bias, { is_causal: true })).toThrow(
      'CausalBias should not be used with causal=True',
    )
    expect(() => F.scaled_dot_product_attention(q, k.double(), k, bias)).toThrow(
      'Expected query, key, and value to have the same dtype, but got query.dtype: torch.float32, key.dtype: torch.float64, and value.dtype: torch.float32 instead.',
    )
    expect(() => F.scaled_dot_product_attention(q, k[0], k[0][0][0], bias)).toThrow(
      'Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: 4, key.dim: 3 and value.dim: 1 instead.',
    )
  })

  it('warns of rows without keys, and of slow kernels if asked', () => {
    catch_warnings((caught) => {
      causal_lower_right(3, 2)
      expect(caught.map(({ message }) => message)).toEqual([
        'Lower right causal bias will produce NaNs in the output when seq_len_q > seq_len_kv!',
      ])
    })
    expect(nn.attention.WARN_FOR_UNFUSED_KERNELS).toBe(false)
    nn.attention.WARN_FOR_UNFUSED_KERNELS = true
    catch_warnings((caught) => {
      F.scaled_dot_product_attention(q, k, k, causal_lower_right(3, 5))
      expect(caught.map(({ message }) => message)).toEqual([
        "Efficient attention can't be used because:",
        "Flash attention can't be used because:",
      ])
    })
    nn.attention.WARN_FOR_UNFUSED_KERNELS = false
  })
})
