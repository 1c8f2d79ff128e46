// @ts-check
import { addonState, buildAddon } from './addon.mjs'
import { ensureLibtorch } from '../libtorch.mjs'

export async function ensureDependencies() {}

export async function ensureAddon() {
  const libtorch = await ensureLibtorch()
  const { state } = addonState(libtorch)
  if (state !== 'ready') await buildAddon(libtorch)
}
export async function ensureLib({ strict = false } = {}) {}
