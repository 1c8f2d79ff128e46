// Peaks of saving and loading a file of 128 MB: the data must be in memory once, and mapped not at all.
// A process for each of: save, load, mmap, legacy, safetensors.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch from 'torch-node'
import { load_file, save_file } from 'torch-node/safetensors/torch'

const megabytes = (field) =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))[1]) /
  1024

const [kind, path] = process.argv.slice(2)
const values = () =>
  Object.fromEntries([0, 1, 2, 3].map((i) => [`${i}x`, torch.full([2 ** 23], i + 0.5)]))

if (kind === 'make') {
  const dir = mkdtempSync(join(tmpdir(), 'torch-node-memory-'))
  const tensors = values()
  torch.save(tensors, join(dir, 'zip.pt'))
  torch.save(tensors, join(dir, 'legacy.pt'), { _use_new_zipfile_serialization: false })
  save_file(tensors, join(dir, 'x.safetensors'))
  process.stdout.write(dir)
} else {
  const tensors = kind === 'save' ? values() : {}
  const before = megabytes('VmRSS')
  if (kind === 'save') torch.save(tensors, join(path, 'again.pt'))
  if (kind === 'load') Object.assign(tensors, torch.load(join(path, 'zip.pt')))
  if (kind === 'mmap') Object.assign(tensors, torch.load(join(path, 'zip.pt'), { mmap: true }))
  if (kind === 'legacy') Object.assign(tensors, torch.load(join(path, 'legacy.pt')))
  if (kind === 'safetensors') Object.assign(tensors, load_file(join(path, 'x.safetensors')))
  const peak = megabytes('VmHWM')
  const right = Object.entries(tensors).every(([name, x]) => x[0].item() === Number(name[0]) + 0.5)
  process.stdout.write(JSON.stringify({ grown: peak - before, right }))
  if (kind === 'safetensors') rmSync(path, { recursive: true })
}
