// Mirrors the package safetensors: `import { safe_open } from 'torch-node/safetensors'`.

export { SafetensorError } from './_format.js'
export { SafeFile, SafeSlice, safe_open } from './_safe_open.js'
export * as torch from './torch.js'
