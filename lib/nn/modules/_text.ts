// How settings of layers print.

import { floatRepr, pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'

/**
 * A setting that is a float by default: at its default it prints as Python's float (`1.0`), otherwise as what it is.
 * (JavaScript cannot tell the `1` of a user from `1.0`.)
 */
export function float(value: number, defaultValue: number): string {
  return value === defaultValue ? floatRepr(value) : pyRepr(value)
}

/** Sizes: one number as it is, several as a tuple. */
export function sizes(value: unknown): string {
  return Array.isArray(value) ? pyRepr(tuple(value)) : pyRepr(value)
}

/** What layers add that may change their input. */
export function inplaceText(inplace: boolean): string {
  return inplace ? ', inplace=True' : ''
}
