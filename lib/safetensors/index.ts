// Mirrors the package safetensors: `import { safe_open } from 'torch-node/safetensors'`.

export { SafetensorError } from './_format.js'
export { SafeFile, SafeSlice } from './_safe_file.js'
export * as default from './index.js'
export * as torch from './torch.js'
export { safe_open } from './torch.js'
