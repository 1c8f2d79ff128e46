// Mirrors torch/cuda/_utils.py: which GPU an argument names.

import { pyRepr } from '../_repr.js'
import { device as makeDevice } from '../device.js'
import { ValueError } from '../errors.js'
import { native } from '../native.js'
import type { Device } from '../types.js'

/** The index that a device names; undefined where it leaves that open. */
function named(device: Device | null | undefined): number | undefined {
  if (typeof device === 'number' && Number.isInteger(device)) return device
  const isDevice = typeof device === 'object' && device !== null && 'type' in device
  if (typeof device !== 'string' && !isDevice) return undefined
  const found = makeDevice(device)
  if (found.type !== 'cuda') throw new ValueError(`Expected a cuda device, but got: ${found}`)
  return found.index ?? undefined
}

/** The index of a GPU, which has to be named. */
export function givenIndex(device: Device | null): number {
  const index = named(device)
  if (index !== undefined) return index
  const got = typeof device === 'string' ? device : device === null ? 'None' : textOf(device)
  throw new ValueError(
    `Expected a torch.device with a specified index or an integer, but got:${got}`,
  )
}

function textOf(device: Device): string {
  return typeof device === 'object' ? String(device) : pyRepr(device)
}

/** The index of a GPU; the current one where none is named. */
export function deviceIndex(device: Device | null | undefined): number {
  return named(device) ?? native.cudaCurrentDevice()
}
