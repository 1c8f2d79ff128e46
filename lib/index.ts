// The package: `import torch from 'torch-node'`, `import { nn } from 'torch-node'`, `require('torch-node')`.

import * as torch from './torch.js'

export * from './torch.js'
export default torch
// What `require()` gives.
export { torch as 'module.exports' }
