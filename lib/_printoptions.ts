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
  precision?: number | null | undefined
  threshold?: number | null | undefined
  edgeitems?: number | null | undefined
  linewidth?: number | null | undefined
  profile?: string | null | undefined
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
 * @example
 * torch.set_printoptions({ precision: 2 })
 * print(torch.tensor([1.12345])) // tensor([1.12])
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

/** The present options, to be given to {@link set_printoptions} again. */
export function get_printoptions(): PrintOptions {
  return { ...PRINT_OPTS }
}

/**
 * Prints differently inside a block.
 *
 * @example
 * torch.printoptions({ precision: 2 }, () => print(x))
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
