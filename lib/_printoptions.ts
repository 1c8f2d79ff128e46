// The options of torch/_tensor_str.py.

import { withBlock } from './_contextlib.js'
import { isKeywords, python } from './_kwargs.js'

/** How tensors print; see {@link set_printoptions}. */
export interface PrintOptions {
  /** Digits after the point. */
  precision: number
  /** More elements than this are summarized. */
  threshold: number
  /** How many elements a summary shows at both ends of each dimension. */
  edgeitems: number
  /** Characters in a line. */
  linewidth: number
  /** Whether to use scientific notation; null lets the values decide. */
  sci_mode: boolean | null
}

/** What {@link set_printoptions} takes by keyword. */
export interface PrintOptionsKeywords {
  /** Digits after the point. */
  precision?: number | null | undefined
  /** From how many elements on the middle ones are left out. */
  threshold?: number | null | undefined
  /** How many elements are shown at each end where the middle is left out. */
  edgeitems?: number | null | undefined
  /** Characters of a line. */
  linewidth?: number | null | undefined
  /** All of them by name. */
  profile?: string | null | undefined
  /** Whether numbers have exponents; null for where they need it. */
  sci_mode?: boolean | null | undefined
}

type Positional = [
  precision?: number | null,
  threshold?: number | null,
  edgeitems?: number | null,
  linewidth?: number | null,
  profile?: string | null,
  sci_mode?: boolean | null,
]

/** The options in force. {@link set_printoptions} changes them. */
export const PRINT_OPTS: PrintOptions = {
  precision: 4,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 80,
  sci_mode: null,
}

const profiles: Readonly<Record<string, Omit<PrintOptions, 'sci_mode'>>> = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Number.POSITIVE_INFINITY, edgeitems: 3, linewidth: 80 },
}

const bindSet = python(
  'set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None)',
)

/**
 * Sets how tensors print. What is not given stays, but `sci_mode`, which goes back to null.
 *
 * `precision` (4) is digits after the point, `threshold` (1000) the number of elements from which only `edgeitems` (3)
 * at each end are shown, `linewidth` (80) is in characters, `sci_mode` says whether to write exponents, null for where
 * they fit; `profile` sets all of them: `'default'`, `'short'` or `'full'`.
 *
 * @example
 * torch.set_printoptions({ precision: 2 })
 * torch.tensor([1.12345]).toString() // 'tensor([1.12])'
 * torch.set_printoptions({ profile: 'default' })
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_printoptions.html
 */
export function set_printoptions(keywords: PrintOptionsKeywords): void
export function set_printoptions(...args: Positional): void
export function set_printoptions(...args: unknown[]): void {
  const { profile, sci_mode, ...single } = bindSet<Required<PrintOptionsKeywords>>(args)
  if (typeof profile === 'string' && Object.hasOwn(profiles, profile)) {
    Object.assign(PRINT_OPTS, profiles[profile])
  }
  const given = Object.entries(single).filter(([, value]) => value !== null)
  Object.assign(PRINT_OPTS, Object.fromEntries(given))
  PRINT_OPTS.sci_mode = sci_mode ?? null
}

/**
 * The present options, to be given to {@link set_printoptions} again.
 *
 * @example
 * torch.get_printoptions().precision // 4
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_printoptions.html
 */
export function get_printoptions(): PrintOptions {
  return { ...PRINT_OPTS }
}

/**
 * Prints differently inside a block; the keywords are those of {@link set_printoptions}.
 *
 * @example
 * const x = torch.tensor([1.12345])
 * torch.printoptions({ precision: 2 }, () => x.toString()) // 'tensor([1.12])'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_printoptions.html
 */
export function printoptions<R>(keywords: PrintOptionsKeywords, body: () => R): R
export function printoptions(keywords: PrintOptionsKeywords): Disposable
export function printoptions<R>(keywords: PrintOptionsKeywords, body?: () => R): R | Disposable {
  if (!isKeywords(keywords)) {
    throw new TypeError('printoptions() takes 0 positional arguments but 1 was given')
  }
  const enter = (): (() => void) => {
    const before = get_printoptions()
    set_printoptions(keywords)
    return () => set_printoptions({ ...before })
  }
  return withBlock(enter, body)
}
