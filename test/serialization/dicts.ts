// An OrderedDict and a Counter are plain objects that a file called so: only a file makes them.

import torch from 'torch-node'
import { Global, Pickler } from '../../lib/_pickler.js'
import { zipped } from './zip.js'

function made(name: string, args: unknown[], entries: [string, unknown][]): unknown {
  const marker = new (class {})()
  const pickle = new Pickler({
    persistentId: () => null,
    reduce: (value) =>
      value === marker ? { func: new Global('collections', name), args, entries } : null,
  }).dump(marker)
  return torch.load(zipped({ 'data.pkl': pickle }))
}

export const orderedDict = (entries: [string, unknown][]): unknown =>
  made('OrderedDict', [], entries)
export const counter = (entries: [string, unknown][]): unknown =>
  made('Counter', [Object.fromEntries(entries)], [])
